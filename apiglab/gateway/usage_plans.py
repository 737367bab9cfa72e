"""API keys and usage plans as requests find them: a key by its value, its plan by the stage that is called.

The control plane puts whole entries in the place of others; a request looks up and keeps what it found.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from apiglab.gateway.quota import Quota
from apiglab.gateway.token_buckets import Limit


@dataclass(frozen=True, slots=True)
class KnownKey:
    """An API key."""

    id: str
    enabled: bool
    plan_ids: tuple[str, ...] = ()
    """Those that it is a member of, ten at most."""


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """A usage plan."""

    id: str
    stages: Mapping[tuple[str, str], Mapping[str, Limit]] = field(default_factory=dict)
    """From each API's id and stage to the plan's limits of single methods, by ``/pets/GET``."""
    throttle: Limit | None = None
    quota: Quota | None = None


class UsagePlans:
    """Every account's keys and plans."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str, str], KnownKey] = {}
        self._plans: dict[str, KnownPlan] = {}

    def find_key(self, account_id: str, region: str, value: str) -> KnownKey | None:
        """The key of an account that has this value, None where there is none."""
        return self._keys.get((account_id, region, value))

    def find_plan(self, key: KnownKey, api_id: str, stage_name: str) -> KnownPlan | None:
        """The key's plan that opens a stage: there is one at most. fact: api-keys.one-plan-per-stage"""
        for plan_id in key.plan_ids:
            plan = self._plans.get(plan_id)
            if plan is not None and (api_id, stage_name) in plan.stages:
                return plan
        return None

    def put_key(self, account_id: str, region: str, value: str, key: KnownKey) -> None:
        """Know a key from now on, or know it as it is now."""
        self._keys[account_id, region, value] = key

    def drop_key(self, account_id: str, region: str, value: str) -> None:
        """Know a key no more."""
        self._keys.pop((account_id, region, value), None)

    def put_plan(self, plan: KnownPlan) -> None:
        """Know a plan from now on, or know it as it is now."""
        self._plans[plan.id] = plan

    def drop_plan(self, plan_id: str) -> None:
        """Know a plan no more."""
        self._plans.pop(plan_id, None)

    def clear(self) -> None:
        """Know nothing."""
        self._keys.clear()
        self._plans.clear()
