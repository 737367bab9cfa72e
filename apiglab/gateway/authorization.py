"""Authorization: whether this caller may call this method.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.phase import async_phase
from apiglab.gateway.routing import Route
from apiglab.gateway.trace import Description


class Caller:
    """Who calls, as far as the gateway knows."""

    __slots__ = ("authorization_type",)

    def __init__(self, authorization_type: str) -> None:
        self.authorization_type = authorization_type

    def describe(self) -> Description:
        """How the caller was let in."""
        return Description(reason="authorization.none", authorization_type=self.authorization_type)


ANYBODY = Caller("NONE")


@async_phase("Authorization", "apigateway-authorization-flow.html")
async def authorize(call: Call, route: Route) -> Caller:
    """Let everybody in where the method is open; refuse what is guarded in a way not built yet."""
    guard = route.compiled.method.authorization_type
    if guard != "NONE" or call.rest_api.policy:
        raise GatewayError(
            ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
            reason="authorization.not_built",
            log=f"apiglab does not check {guard if guard != 'NONE' else 'resource policies'} yet, so it lets nobody in",
        )
    return ANYBODY
