"""Authorization: whether this caller may call this method.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from apiglab.gateway import resource_policy
from apiglab.gateway.call import Call
from apiglab.gateway.caller import ANYBODY, Caller
from apiglab.gateway.compiled_guards import GuardNotBuilt, LambdaAuthorizer, SignedByIam, UserPools
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.iam import authorize_signed
from apiglab.gateway.lambda_authorizer import authorize_by_lambda
from apiglab.gateway.phase import async_phase
from apiglab.gateway.routing import Route
from apiglab.gateway.user_pools import authorize_by_pools
from apiglab.language.sigv4_canonical import ALGORITHM
from apiglab.model.http import Headers, HttpRequest


@async_phase("Authorization", "apigateway-authorization-flow.html")
async def authorize(call: Call, route: Route) -> Caller:
    """Ask the method's guard; refuse what is guarded in a way not built yet."""
    caller = await _ask_guard(call, route) if not call.is_test else ANYBODY
    call.caller = caller
    authorization = call.request.headers.get("Authorization")
    if authorization is not None and authorization.startswith(ALGORITHM):
        # Nobody behind the gateway gets a signature to use again. fact: iam.signature-stays
        call.request = _without_signature(call.request)
    return caller


def _without_signature(request: HttpRequest) -> HttpRequest:
    kept = Headers([pair for pair in request.headers.pairs if pair[0].lower() != "authorization"])
    where = request.method, request.path, request.query, kept, request.body
    return HttpRequest(*where, request.source_ip, request.scheme, request.protocol, request.origin)


async def _ask_guard(call: Call, route: Route) -> Caller:
    guard = route.compiled.guard
    if isinstance(guard, GuardNotBuilt):
        raise GatewayError(
            ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
            reason="authorization.not_built",
            log=f"apiglab does not check {guard.kind} yet, so it lets nobody in",
        )
    if isinstance(guard, SignedByIam):
        return await authorize_signed(call, route)
    if isinstance(guard, LambdaAuthorizer):
        return await authorize_by_lambda(call, route, guard)
    if isinstance(guard, UserPools):
        return authorize_by_pools(call, route, guard)
    return resource_policy.open_to(call, route)
