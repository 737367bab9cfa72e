"""The API's resource policy: who may call it, whatever guards the method.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html

How AWS does this
-----------------
A method without a guard has to be allowed explicitly. Before a Lambda authorizer runs, only an explicit deny counts,
and what it returns is then combined with the policy. A signed call is combined with what the caller's own policies
say. A user pool's token is checked first, and the policy then has to allow the call by itself.
"""

from apiglab.gateway.call import Call
from apiglab.gateway.caller import ANYBODY, Caller
from apiglab.gateway.condition_keys import Values, request_keys
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.invoke_arns import INVOKE, invoke_arns, judge, masked
from apiglab.gateway.routing import Route
from apiglab.gateway.vpc_endpoints import VpcEndpoint
from apiglab.language.policy import ANONYMOUS, Decision, Principal, Verdict

DENIED, NOT_ALLOWED = "authorization.resource_policy.denied", "authorization.resource_policy.not_allowed"
_SILENT = Verdict(Decision.SILENT)


def open_to(call: Call, route: Route) -> Caller:
    """The caller of a method without a guard: the policy, where there is one, has to allow it."""
    verdict = require_allow(call, route)
    if verdict is None:
        return ANYBODY
    return Caller("NONE", reason="authorization.resource_policy", detail={"resource_policy": verdict.describe()})


def require_allow(call: Call, _route: Route) -> Verdict | None:
    """Refuse what the policy does not allow by itself; None where there is no policy. For user pools, after the token.

    fact: resource-policy.stands-alone
    """
    verdict = resource_verdict(call)
    if verdict is not None and verdict.decision is not Decision.ALLOW:
        raise refused(call, verdict)
    return verdict


def pre_authorization(call: Call, _route: Route) -> None:
    """Refuse what the policy denies, before a Lambda authorizer is asked. fact: resource-policy.two-phases"""
    verdict = resource_verdict(call)
    if verdict is not None and verdict.decision is Decision.DENY:
        raise refused(call, verdict)


def combine(identity: Verdict, call: Call, _route: Route) -> Verdict:
    """What an authorizer's policy and the API's say together: Table A. fact: resource-policy.table-a"""
    return combined(identity, resource_verdict(call), same_account=True)


def combined(identity: Verdict, resource: Verdict | None, *, same_account: bool) -> Verdict:
    """The verdict of both sides, as AWS's two tables have it; the one that is returned decided.

    fact: resource-policy.table-a, resource-policy.table-b
    """
    for verdict in (resource, identity):
        if verdict is not None and verdict.decision is Decision.DENY:
            return verdict
    allowed_by_policy = resource is not None and resource.decision is Decision.ALLOW
    if same_account:
        if identity.decision is Decision.ALLOW or not allowed_by_policy or resource is None or resource.delegated:
            return identity
        return resource
    return identity if allowed_by_policy else _SILENT


def resource_verdict(
    call: Call, principal: Principal = ANONYMOUS, keys: Values | None = None, arns: tuple[str, ...] = ()
) -> Verdict | None:
    """What the API's policy, as it was deployed, says of a call; None where it has none."""
    policy = call.deployment.resource_policy
    if policy is None and call.vpc_endpoint is None:
        return None
    arns, keys = arns or invoke_arns(call), request_keys(call) if keys is None else keys
    if call.vpc_endpoint is not None:
        _check_vpc_endpoint(call, call.vpc_endpoint, principal, keys, arns)
    if policy is None:  # a private API without one lets nobody in; fact: private.needs-a-policy
        raise refused(call, _SILENT)
    return judge((policy,), INVOKE, arns, keys, principal)


def _check_vpc_endpoint(
    call: Call, endpoint: VpcEndpoint, principal: Principal, keys: Values, arns: tuple[str, ...]
) -> None:
    """Refuse what the endpoint's own policy does not let through. fact: private.endpoint-policy"""
    verdict = judge((endpoint.policy,), INVOKE, arns, keys, principal)
    if verdict.decision is Decision.ALLOW:
        return
    who = principal.arns[0] if principal.arns else "anonymous"
    why = "with an explicit deny in a VPC endpoint policy"
    if verdict.decision is Decision.SILENT:
        why = f"because no VPC endpoint policy allows the {INVOKE} action"
    raise access_denied(call, who, why, reason="authorization.vpc_endpoint_policy", verdict=verdict)


def refused(call: Call, verdict: Verdict) -> GatewayError:
    """The refusal of a caller of whom only the resource policy was asked. fact: iam.denied-texts"""
    denied = verdict.decision is Decision.DENY
    why = "with an explicit deny in a resource-based policy"
    if not denied:
        why = f"because no resource-based policy allows the {INVOKE} action"
    return access_denied(call, "anonymous", why, reason=DENIED if denied else NOT_ALLOWED, verdict=verdict)


def access_denied(call: Call, who: str, why: str, *, reason: str, verdict: Verdict) -> GatewayError:
    """AWS's refusal of a caller whom no policy lets in."""
    arn = masked(invoke_arns(call)[0])
    said = verdict.describe()
    return GatewayError(
        ResponseType.ACCESS_DENIED,
        reason=reason,
        message=f"User: {who} is not authorized to perform: {INVOKE} on resource: {arn} {why}",
        log=f"decided by statement {said['statement']} of {said['policy']}"
        if "statement" in said
        else "no statement of a policy is about this call, or not for each way to read its path",
    )
