"""The paths that UpdateStage takes, and its own wordings for what it does not.

https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from apiglab.language.json_patch import Change, PatchError, PatchOperation, PatchTable, Rule, Wording
from apiglab.language.patch_rules import Convert, boolean, entries, scalar, verbatim
from apiglab.model.frozen import FrozenMap
from apiglab.model.stage import AccessLogSettings, CanarySettings, MethodSetting, Stage

_ACCESS_LOG_PATHS = ("/accessLogSettings/destinationArn", "/accessLogSettings/format")
_CANARY_PATHS = ("/canarySettings/deploymentId", "/canarySettings/percentTraffic", "/canarySettings/useStageCache")


def _number(kind: type[int] | type[float], member: str) -> Convert:
    def convert(value: str | None) -> float:
        try:
            return kind(value or "")
        except ValueError:
            raise PatchError(f"Invalid {member} specified: {value}") from None

    return convert


# --- the stage's own fields -----------------------------------------------------------------------------------------


def _set_log_field(field: str) -> Change[Stage]:
    def change(stage: Stage, _names: tuple[str, ...], operation: PatchOperation) -> Stage:
        if not operation.value:
            raise PatchError("Access Log value must not be empty")
        settings = stage.access_log_settings or AccessLogSettings()
        return replace(stage, access_log_settings=replace(settings, **{field: operation.value}))

    return change


def _stop_access_log(stage: Stage, _names: tuple[str, ...], _operation: PatchOperation) -> Stage:
    return replace(stage, access_log_settings=None)


def _copy(stage: Stage, _names: tuple[str, ...], operation: PatchOperation) -> Stage:
    """Promote the canary: its deployment, or its variables over the stage's own."""
    canary = stage.canary_settings
    if (operation.path, operation.from_) not in (
        ("/deploymentId", "/canarySettings/deploymentId"),
        ("/variables", "/canarySettings/stageVariableOverrides"),
    ):
        raise PatchError(_refuse_copy(operation))
    if canary is None:
        raise PatchError("Promotion not available. Canary does not exist.")
    if operation.path == "/deploymentId":
        return replace(stage, deployment_id=canary.deployment_id or stage.deployment_id)
    merged = FrozenMap({**(stage.variables or {}), **(canary.stage_variable_overrides or {})})
    return replace(stage, variables=merged or None)


# --- the canary -----------------------------------------------------------------------------------------------------


def _canary_of(stage: Stage) -> CanarySettings:
    """The stage's canary; a new one serves the stage's own deployment to nobody."""
    return stage.canary_settings or CanarySettings(deployment_id=stage.deployment_id)


def _set_canary_field(field: str, convert: Convert) -> Change[Stage]:
    def change(stage: Stage, _names: tuple[str, ...], operation: PatchOperation) -> Stage:
        return replace(stage, canary_settings=replace(_canary_of(stage), **{field: convert(operation.value)}))

    return change


def _override(stage: Stage, names: tuple[str, ...], operation: PatchOperation) -> Stage:
    canary = _canary_of(stage)
    overrides: FrozenMap[str, Any] = canary.stage_variable_overrides or FrozenMap()
    overrides = overrides.with_(names[0], operation.value)
    return replace(stage, canary_settings=replace(canary, stage_variable_overrides=overrides))


def _stop_overriding(stage: Stage, names: tuple[str, ...], operation: PatchOperation) -> Stage:
    overrides = stage.canary_settings.stage_variable_overrides if stage.canary_settings else None
    if stage.canary_settings is None or names[0] not in (overrides or {}):
        raise PatchError(_refuse_removal(operation))
    left = (overrides or FrozenMap()).without(names[0]) or None
    return replace(stage, canary_settings=replace(stage.canary_settings, stage_variable_overrides=left))


def _stop_canary(stage: Stage, _names: tuple[str, ...], _operation: PatchOperation) -> Stage:
    return replace(stage, canary_settings=None)


# --- the methods' settings ------------------------------------------------------------------------------------------


def _set_method_field(field: str, convert: Convert) -> Change[Stage]:
    def change(stage: Stage, names: tuple[str, ...], operation: PatchOperation) -> Stage:
        key = _setting_key(names)
        setting = stage.method_settings.get(key) or MethodSetting()
        changed = replace(setting, **{field: convert(operation.value)})
        return replace(stage, method_settings=stage.method_settings.with_(key, changed))

    return change


def _remove_setting(stage: Stage, names: tuple[str, ...], operation: PatchOperation) -> Stage:
    key = _setting_key(names)
    if key not in stage.method_settings:
        raise PatchError(_refuse_removal(operation))
    return replace(stage, method_settings=stage.method_settings.without(key))


def _setting_key(names: tuple[str, ...]) -> str:
    """A method's key in ``methodSettings``: as it was addressed. fact: control.method-setting-keys"""
    resource, method = names
    return f"{resource}/{method}"


def _setting(path: str, field: str, convert: Convert = verbatim) -> Rule[Stage]:
    return Rule(f"/{{resource+}}/{{method}}/{path}", {"replace": _set_method_field(field, convert)})


# --- wordings -------------------------------------------------------------------------------------------------------

_OWN_PATHS = (
    "/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, "
    "/accessLogSettings/destinationArn, /accessLogSettings/format"
)


def _printed_settings(method: str, after_burst: str) -> str:
    """AWS's list of one method's paths, whose commas go missing around the throttling limits."""
    parts = ", ".join(f"{method}/{each}" for each in ("metrics/enabled", "logging/dataTrace", "logging/loglevel"))
    limits = after_burst.join(
        f"{method}/{each}" for each in ("throttling/burstLimit", "throttling/rateLimit", "caching/ttlInSeconds")
    )
    caching = ", ".join(
        f"{method}/caching/{each}"
        for each in (
            "enabled",
            "dataEncrypted",
            "requireAuthorizationForCacheControl",
            "unauthorizedCacheControlHeaderStrategy",
        )
    )
    return f"{parts}, {limits}, {caching}"


VALID_PATHS = ", ".join(
    (
        _OWN_PATHS,
        _printed_settings("/{resourcePath}/{httpMethod}", ""),
        _printed_settings("/*/*", " "),
        "/variables/{variable_name}, /tracingEnabled",
    )
)
"""The paths as AWS prints them in its refusals."""


def _refuse_copy(operation: PatchOperation) -> str:
    return (
        f"Invalid copy operation with path: {operation.target} and from {operation.from_ or 'null'}. "
        "Valid copy:path are [/deploymentId, /variables] and "
        "valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]"
    )


def _refuse_removal(operation: PatchOperation) -> str:
    setting = operation.target.removeprefix("/")
    return f"Cannot remove method setting {setting} because there is no method setting for this method "


def _refuse(operation: PatchOperation, _others: Sequence[str]) -> str:
    path = operation.target
    if operation.op == "copy":
        return _refuse_copy(operation)
    if operation.op == "remove" and path not in _CANARY_PATHS:
        return _refuse_removal(operation)
    if operation.op == "add" and path.startswith("/accessLogSettings"):
        return f"Invalid accessLogSettings path. Must be one of : [{', '.join(_ACCESS_LOG_PATHS)}]"
    if operation.op == "replace":
        return f"Invalid method setting path: {path}. Must be one of: [{VALID_PATHS}]"
    return f"Invalid {operation.op} operation with path: {path}"


def _own(path: str, field: str, convert: Convert | None = None) -> Rule[Stage]:
    return scalar(path, field, convert) if convert else scalar(path, field)


_DEPLOYMENT_ID: dict[str, Change[Stage]] = {**scalar("/deploymentId", "deployment_id", verbatim).changes, "copy": _copy}
_VARIABLE = entries("/variables/{name}", "variables", missing="Invalid stage variable name specified")

STAGE: PatchTable[Stage] = PatchTable(
    (
        Rule("/deploymentId", _DEPLOYMENT_ID),
        _own("/description", "description"),
        _own("/cacheClusterEnabled", "cache_cluster_enabled", boolean),
        _own("/cacheClusterSize", "cache_cluster_size"),
        _own("/clientCertificateId", "client_certificate_id"),
        _own("/documentationVersion", "documentation_version"),
        _own("/tracingEnabled", "tracing_enabled", boolean),
        # AWS has no add of a variable: replace makes a new one, too. fact: control.stage-variables-are-replaced
        Rule("/variables/{name}", {"replace": _VARIABLE.changes["add"], "remove": _VARIABLE.changes["remove"]}),
        Rule("/variables", {"copy": _copy}),
        Rule("/accessLogSettings", {"remove": _stop_access_log}),
        *(
            Rule(path, {"add": _set_log_field(field), "replace": _set_log_field(field)})
            for path, field in zip(_ACCESS_LOG_PATHS, ("destination_arn", "format"), strict=True)
        ),
        Rule("/canarySettings", {"remove": _stop_canary}),
        Rule("/canarySettings/deploymentId", {"replace": _set_canary_field("deployment_id", verbatim)}),
        Rule(
            "/canarySettings/percentTraffic",
            {"replace": _set_canary_field("percent_traffic", _number(float, "percentTraffic"))},
        ),
        Rule("/canarySettings/useStageCache", {"replace": _set_canary_field("use_stage_cache", boolean)}),
        Rule("/canarySettings/stageVariableOverrides/{name}", {"replace": _override, "remove": _stop_overriding}),
        _setting("metrics/enabled", "metrics_enabled", boolean),
        _setting("logging/dataTrace", "data_trace_enabled", boolean),
        _setting("logging/loglevel", "logging_level"),
        _setting("throttling/burstLimit", "throttling_burst_limit", _number(int, "burstLimit")),
        _setting("throttling/rateLimit", "throttling_rate_limit", _number(float, "rateLimit")),
        _setting("caching/ttlInSeconds", "cache_ttl_in_seconds", _number(int, "ttlInSeconds")),
        _setting("caching/enabled", "caching_enabled", boolean),
        _setting("caching/dataEncrypted", "cache_data_encrypted", boolean),
        _setting("caching/requireAuthorizationForCacheControl", "require_authorization_for_cache_control", boolean),
        _setting("caching/unauthorizedCacheControlHeaderStrategy", "unauthorized_cache_control_header_strategy"),
        Rule("/{resource+}/{method}", {"remove": _remove_setting}),
    ),
    Wording(_refuse, _refuse),
)
