"""The paths that UpdateUsagePlan takes.

https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateUsagePlan-Patch
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from apiglab.language.json_patch import Change, PatchError, PatchOperation, PatchTable, Rule, Wording
from apiglab.language.patch_rules import Convert, scalar
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import ThrottleSettings
from apiglab.model.usage import ApiStage, QuotaSettings, UsagePlan

_BAD_STAGE = "Invalid API Stage specified"


def number(kind: type[int] | type[float], member: str) -> Convert:
    """A number out of an operation's value."""

    def convert(value: str | None) -> float:
        try:
            return kind(value or "")
        except ValueError:
            raise PatchError(f"Invalid {member} specified: {value}") from None

    return convert


def _period(value: str | None) -> str | None:
    return value


# --- the plan's own limits ------------------------------------------------------------------------------------------


def _set(field: str, new: Callable[[], Any], member: str, convert: Convert) -> Change[UsagePlan]:
    """Change one member of the throttle or the quota, which is made where there is none."""

    def change(plan: UsagePlan, _names: tuple[str, ...], operation: PatchOperation) -> UsagePlan:
        settings = getattr(plan, field) or new()
        return replace(plan, **{field: replace(settings, **{member: convert(operation.value)})})

    return change


def _clear(field: str) -> Change[UsagePlan]:
    nothing: dict[str, Any] = {field: None}

    def change(plan: UsagePlan, _names: tuple[str, ...], _operation: PatchOperation) -> UsagePlan:
        return replace(plan, **nothing)

    return change


# --- its stages -----------------------------------------------------------------------------------------------------


def api_and_stage(value: str | None) -> tuple[str, str]:
    """The API and the stage of ``api:stage``."""
    api_id, colon, stage = (value or "").partition(":")
    if not (api_id and colon and stage):
        raise PatchError(_BAD_STAGE)
    return api_id, stage


def _add_stage(plan: UsagePlan, _names: tuple[str, ...], operation: PatchOperation) -> UsagePlan:
    api_id, stage = api_and_stage(operation.value)
    if any((each.api_id, each.stage) == (api_id, stage) for each in plan.api_stages):
        return plan
    return replace(plan, api_stages=(*plan.api_stages, ApiStage(api_id=api_id, stage=stage)))


def _remove_stage(plan: UsagePlan, _names: tuple[str, ...], operation: PatchOperation) -> UsagePlan:
    gone = _stage(plan, operation.value)
    return replace(plan, api_stages=tuple(each for each in plan.api_stages if each is not gone))


def _stage(plan: UsagePlan, named: str | None) -> ApiStage:
    """The plan's own entry for ``api:stage``."""
    where = api_and_stage(named)
    found = next((each for each in plan.api_stages if (each.api_id, each.stage) == where), None)
    if found is None:
        raise PatchError(_BAD_STAGE)
    return found


# --- its limits for single methods ----------------------------------------------------------------------------------


def _with_limits(plan: UsagePlan, named: str, limits: FrozenMap[str, ThrottleSettings] | None) -> UsagePlan:
    old = _stage(plan, named)
    new = replace(old, throttle=limits or None)
    return replace(plan, api_stages=tuple(new if each is old else each for each in plan.api_stages))


def _set_method(member: str, convert: Convert) -> Change[UsagePlan]:
    def change(plan: UsagePlan, names: tuple[str, ...], operation: PatchOperation) -> UsagePlan:
        named, path, verb = names
        limits = _stage(plan, named).throttle or FrozenMap()
        key = f"{path}/{verb}"
        settings = limits.get(key) or ThrottleSettings()
        changed = replace(settings, **{member: convert(operation.value)})
        return _with_limits(plan, named, limits.with_(key, changed))

    return change


def _clear_method(plan: UsagePlan, names: tuple[str, ...], _operation: PatchOperation) -> UsagePlan:
    named, path, verb = names
    limits = _stage(plan, named).throttle or FrozenMap()
    return _with_limits(plan, named, limits.without(f"{path}/{verb}"))


def _clear_methods(plan: UsagePlan, names: tuple[str, ...], _operation: PatchOperation) -> UsagePlan:
    return _with_limits(plan, names[0], None)


# --- wordings -------------------------------------------------------------------------------------------------------

_REMOVED = (
    "/apiStages, /quota, /throttle, /productCode, "
    "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle"
)
_REPLACED = (
    "/name, /description, /productCode, /quota/limit, /quota/offset, /quota/period, /throttle/rateLimit, "
    "/throttle/burstLimit, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/rateLimit, "
    "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/burstLimit"
)
_LISTS = {"remove": _REMOVED, "replace": _REPLACED, "add": "/apiStages"}


def _refuse(operation: PatchOperation, _others: Sequence[str]) -> str:
    """AWS lists the paths of the operation; its list for remove is reported. fact: usage-plans.texts"""
    op = operation.op or "null"
    paths = _LISTS.get(op)
    if paths is None:
        return f"Invalid patch path  '{operation.target}' specified for op '{op}'. Please choose supported operations"
    return f"Invalid patch path  '{operation.target}' specified for op '{op}'. Must be one of: [{paths}]"


_RATE, _BURST = number(float, "rateLimit"), number(int, "burstLimit")
_METHOD = "/apiStages/{stage}/throttle/{path}/{method}"

USAGE_PLAN: PatchTable[UsagePlan] = PatchTable(
    (
        scalar("/name", "name"),
        scalar("/description", "description"),
        scalar("/productCode", "product_code", removable=True),
        Rule("/throttle", {"remove": _clear("throttle")}),
        Rule("/throttle/rateLimit", {"replace": _set("throttle", ThrottleSettings, "rate_limit", _RATE)}),
        Rule("/throttle/burstLimit", {"replace": _set("throttle", ThrottleSettings, "burst_limit", _BURST)}),
        Rule("/quota", {"remove": _clear("quota")}),
        Rule("/quota/limit", {"replace": _set("quota", QuotaSettings, "limit", number(int, "limit"))}),
        Rule("/quota/offset", {"replace": _set("quota", QuotaSettings, "offset", number(int, "offset"))}),
        Rule("/quota/period", {"replace": _set("quota", QuotaSettings, "period", _period)}),
        Rule("/apiStages", {"add": _add_stage, "remove": _remove_stage}),
        Rule("/apiStages/{stage}/throttle", {"remove": _clear_methods}),
        Rule(_METHOD, {"remove": _clear_method}),
        Rule(f"{_METHOD}/rateLimit", {"replace": _set_method("rate_limit", _RATE)}),
        Rule(f"{_METHOD}/burstLimit", {"replace": _set_method("burst_limit", _BURST)}),
    ),
    Wording(_refuse, _refuse),
)
