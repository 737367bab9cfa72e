"""The keys of usage plans.

https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlanKey.html
"""

from apiglab.control import usage_errors as errors
from apiglab.control.api_keys import keep_key, key_of
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import Page, by_creation, page
from apiglab.control.usage_plans import check_one_plan_per_stage, plan_of
from apiglab.model.usage import ApiKey, UsagePlanKey

MAXIMUM_PLANS_OF_KEY = 10
_KEY_TYPE = "API_KEY"


def create_usage_plan_key(call: Call, *, usage_plan_id: str, key_id: str, key_type: str) -> Output:
    """Make a key a member of a plan."""
    plan_of(call, usage_plan_id)
    if key_type != _KEY_TYPE:
        raise errors.bad_key_type(key_type)
    key = key_of(call, key_id)
    if key_id in plan_of(call, usage_plan_id).key_ids:
        raise errors.already_in_plan()
    add_to_plan(call, usage_plan_id, key)
    return _member(key)


def add_to_plan(call: Call, usage_plan_id: str, key: ApiKey) -> None:
    """Make a key a member of a plan, which it may be already."""
    store = plan_of(call, usage_plan_id)
    if key.id in store.key_ids:
        return
    if sum(key.id in other.key_ids for other in call.here.usage_plans.values()) >= MAXIMUM_PLANS_OF_KEY:
        raise errors.too_many_plans_of_key(MAXIMUM_PLANS_OF_KEY)
    check_one_plan_per_stage(call, key.id, store.plan)
    store.key_ids[key.id] = True
    keep_key(call, key)


def get_usage_plan_key(call: Call, *, usage_plan_id: str, key_id: str) -> Output:
    """One key of a plan."""
    return _member(_key_in(call, usage_plan_id, key_id))


def get_usage_plan_keys(
    call: Call,
    *,
    usage_plan_id: str,
    position: str | None = None,
    limit: int | None = None,
    name_query: str | None = None,
) -> Page[UsagePlanKey]:
    """A plan's keys, the oldest first; those whose name begins with ``name_query``."""
    keys = [call.here.api_keys[key_id] for key_id in plan_of(call, usage_plan_id).key_ids]
    found = page(
        [key for key in keys if (key.name or "").startswith(name_query or "")],
        lambda key: by_creation(key.created_date, key.id),
        position,
        limit,
    )
    return Page(tuple(_member(key) for key in found.items), found.position)


def delete_usage_plan_key(call: Call, *, usage_plan_id: str, key_id: str) -> None:
    """Take a key out of a plan."""
    key = _key_in(call, usage_plan_id, key_id)
    del plan_of(call, usage_plan_id).key_ids[key_id]
    call.usage.forget(usage_plan_id, key_id)
    keep_key(call, key)


def _key_in(call: Call, usage_plan_id: str, key_id: str) -> ApiKey:
    if key_id not in plan_of(call, usage_plan_id).key_ids:
        raise errors.unknown_plan_key()
    return key_of(call, key_id)


def _member(key: ApiKey) -> UsagePlanKey:
    return UsagePlanKey(id=key.id, value=key.value, name=key.name)


OPERATIONS: Operations = {
    "CreateUsagePlanKey": create_usage_plan_key,
    "GetUsagePlanKey": get_usage_plan_key,
    "GetUsagePlanKeys": get_usage_plan_keys,
    "DeleteUsagePlanKey": delete_usage_plan_key,
}
