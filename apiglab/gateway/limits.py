"""The sizes that API Gateway refuses before it looks at anything else.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.errors import GatewayError, ResponseType

PAYLOAD = 10 * 1024 * 1024
"""Bytes of a body. fact: limits.payload"""

HEADERS = 10_240
"""Bytes of all header values together. fact: limits.headers"""

URL = 10_240
"""Characters of path and query. fact: limits.url"""


def check_size(call: Call) -> None:
    """Refuse what is too large; recorded as the request's error, since no phase has begun."""
    request = call.request
    if len(request.body) > PAYLOAD:
        raise GatewayError(ResponseType.REQUEST_TOO_LARGE, reason="request.too_large")
    if len(request.path) + len(request.query) > URL:
        raise GatewayError(
            ResponseType.DEFAULT_4XX,
            status=414,
            reason="request.uri_too_long",
            message="Request URI too long",
            error_type="RequestURITooLongException",
        )
    if sum(len(value) for _, value in request.headers.pairs) > HEADERS:
        raise GatewayError(
            ResponseType.DEFAULT_4XX,
            status=431,
            reason="request.headers_too_large",
            message="Request Header Fields Too Large",
            error_type="RequestHeaderFieldsTooLargeException",
        )
