"""What the client sees where a backend does not answer properly.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from apiglab.gateway.errors import GatewayError, ResponseType, configuration_error
from apiglab.model.backend import RESPONSE_LIMIT, BackendError


def refusal(error: BackendError) -> GatewayError:
    """AWS's 500 or 504 for what went wrong. facts: http.backend-errors, aws-integration.errors, vpc-links.errors"""
    match error.kind:
        case "unreachable":
            return configuration_error("integration.http.unreachable", f"Invalid endpoint address: {error}")
        case "timeout":
            return timed_out(str(error))
        case "too_large":
            return configuration_error(
                "integration.http.too_large",
                f"Integration response of reported length is larger than allowed maximum of {RESPONSE_LIMIT} bytes.",
            )
        case "no_link":
            return configuration_error("integration.vpc_link.not_found", str(error))
        case "no_target":
            # AWS's own words; fact: vpc-links.errors
            log = f"There was an internal error while executing your request: {error}"
            return configuration_error("integration.vpc_link.no_target", log)
        case "role":
            return configuration_error("integration.aws.role", str(error))
        case "not_there":
            return configuration_error("integration.aws.not_there", str(error))
        case _:
            return GatewayError(
                ResponseType.INTEGRATION_FAILURE,
                reason="integration.http.network_error",
                message="Network error communicating with endpoint",
                log=str(error),
            )


def timed_out(log: str) -> GatewayError:
    """The 504 where a backend takes longer than the integration's timeout."""
    return GatewayError(ResponseType.INTEGRATION_TIMEOUT, reason="integration.timeout", log=log)
