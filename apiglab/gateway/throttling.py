"""Quotas and throttling: who may send how often, and how fast.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html

How AWS does this
-----------------
A key's quota is looked at first. Then every limit that holds for the request, from the narrowest to the widest: the
usage plan's for this key and method, the plan's for this key, the stage's for this method, the account's for all of
its APIs. The first that is spent refuses. A request that is refused takes nothing from any of them.
"""

from collections.abc import Hashable
from typing import Any, NamedTuple

from apiglab.gateway.api_keys import Member
from apiglab.gateway.call import Call
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.phase import phase
from apiglab.gateway.quota import Quota
from apiglab.gateway.routing import Route
from apiglab.gateway.token_buckets import Limit
from apiglab.gateway.trace import Description
from apiglab.model.stage import MethodSetting

ACCOUNT = "account"


class Level(NamedTuple):
    """One of the limits that hold for a request."""

    name: str
    reason: str
    """Why a request is refused that finds its bucket empty."""
    key: Hashable
    """Its bucket's."""
    limit: Limit


class Throttled:
    """What a request that was let through left in the buckets, and of its key's quota."""

    __slots__ = ("levels", "quota", "remaining", "tokens")

    def __init__(
        self, levels: list[Level], tokens: list[float], quota: Quota | None = None, remaining: int | None = None
    ) -> None:
        self.levels = levels
        self.tokens = tokens
        """What each level's bucket held before."""
        self.quota = quota
        self.remaining = remaining
        """Requests that the key has left in its period, after this one."""

    def describe(self) -> Description:
        """The tokens left at each level, and what is left of the quota."""
        left = [token - 1 for token in self.tokens]
        return Description(reason="throttling.passed", **_detail(self.levels, left), **self._quota())

    def _quota(self) -> dict[str, Any]:
        if self.quota is None:
            return {}
        return {
            "quota": {
                "limit": self.quota.limit,
                "period": self.quota.settings.period,
                "remaining": self.remaining,
            }
        }


@phase("Throttling", "api-gateway-request-throttling.html")
def throttle(call: Call, route: Route, member: Member | None) -> Throttled | None:
    """Take a token at every level, or refuse; the account's limit alone is not worth a word. fact: throttling.levels"""
    if call.is_test:
        return None
    live, now = call.live, call.live.clock.now()
    quota = None if member is None else member.plan.quota
    remaining = None
    if member is not None and quota is not None:
        remaining = live.usage.remaining(member.plan.id, member.key_id, quota, now)
        if remaining < 1:
            raise _over_quota(quota)
    method = route.compiled.method.http_method
    setting = call.settings.find(route.compiled.resource.path, method) if call.settings else None
    levels = _levels(call, route, member, setting)
    tokens = [live.buckets.level(level.key, level.limit, now) for level in levels]
    for level, left in zip(levels, tokens, strict=True):
        if left < 1:
            raise _too_many(level, levels, tokens)
    for level in levels:
        live.buckets.take(level.key)
    if member is not None and quota is not None and remaining is not None:
        live.usage.count(member.plan.id, member.key_id, quota, now)
        remaining -= 1
    if member is None and setting is None:
        return None
    return Throttled(levels, tokens, quota, remaining)


def _levels(call: Call, route: Route, member: Member | None, setting: MethodSetting | None) -> list[Level]:
    """From the narrowest to the widest. fact: throttling.levels"""
    levels = []
    api_id, stage = call.rest_api.id, call.stage.stage_name
    path, verb = route.compiled.resource.path, route.compiled.method.http_method
    if member is not None:
        plan, key_id = member.plan, member.key_id
        of_methods = plan.stages[api_id, stage]
        own = of_methods.get(f"{path}/{verb}") if of_methods else None
        if own is not None:
            key = plan.id, key_id, api_id, stage, path, verb
            levels.append(Level("usage plan, method", "throttling.plan_method", key, own))
        if plan.throttle is not None:
            levels.append(Level("usage plan", "throttling.plan", (plan.id, key_id), plan.throttle))
    if setting is not None:
        # Each method has a bucket of its own, also by the setting of all. fact: throttling.method-settings
        limit = Limit(setting.throttling_rate_limit, setting.throttling_burst_limit)
        levels.append(Level("stage, method", "throttling.method", (api_id, stage, path, verb), limit))
    account = call.live.account_limit
    levels.append(Level(ACCOUNT, "throttling.account", (call.deployment.account_id, call.deployment.region), account))
    return levels


def _too_many(spent: Level, levels: list[Level], tokens: list[float]) -> GatewayError:
    limit = spent.limit
    return GatewayError(
        ResponseType.THROTTLED,
        reason=spent.reason,
        log=f"the bucket of the level '{spent.name}' is empty: {limit.rate:g} a second, {limit.burst} at once",
        detail={"throttled_by": spent.name, **_detail(levels, tokens)},
    )


def _over_quota(quota: Quota) -> GatewayError:
    return GatewayError(
        ResponseType.QUOTA_EXCEEDED,
        reason="throttling.quota",
        log=f"the key has used its {quota.limit} requests of this {(quota.settings.period or '').lower()}",
        detail={"quota": {"limit": quota.limit, "period": quota.settings.period, "remaining": 0}},
    )


def _detail(levels: list[Level], tokens: list[float]) -> dict[str, Any]:
    return {
        "levels": [
            {
                "level": level.name,
                "rate_per_second": level.limit.rate,
                "burst": level.limit.burst,
                "tokens_left": round(left, 3),
            }
            for level, left in zip(levels, tokens, strict=True)
        ]
    }
