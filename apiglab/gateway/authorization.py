"""Authorization: whether this caller may call this method.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.caller import ANYBODY, Caller
from apiglab.gateway.compiled_guards import GuardNotBuilt
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.phase import async_phase
from apiglab.gateway.routing import Route


@async_phase("Authorization", "apigateway-authorization-flow.html")
async def authorize(call: Call, route: Route) -> Caller:
    """Ask the method's guard; refuse what is guarded in a way not built yet."""
    guard = route.compiled.guard
    if isinstance(guard, GuardNotBuilt) or call.rest_api.policy:
        kind = guard.kind if isinstance(guard, GuardNotBuilt) else "resource policies"
        raise GatewayError(
            ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
            reason="authorization.not_built",
            log=f"apiglab does not check {kind} yet, so it lets nobody in",
        )
    return ANYBODY
