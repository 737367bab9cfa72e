"""What the keys of a usage plan have used of their quota, and extensions of it.

https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from apiglab.control import usage_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import page
from apiglab.control.patching import patched
from apiglab.control.stage_errors import bad_number
from apiglab.control.store import PlanStore
from apiglab.control.usage_plan_patches import number
from apiglab.control.usage_plans import plan_of
from apiglab.gateway.quota import Quota
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar
from apiglab.model.usage import Extension

_LARGEST = 2**31 - 1

USAGE: PatchTable[Extension] = PatchTable((scalar("/remaining", "remaining", number(int, "remaining")),), LISTING)


def get_usage(
    call: Call,
    *,
    usage_plan_id: str,
    start_date: str,
    end_date: str,
    key_id: str | None = None,
    position: str | None = None,
    limit: int | None = None,
) -> Output:
    """A pair of used and remaining for each day, by key. fact: quota.usage-by-day"""
    store = plan_of(call, usage_plan_id)
    first, last = _day(start_date), _day(end_date)
    if last < first:
        raise errors.bad_date(end_date)
    if key_id is not None and key_id not in store.key_ids:
        raise errors.unknown_plan_key()
    listed = page([key_id] if key_id is not None else store.key_ids, lambda each: each, position, limit)
    return {
        "usage_plan_id": usage_plan_id,
        "start_date": start_date,
        "end_date": end_date,
        "items": _days(call, store, listed.items, first, last),
        "position": listed.position,
    }


def update_usage(
    call: Call, *, usage_plan_id: str, key_id: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Set what a key has left in the current period. fact: quota.extension"""
    store = plan_of(call, usage_plan_id)
    if key_id not in store.key_ids:
        raise errors.unknown_plan_key()
    quota = _quota(store)
    if quota is None:
        raise errors.no_quota()
    wanted = patched(USAGE, Extension(), patch_operations).remaining
    if wanted is not None:
        if not 0 <= wanted <= _LARGEST:
            raise bad_number("remaining", 0, _LARGEST)
        call.usage.grant(usage_plan_id, key_id, quota, call.clock.now(), wanted)
    today = _today(call)
    return {
        "usage_plan_id": usage_plan_id,
        "start_date": today.isoformat(),
        "end_date": today.isoformat(),
        "items": _days(call, store, [key_id], today, today),
    }


def _days(call: Call, store: PlanStore, key_ids: Iterable[str], first: date, last: date) -> dict[str, list[list[int]]]:
    """Nothing where the plan has no quota: then nothing is counted."""
    quota = _quota(store)
    if quota is None:
        return {}
    last = min(last, _today(call))
    return {
        key_id: [[day.used, day.remaining] for day in call.usage.days(store.plan.id, key_id, quota, first, last)]
        for key_id in key_ids
    }


def _quota(store: PlanStore) -> Quota | None:
    return None if store.plan.quota is None else Quota(store.plan.quota, store.quota_since)


def _today(call: Call) -> date:
    return datetime.fromtimestamp(call.clock.now(), UTC).date()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise errors.bad_date(text) from None


OPERATIONS: Operations = {
    "GetUsage": get_usage,
    "UpdateUsage": update_usage,
}
