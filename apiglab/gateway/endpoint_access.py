"""Whether an API may be called at the address it was called at.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.errors import GatewayError, ResponseType


def check_endpoint(call: Call) -> None:
    """Refuse the default endpoint where it is disabled, and a private API's, which only a VPC endpoint reaches.

    fact: endpoints.disabled-is-forbidden, endpoints.private-is-forbidden
    """
    api = call.rest_api
    if api.disable_execute_api_endpoint and call.base_path is None:
        raise GatewayError(ResponseType.WAF_FILTERED, reason="endpoint.disabled")  # the type that says Forbidden
    if "PRIVATE" in api.endpoint_configuration.types:
        raise GatewayError(ResponseType.WAF_FILTERED, reason="endpoint.private")
