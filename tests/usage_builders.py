"""An API whose methods want keys, and the plans that its keys are in, for the gateway's tests."""

from collections.abc import Mapping
from typing import Any

from apiglab.gateway.quota import Quota
from apiglab.gateway.token_buckets import Limit
from apiglab.gateway.usage_plans import KnownKey, KnownPlan
from apiglab.model.clock import StoppedClock
from apiglab.model.stage import Stage
from apiglab.model.usage import QuotaSettings
from tests.gateway_builders import API_ID, Served, a_method, serve

KEY = "a-key-of-at-least-20-characters"
ACCOUNT, REGION = "123456789012", "us-east-1"


class Keyed:
    """A served API whose ``GET /pets`` wants a key, the key ``k1`` and its plan ``p1``."""

    def __init__(self, stage: Stage | None = None, *, served: Served | None = None, **plan: Any) -> None:
        methods = [a_method("GET", api_key_required=True), a_method("POST")]
        self.served = served or serve({"/pets": methods}, stage=stage)
        self.live = self.served.plane.live
        self.clock = self.served.plane.clock
        assert isinstance(self.clock, StoppedClock)
        self.let()
        self.plan(**plan)

    def let(
        self, key_id: str = "k1", value: str = KEY, *, enabled: bool = True, plans: tuple[str, ...] = ("p1",)
    ) -> None:
        """Know a key."""
        self.live.usage_plans.put_key(ACCOUNT, REGION, value, KnownKey(key_id, enabled, plans))

    def plan(
        self,
        throttle: Limit | None = None,
        quota: QuotaSettings | None = None,
        methods: Mapping[str, Limit] | None = None,
        stages: tuple[tuple[str, str], ...] = ((API_ID, "dev"),),
    ) -> None:
        """Know the plan as it is now."""
        counted = None if quota is None else Quota(quota, self.clock.now())
        opened = {where: methods or {} for where in stages}
        self.live.usage_plans.put_plan(KnownPlan("p1", opened, throttle, counted))

    async def ask(self, value: str | None = KEY, verb: str = "GET") -> int:
        """The status of one request."""
        headers = {} if value is None else {"x-api-key": value}
        return (await self.served.ask(verb, "/pets", headers=headers)).status

    async def ask_often(self, times: int, value: str = KEY) -> list[int]:
        """The statuses of several requests, one after the other."""
        return [await self.ask(value) for _ in range(times)]

    def step(self, phase: str) -> dict[str, Any]:
        """What the newest journey tells of one phase."""
        steps: dict[str, dict[str, Any]] = {step["phase"]: step for step in self.served.journey()["steps"]}
        return steps[phase]
