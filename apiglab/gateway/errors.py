"""The 21 ways in which API Gateway itself answers, and the one error that leads to them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
"""

from collections.abc import Mapping
from enum import StrEnum, unique
from typing import Any, NamedTuple


@unique
class ResponseType(StrEnum):
    """AWS's gateway response types, in the order of AWS's own list."""

    ACCESS_DENIED = "ACCESS_DENIED"
    API_CONFIGURATION_ERROR = "API_CONFIGURATION_ERROR"
    AUTHORIZER_CONFIGURATION_ERROR = "AUTHORIZER_CONFIGURATION_ERROR"
    AUTHORIZER_FAILURE = "AUTHORIZER_FAILURE"
    BAD_REQUEST_BODY = "BAD_REQUEST_BODY"
    BAD_REQUEST_PARAMETERS = "BAD_REQUEST_PARAMETERS"
    DEFAULT_4XX = "DEFAULT_4XX"
    DEFAULT_5XX = "DEFAULT_5XX"
    EXPIRED_TOKEN = "EXPIRED_TOKEN"  # noqa: S105  a response type's name
    INTEGRATION_FAILURE = "INTEGRATION_FAILURE"
    INTEGRATION_TIMEOUT = "INTEGRATION_TIMEOUT"
    INVALID_API_KEY = "INVALID_API_KEY"
    INVALID_SIGNATURE = "INVALID_SIGNATURE"
    MISSING_AUTHENTICATION_TOKEN = "MISSING_AUTHENTICATION_TOKEN"  # noqa: S105  a response type's name
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    REQUEST_TOO_LARGE = "REQUEST_TOO_LARGE"
    RESOURCE_NOT_FOUND = "RESOURCE_NOT_FOUND"
    THROTTLED = "THROTTLED"
    UNAUTHORIZED = "UNAUTHORIZED"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    WAF_FILTERED = "WAF_FILTERED"


class Default(NamedTuple):
    """What AWS answers where an API has no wording of its own."""

    status: int
    error_type: str
    """The value of ``x-amzn-ErrorType``."""
    message: str | None


_INTERNAL = "Internal server error"
_FORBIDDEN = "Forbidden"

# What AWS answers for each type; fact: gateway-responses.defaults
DEFAULTS: dict[ResponseType, Default] = {
    ResponseType.ACCESS_DENIED: Default(403, "AccessDeniedException", "User is not authorized to access this resource"),
    ResponseType.API_CONFIGURATION_ERROR: Default(500, "InternalServerErrorException", _INTERNAL),
    ResponseType.AUTHORIZER_CONFIGURATION_ERROR: Default(500, "AuthorizerConfigurationException", None),
    ResponseType.AUTHORIZER_FAILURE: Default(500, "AuthorizerConfigurationException", None),
    ResponseType.BAD_REQUEST_BODY: Default(400, "BadRequestException", "Invalid request body"),
    ResponseType.BAD_REQUEST_PARAMETERS: Default(400, "BadRequestException", "Missing required request parameters"),
    ResponseType.DEFAULT_4XX: Default(400, "BadRequestException", "Bad Request"),
    ResponseType.DEFAULT_5XX: Default(500, "InternalServerErrorException", _INTERNAL),
    ResponseType.EXPIRED_TOKEN: Default(
        403, "ExpiredTokenException", "The security token included in the request is expired"
    ),
    ResponseType.INTEGRATION_FAILURE: Default(504, "InternalServerErrorException", _INTERNAL),
    ResponseType.INTEGRATION_TIMEOUT: Default(504, "InternalServerErrorException", "Endpoint request timed out"),
    ResponseType.INVALID_API_KEY: Default(403, "ForbiddenException", _FORBIDDEN),
    ResponseType.INVALID_SIGNATURE: Default(
        403,
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. "
        "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    ),
    ResponseType.MISSING_AUTHENTICATION_TOKEN: Default(
        403, "MissingAuthenticationTokenException", "Missing Authentication Token"
    ),
    ResponseType.QUOTA_EXCEEDED: Default(429, "LimitExceededException", "Limit Exceeded"),
    ResponseType.REQUEST_TOO_LARGE: Default(413, "RequestTooLargeException", "Request Too Long"),
    ResponseType.RESOURCE_NOT_FOUND: Default(404, "ResourceNotFoundException", "Not Found"),
    ResponseType.THROTTLED: Default(429, "TooManyRequestsException", "Too Many Requests"),
    ResponseType.UNAUTHORIZED: Default(401, "UnauthorizedException", "Unauthorized"),
    ResponseType.UNSUPPORTED_MEDIA_TYPE: Default(415, "BadRequestException", "Unsupported Media Type"),
    ResponseType.WAF_FILTERED: Default(403, "ForbiddenException", _FORBIDDEN),
}


class GatewayError(Exception):
    """A refusal by the gateway: which of the 21, why, and what of AWS's default wording differs here."""

    def __init__(
        self,
        response_type: ResponseType,
        *,
        reason: str,
        message: str | None = None,
        status: int | None = None,
        error_type: str | None = None,
        log: str | None = None,
        validation_error: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(reason)
        default = DEFAULTS[response_type]
        self.response_type = response_type
        self.reason = reason
        """Stable and dotted, ``phase.cause``; in the journey and the logs, never on the wire."""
        self.message = default.message if message is None else message
        self.status = status or default.status
        self.error_type = error_type or default.error_type
        self.log = log
        """What AWS's execution log says of it, where that is known."""
        self.validation_error = validation_error
        """What is wrong with a body, where that is why."""
        self.detail = detail or {}
        """What else the journey tells: the claim of a token that was refused."""


def configuration_error(reason: str, log: str) -> GatewayError:
    """The 500 that AWS gives where the API itself is at fault; ``log`` follows AWS's usual opening."""
    return GatewayError(
        ResponseType.API_CONFIGURATION_ERROR,
        reason=reason,
        log=f"Execution failed due to configuration error: {log}",
    )


def bad_gateway(reason: str, log: str) -> GatewayError:
    """The 502 that AWS gives where a Lambda function failed or answered in no form it knows."""
    return GatewayError(ResponseType.DEFAULT_5XX, status=502, reason=reason, log=log)
