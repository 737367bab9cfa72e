"""API keys: whether the client shows a key of a usage plan that contains this stage.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.phase import phase
from apiglab.gateway.routing import Route


@phase("API key", "api-gateway-api-usage-plans.html")
def check_api_key(call: Call, route: Route) -> None:
    """Refuse a method that wants a key: no key can exist yet, so none can be right."""
    if route.compiled.method.api_key_required:
        reason = "api_key.unknown" if "x-api-key" in call.request.headers else "api_key.missing"
        raise GatewayError(ResponseType.INVALID_API_KEY, reason=reason)
