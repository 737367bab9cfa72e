"""Authorization by COGNITO_USER_POOLS: whether a token of one of the authorizer's user pools lets its owner in.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html

How AWS does this
-----------------
Nobody is asked: the pool's public keys tell whether the pool signed the token, and the token tells the rest. A method
without scopes takes ID tokens and no others; one with scopes takes access tokens that have any of them. A token that
was signed stays good until it expires, whatever became of its owner. Whether the owner may do what the request is
about is not looked at: that is the backend's part.
"""

from collections.abc import Mapping
from math import inf
from typing import Any

from apiglab.gateway import resource_policy
from apiglab.gateway.call import Call
from apiglab.gateway.caller import Caller
from apiglab.gateway.claims import told_claims
from apiglab.gateway.compiled_guards import UserPools, issuer_of
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.integrations.integration_uri import fill_stage_variables
from apiglab.gateway.pool_keys import VerifiedToken
from apiglab.gateway.routing import Route
from apiglab.language.jwt import Cause, TokenError, read
from apiglab.language.pattern import PatternTimeoutError

EXPIRED = "The incoming token has expired"
_BEARER = "bearer "
_REASONS = {
    Cause.MALFORMED: "authorization.cognito.malformed",
    Cause.ALGORITHM: "authorization.cognito.algorithm",
    Cause.UNKNOWN_KEY: "authorization.cognito.unknown_key",
    Cause.SIGNATURE: "authorization.cognito.signature",
}


def authorize_by_pools(call: Call, route: Route, guard: UserPools) -> Caller:
    """The caller whose token counts, once the API's resource policy allows the call by itself.

    fact: resource-policy.stands-alone
    """
    token, seen_before = verified_token(call, guard)
    verdict = resource_policy.require_allow(call, route)
    detail = {
        "authorizer": guard.name,
        **_about(token.claims),
        "cached": seen_before,
        **({"resource_policy": verdict.describe()} if verdict is not None else {}),
    }
    return Caller(
        "COGNITO_USER_POOLS", reason="authorization.cognito", authorizer={"claims": token.told}, detail=detail
    )


def verified_token(call: Call, guard: UserPools) -> tuple[VerifiedToken, bool]:
    """The request's token, if it is good for this method, and whether its signature had been verified before.

    fact: cognito.refusals
    """
    text = token_of(call, guard)
    kept = call.live.tokens.find(text)
    token = kept if kept is not None and _still_signed(call, guard, kept) else _verify(call, guard, text)
    _check_times(token.claims, call.started_at)
    _check_use(token.claims, guard)
    return token, token is kept


def token_of(call: Call, guard: UserPools) -> str:
    """The token that the identity source holds, with ``Bearer`` before it or without. fact: cognito.bearer"""
    sent = call.request.headers.all(guard.source)
    if len(sent) > 1:
        # A backend may read another one of them than the gateway would.
        raise _refused("authorization.cognito.malformed", f"the header {guard.source} was sent {len(sent)} times")
    text = sent[0].strip() if sent else ""
    if text[: len(_BEARER)].lower() == _BEARER or text.lower() == _BEARER.strip():
        text = text[len(_BEARER) :].lstrip()
    if not text:
        raise _refused("authorization.cognito.no_token", f"the header {guard.source} is missing or empty")
    return text


def _still_signed(call: Call, guard: UserPools, token: VerifiedToken) -> bool:
    """Whether a token's pool is one of this authorizer's, is still there, and still has that key."""
    arn = _pool_of(call, guard, token.issuer)
    keys = call.live.pool_keys.keys_of(arn) if arn is not None else None
    return keys is not None and keys.get(token.kid) is token.key


def _verify(call: Call, guard: UserPools, text: str) -> VerifiedToken:
    """A token that was not seen before, or whose pool has changed."""
    try:
        unverified = read(text)
        arn = _pool_of(call, guard, unverified.issuer)
        if arn is None:
            told = unverified.issuer[:200] or "nobody"
            why = f"it says that {told} issued it, which is none of the authorizer's user pools"
            raise _refused("authorization.cognito.other_issuer", why, claim="iss", value=told)
        keys = call.live.pool_keys.keys_of(arn)
        if keys is None:
            raise _refused("authorization.cognito.no_pool", f"there is no user pool {arn}", user_pool=arn)
        claims = unverified.verify(keys)
    except TokenError as error:
        raise _refused(_REASONS[error.cause], error.message) from None
    token = VerifiedToken(unverified.issuer, unverified.kid, keys[unverified.kid], claims, told_claims(claims))
    call.live.tokens.keep(text, token)
    return token


def _pool_of(call: Call, guard: UserPools, issuer: str) -> str | None:
    """The ARN of that of the authorizer's pools which is the issuer."""
    arn = guard.issuers.get(issuer)
    if arn is None and guard.variable_arns:  # fact: cognito.stage-variables
        filled = (fill_stage_variables(call, each) for each in guard.variable_arns)
        arn = next((each for each in filled if issuer_of(each) == issuer), None)
    return arn


def _check_times(claims: Mapping[str, Any], now: float) -> None:
    """Refuse what is over, and what has not begun, in the lab's time. fact: cognito.refusals"""
    expires = _seconds(claims.get("exp"), -inf)
    if not now < expires:
        raise _refused(
            "authorization.cognito.expired",
            "its time is over",
            message=EXPIRED,
            claim="exp",
            value=claims.get("exp"),
            now=int(now),
            **_about(claims),
        )
    for name in ("nbf", "iat"):
        # A whole second is what these claims can tell, and what a token just made may seem to be ahead.
        if name in claims and not int(now) >= _seconds(claims[name], inf):
            raise _refused(
                "authorization.cognito.not_yet_valid",
                f"its {name} is in the future",
                claim=name,
                value=claims[name],
                now=int(now),
                **_about(claims),
            )


def _seconds(value: Any, otherwise: float) -> float:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else otherwise


def _check_use(claims: Mapping[str, Any], guard: UserPools) -> None:
    """Refuse the other kind of token, another client's, and one without a scope. fact: cognito.token-use"""
    use = claims.get("token_use")
    if not guard.scopes and use != "id":
        why = "the method names no scopes, so it takes ID tokens only"
        raise _refused("authorization.cognito.not_an_id_token", why, claim="token_use", value=use, **_about(claims))
    if guard.scopes and use != "access":
        why = "the method names scopes, so it takes access tokens only"
        raise _refused("authorization.cognito.not_an_access_token", why, claim="token_use", value=use, **_about(claims))
    if guard.validation is not None:
        _check_audience(claims, guard)
    if guard.scopes:
        scope = claims.get("scope")
        granted = scope.split() if isinstance(scope, str) else []
        if guard.scopes.isdisjoint(granted):
            why = f"it has none of the scopes {', '.join(sorted(guard.scopes))}"
            raise _refused("authorization.cognito.scope", why, claim="scope", value=scope, **_about(claims))


def _check_audience(claims: Mapping[str, Any], guard: UserPools) -> None:
    """Refuse a token whose ``aud`` does not match as a whole; an access token has none. fact: cognito.audience"""
    audience = claims.get("aud")
    try:
        fits = guard.validation is None or (isinstance(audience, str) and guard.validation.matches(audience))
    except PatternTimeoutError:
        fits = False
    if not fits:
        why = "its aud does not match the authorizer's validation expression"
        raise _refused("authorization.cognito.audience", why, claim="aud", value=audience, **_about(claims))


def _about(claims: Mapping[str, Any]) -> dict[str, Any]:
    """What the journey tells of a token that was verified."""
    return {
        "user_pool": str(claims.get("iss")).rpartition("/")[2],
        "token_use": claims.get("token_use"),
        "client": claims.get("aud") or claims.get("client_id"),
    }


def _refused(reason: str, why: str, *, message: str | None = None, **detail: Any) -> GatewayError:
    """AWS's 401, which says no more than that, but for an expired token."""
    log = f"the token does not count: {why}"
    return GatewayError(ResponseType.UNAUTHORIZED, reason=reason, message=message, log=log, detail=detail)
