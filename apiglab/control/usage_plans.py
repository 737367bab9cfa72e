"""Usage plans: which stages their keys open, how fast and how often.

https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html
"""

from dataclasses import replace

from apiglab.control import usage_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.errors import empty_name, unknown_choice
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.stage_errors import bad_number
from apiglab.control.store import PlanStore
from apiglab.control.tag_checks import check_tags
from apiglab.control.usage_plan_patches import USAGE_PLAN
from apiglab.gateway.quota import Quota
from apiglab.gateway.token_buckets import Limit
from apiglab.gateway.usage_plans import KnownPlan
from apiglab.language.json_patch import PatchOperation
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import ThrottleSettings
from apiglab.model.usage import ApiStage, QuotaSettings, UsagePlan

MAXIMUM_PLANS = 300
PERIODS = ("DAY", "WEEK", "MONTH")
_LARGEST = 2**31 - 1


def create_usage_plan(
    call: Call,
    *,
    name: str,
    description: str | None = None,
    api_stages: tuple[ApiStage, ...] = (),
    throttle: ThrottleSettings | None = None,
    quota: QuotaSettings | None = None,
    tags: FrozenMap[str, str] | None = None,
) -> Output:
    """Make a plan; keys become members of it by CreateUsagePlanKey."""
    if len(call.here.usage_plans) >= MAXIMUM_PLANS:
        raise errors.too_many_plans()
    plan = UsagePlan(
        id=call.new_id(6),
        name=name,
        description=description or None,
        api_stages=api_stages,
        throttle=throttle,
        quota=quota,
        tags=tags or None,
    )
    return _keep(call, PlanStore(plan, quota_since=call.clock.now()), plan)


def get_usage_plan(call: Call, *, usage_plan_id: str) -> Output:
    """One plan."""
    return plan_of(call, usage_plan_id).plan


def get_usage_plans(
    call: Call, *, position: str | None = None, key_id: str | None = None, limit: int | None = None
) -> Page[UsagePlan]:
    """The account's plans in this region, by name; or those of one key."""
    plans = [each.plan for each in call.here.usage_plans.values() if key_id is None or key_id in each.key_ids]
    return page(plans, lambda plan: f"{plan.name}/{plan.id}", position, limit)


def update_usage_plan(call: Call, *, usage_plan_id: str, patch_operations: tuple[PatchOperation, ...] = ()) -> Output:
    """Change a plan; its limits hold at once."""
    store = plan_of(call, usage_plan_id)
    return _keep(call, store, patched(USAGE_PLAN, store.plan, patch_operations))


def delete_usage_plan(call: Call, *, usage_plan_id: str) -> None:
    """Delete a plan that opens no stage any more."""
    plan = plan_of(call, usage_plan_id).plan
    if plan.api_stages:
        raise errors.plan_in_use(plan.id, plan.api_stages[0].api_id, plan.api_stages[0].stage)
    del call.here.usage_plans[usage_plan_id]
    call.registry.usage_plans.drop_plan(usage_plan_id)
    call.usage.forget(usage_plan_id)


def plan_of(call: Call, usage_plan_id: str) -> PlanStore:
    """One plan of the caller's, or AWS's NotFoundException."""
    try:
        return call.here.usage_plans[usage_plan_id]
    except KeyError:
        raise errors.unknown_plan() from None


def check_one_plan_per_stage(call: Call, key_id: str, plan: UsagePlan) -> None:
    """Raise where another plan of the key opens a stage of this one. fact: api-keys.one-plan-per-stage"""
    for other in call.here.usage_plans.values():
        if other.plan.id == plan.id or key_id not in other.key_ids:
            continue
        taken = {(each.api_id, each.stage) for each in other.plan.api_stages}
        for each in plan.api_stages:
            if (each.api_id, each.stage) in taken:
                raise errors.two_plans_for_stage(each.api_id, each.stage)


def forget_stage(call: Call, api_id: str, stage_name: str | None = None) -> None:
    """Take a stage that is gone, or all of an API, out of every plan. fact: usage-plans.stage-is-gone"""
    for store in call.here.usage_plans.values():
        kept = tuple(
            each for each in store.plan.api_stages if each.api_id != api_id or stage_name not in (None, each.stage)
        )
        if kept != store.plan.api_stages:
            store.plan = replace(store.plan, api_stages=kept)
            _publish(call, store)


def tag_usage_plan(call: Call, usage_plan_id: str, tags: FrozenMap[str, str] | None) -> None:
    """Put ``tags`` in the place of a plan's own."""
    store = plan_of(call, usage_plan_id)
    store.plan = replace(store.plan, tags=tags)


def _keep(call: Call, store: PlanStore, plan: UsagePlan) -> UsagePlan:
    """Keep a plan as it is now and let requests know it, or raise AWS's error where it can't be."""
    _check(call, plan)
    for key_id in store.key_ids:
        check_one_plan_per_stage(call, key_id, plan)
    if store.plan.quota is None and plan.quota is not None:
        store.quota_since = call.clock.now()
    store.plan = plan
    call.here.usage_plans[plan.id] = store
    _publish(call, store)
    return plan


def _check(call: Call, plan: UsagePlan) -> None:
    if not plan.name:
        raise empty_name()
    _check_throttle(plan.throttle)
    _check_quota(plan.quota)
    for each in plan.api_stages:
        api = call.here.rest_apis.get(each.api_id)
        if api is None or each.stage not in api.stages:
            raise errors.unknown_api_stage(each.api_id, each.stage, plan.id)
        for settings in (each.throttle or {}).values():
            _check_throttle(settings)
    check_tags(plan.tags)


def _check_throttle(settings: ThrottleSettings | None) -> None:
    if settings is None:
        return
    for member, value in (("rateLimit", settings.rate_limit), ("burstLimit", settings.burst_limit)):
        # not … <= … refuses what is no number, too
        if not 0 <= value <= _LARGEST:
            raise bad_number(member, 0, _LARGEST)


def _check_quota(quota: QuotaSettings | None) -> None:
    if quota is None:
        return
    if quota.limit is None or quota.period is None:
        raise errors.quota_incomplete()
    if quota.period not in PERIODS:
        raise unknown_choice("period", PERIODS)
    if not 0 <= quota.limit <= _LARGEST:
        raise bad_number("limit", 0, _LARGEST)
    if not 0 <= quota.offset <= quota.limit:
        raise errors.bad_offset()


def _publish(call: Call, store: PlanStore) -> None:
    plan = store.plan
    call.registry.usage_plans.put_plan(
        KnownPlan(
            plan.id,
            stages={
                (each.api_id, each.stage): {method: _limit(of) for method, of in (each.throttle or {}).items()}
                for each in plan.api_stages
            },
            throttle=None if plan.throttle is None else _limit(plan.throttle),
            quota=None if plan.quota is None else Quota(plan.quota, store.quota_since),
        )
    )


def _limit(settings: ThrottleSettings) -> Limit:
    return Limit(settings.rate_limit, settings.burst_limit)


OPERATIONS: Operations = {
    "CreateUsagePlan": create_usage_plan,
    "GetUsagePlan": get_usage_plan,
    "GetUsagePlans": get_usage_plans,
    "UpdateUsagePlan": update_usage_plan,
    "DeleteUsagePlan": delete_usage_plan,
}
