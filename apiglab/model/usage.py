"""API keys and usage plans: who may call how often.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from dataclasses import dataclass

from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import ThrottleSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A secret that tells one client from another."""

    id: str
    value: str | None = None
    """Left out of answers unless it is asked for."""
    name: str | None = None
    customer_id: str | None = None
    description: str | None = None
    enabled: bool = False
    created_date: float
    last_updated_date: float
    stage_keys: tuple[str, ...] = ()
    tags: FrozenMap[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaSettings:
    """How many requests a key has in each period."""

    limit: int | None = None
    offset: int = 0
    """Requests that count as made already in the first period."""
    period: str | None = None
    """``DAY``, ``WEEK`` or ``MONTH``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiStage:
    """A stage that a plan opens, and the plan's own limits for single methods of it."""

    api_id: str
    stage: str
    throttle: FrozenMap[str, ThrottleSettings] | None = None
    """By method: ``/pets/GET``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsagePlan:
    """Which stages the plan's keys open, how fast and how often."""

    id: str
    name: str | None = None
    description: str | None = None
    api_stages: tuple[ApiStage, ...] = ()
    throttle: ThrottleSettings | None = None
    quota: QuotaSettings | None = None
    product_code: str | None = None
    tags: FrozenMap[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UsagePlanKey:
    """A key as a member of a plan."""

    id: str
    type: str = "API_KEY"
    value: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """What a key shall have left of its quota in the current period."""

    remaining: int | None = None
