"""Authorization by AWS_IAM: who signed the request, and whether policies let that caller invoke the method.

https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
"""

from functools import partial
from typing import NamedTuple

from apiglab.gateway.call import Call
from apiglab.gateway.caller import Caller
from apiglab.gateway.condition_keys import Values, identity_keys, request_keys
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.identity import Identity
from apiglab.gateway.invoke_arns import INVOKE, invoke_arns, judge
from apiglab.gateway.resource_policy import access_denied, combined, resource_verdict
from apiglab.gateway.routing import Route
from apiglab.language.policy import Decision, Principal, Verdict
from apiglab.language.sigv4 import check
from apiglab.language.sigv4_signature import Cause, SignatureError, parse

_SERVICE = "execute-api"
_TYPES = {
    Cause.MISSING: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    Cause.EXPIRED_TOKEN: ResponseType.EXPIRED_TOKEN,
}
_REASONS = {
    Cause.MISSING: "authorization.iam.missing",
    Cause.INCOMPLETE: "authorization.iam.incomplete",
    Cause.UNKNOWN_KEY: "authorization.iam.unknown_key",
    Cause.WRONG_TOKEN: "authorization.iam.wrong_token",
    Cause.EXPIRED_TOKEN: "authorization.iam.expired_token",
    Cause.WRONG_SCOPE: "authorization.iam.wrong_scope",
    Cause.WRONG_TIME: "authorization.iam.wrong_time",
    Cause.MISMATCH: "authorization.iam.mismatch",
}
_ROOT = Verdict(Decision.ALLOW, "the account's root", "1")


class _Limit(NamedTuple):
    """A kind of policy that has to allow what a caller does, and what it says."""

    kind: str
    verdict: Verdict


async def authorize_signed(call: Call, _route: Route) -> Caller:
    """The caller who signed the request, once policies let it in."""
    identity = await _signer(call)
    keys = request_keys(call) | identity_keys(identity) if _reads_keys(call, identity) else {}
    arns, principal = invoke_arns(call), identity.principal
    limits = _limits(identity, arns, keys, principal)
    own = next((limit for limit in limits if limit.verdict.decision is Decision.DENY), None)
    own = own or next((limit for limit in limits if limit.verdict.decision is Decision.SILENT), limits[0])
    resource = resource_verdict(call, principal, keys, arns)
    same_account = identity.account_id == call.deployment.account_id
    verdict = combined(own.verdict, resource, same_account=same_account)
    # What a session may do at most is not widened by a policy that names its role. fact: iam.limits
    narrowed = identity.role_arn is not None and own is not limits[0] and own.verdict.decision is not Decision.ALLOW
    if verdict.decision is not Decision.ALLOW or narrowed:
        raise _refused(call, identity, own, resource, same_account=same_account)
    return Caller(
        "AWS_IAM",
        reason="authorization.iam",
        may=partial(_may, call, identity, keys, arns),
        identity=_context(identity),
        detail={
            "user_arn": identity.arn,
            "identity_policies": own.verdict.describe(),
            **({"resource_policy": resource.describe()} if resource is not None else {}),
        },
    )


def signature_refused(error: SignatureError) -> GatewayError:
    """API Gateway's refusal of a request that nobody who counts has signed. fact: iam.signature-refusals"""
    return GatewayError(
        _TYPES.get(error.cause, ResponseType.INVALID_SIGNATURE),
        reason=_REASONS[error.cause],
        message=error.message,
        error_type=error.error_type,
    )


async def _signer(call: Call) -> Identity:
    """Who signed the request as it came over the wire."""
    request = call.trace.request
    identities = call.live.identities
    try:
        signature = parse(request)
        identity = identities.known(signature.access_key_id) or await identities.find(signature.access_key_id)
        return check(
            request,
            signature,
            identity,
            real_time=call.live.clock.real(),
            lab_time=call.live.clock.now(),
            service=_SERVICE,
            region=call.deployment.region,
            keys=call.live.signing_keys,
        )
    except SignatureError as error:
        raise signature_refused(error) from None


def _reads_keys(call: Call, identity: Identity) -> bool:
    """Whether any policy looks at condition keys; most do not, and then none are made."""
    own = call.deployment.resource_policy
    return identity.reads_keys or call.vpc_endpoint is not None or (own is not None and own.reads_keys)


def _may(call: Call, identity: Identity, keys: Values, arns: tuple[str, ...], action: str) -> bool:
    """Whether the caller's own policies allow more than to invoke; never those of another account.

    fact: caching.invalidation
    """
    if identity.account_id != call.deployment.account_id:
        return False
    limits = _limits(identity, arns, keys, identity.principal, action)
    return all(limit.verdict.decision is Decision.ALLOW for limit in limits)


def _limits(
    identity: Identity, arns: tuple[str, ...], keys: Values, principal: Principal, action: str = INVOKE
) -> list[_Limit]:
    """Each kind of policy that the caller itself is under. fact: iam.limits"""
    if identity.root:
        return [_Limit("identity-based policy", _ROOT)]
    limits = [_Limit("identity-based policy", judge(identity.policies, action, arns, keys, principal))]
    if identity.boundary is not None:
        limits.append(_Limit("permissions boundary", judge(identity.boundary, action, arns, keys, principal)))
    if identity.session is not None:
        limits.append(_Limit("session policy", judge(identity.session, action, arns, keys, principal)))
    return limits


def _refused(
    call: Call, identity: Identity, own: _Limit, resource: Verdict | None, *, same_account: bool
) -> GatewayError:
    """The refusal, with the kind of policy that it is for. fact: iam.denied-texts"""
    if resource is not None and resource.decision is Decision.DENY:
        own = _Limit("resource-based policy", resource)
    elif own.verdict.decision is Decision.ALLOW and not same_account:
        own = _Limit("resource-based policy", Verdict(Decision.SILENT))
    if own.verdict.decision is Decision.DENY:
        article = "an" if own.kind.startswith("i") else "a"
        why, reason = f"with an explicit deny in {article} {own.kind}", "authorization.iam.denied"
    else:
        why, reason = f"because no {own.kind} allows the {INVOKE} action", "authorization.iam.not_allowed"
    return access_denied(call, identity.arn, why, reason=reason, verdict=own.verdict)


def _context(identity: Identity) -> dict[str, str]:
    """``$context.identity`` of a signed call. fact: iam.context"""
    return {
        "accountId": identity.account_id,
        "caller": identity.user_id,
        "accessKey": identity.access_key_id,
        "userArn": identity.arn,
        "user": identity.user_id,
    }
