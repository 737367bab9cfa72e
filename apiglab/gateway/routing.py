"""Resource matching: which method answers this path and verb.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-method-settings.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import CompiledMethod
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.phase import phase
from apiglab.gateway.trace import Description
from apiglab.language.sigv4_signature import Cause, SignatureError, parse


class Route:
    """The method that answers a call, and the values of its path's variables."""

    __slots__ = ("compiled", "path_parameters")

    def __init__(self, compiled: CompiledMethod, path_parameters: dict[str, str]) -> None:
        self.compiled = compiled
        self.path_parameters = path_parameters
        """Still percent-encoded, as a Lambda proxy event shows them."""

    def describe(self) -> Description:
        """The matched resource, its verb and the path's values."""
        return Description(
            resource_id=self.compiled.resource.id,
            resource_path=self.compiled.resource.path,
            http_method=self.compiled.method.http_method,
            path_parameters=dict(self.path_parameters),
        )


@phase("Resource matching", "api-gateway-method-settings-method-request.html")
def match_route(call: Call) -> Route:
    """Find the method; AWS answers 403, not 404, where there is none. fact: routing.no-match-is-403"""
    router = call.deployment.router
    verb = call.request.headers.get("X-HTTP-Method-Override") or call.request.method
    match = router.find(call.path, verb)
    if match is None:
        raise _no_match(call, "routing.no_such_method" if router.knows(call.path) else "routing.no_match")
    trace, compiled = call.trace, match.method
    trace.resource_path, trace.resource_id = compiled.resource.path, compiled.resource.id
    trace.resource_method = compiled.method.http_method
    return Route(match.method, match.path_parameters)


def _no_match(call: Call, reason: str) -> GatewayError:
    """AWS's 403; it looks at the Authorization header before it says so. fact: routing.no-match-with-authorization"""
    if "Authorization" in call.request.headers:
        try:
            parse(call.request)
        except SignatureError as error:
            if error.cause is Cause.INCOMPLETE:
                return GatewayError(
                    ResponseType.INVALID_SIGNATURE,
                    reason="routing.no_match_signature",
                    message=error.message,
                    error_type=error.error_type,
                )
    return GatewayError(ResponseType.MISSING_AUTHENTICATION_TOKEN, reason=reason)
