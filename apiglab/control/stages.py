"""Stages: the names under which deployments are served.

https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from apiglab.control import stage_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.domain_errors import stage_is_mapped
from apiglab.control.domains import domains_of_api
from apiglab.control.patching import patched
from apiglab.control.publishing import publish
from apiglab.control.stage_patches import STAGE
from apiglab.control.stage_settings import check_logging, check_method_settings
from apiglab.control.store import ApiStore
from apiglab.control.tag_checks import check_tags
from apiglab.control.usage_plans import forget_stage
from apiglab.gateway.response_cache import DEFAULT_SIZE
from apiglab.language.json_patch import PatchOperation
from apiglab.model.frozen import FrozenMap
from apiglab.model.stage import CanarySettings, Stage

MAXIMUM_STAGES = 10
MAXIMUM_VARIABLES = 100
CACHE_SIZES = ("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237")

_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_VARIABLE_NAME = re.compile(r"\w{1,64}", re.ASCII)
_VARIABLE_VALUE = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]{1,512}")


def create_stage(
    call: Call,
    *,
    rest_api_id: str,
    stage_name: str,
    deployment_id: str,
    description: str | None = None,
    cache_cluster_enabled: bool = False,
    cache_cluster_size: str | None = None,
    variables: FrozenMap[str, str] | None = None,
    documentation_version: str | None = None,
    canary_settings: CanarySettings | None = None,
    tracing_enabled: bool = False,
    tags: FrozenMap[str, str] | None = None,
) -> Output:
    """Serve a deployment under a new name."""
    api = call.here.rest_api(rest_api_id)
    if stage_name in api.stages:
        raise errors.stage_exists()
    stage = replace(
        new_stage(call, api, stage_name, deployment_id),
        description=description or None,
        cache_cluster_enabled=cache_cluster_enabled,
        cache_cluster_size=cache_cluster_size,
        variables=variables or None,
        documentation_version=documentation_version,
        canary_settings=None if canary_settings is None else _canary(canary_settings, deployment_id),
        tracing_enabled=tracing_enabled,
        tags=tags or None,
    )
    return serve(call, api, stage)


def get_stage(call: Call, *, rest_api_id: str, stage_name: str) -> Output:
    """One stage."""
    return stage_of(call.here.rest_api(rest_api_id), stage_name)


def get_stages(call: Call, *, rest_api_id: str, deployment_id: str | None = None) -> Output:
    """An API's stages, or those of one deployment."""
    stages = call.here.rest_api(rest_api_id).stages.values()
    return {"item": [stage for stage in stages if deployment_id in (None, stage.deployment_id)]}


def update_stage(
    call: Call, *, rest_api_id: str, stage_name: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Change a stage's settings, at once and without a deployment; or which deployment it serves."""
    api = call.here.rest_api(rest_api_id)
    old = stage_of(api, stage_name)
    stage = replace(patched(STAGE, old, patch_operations), last_updated_date=call.clock.now())
    check_logging(old, stage, call.here.account)
    return serve(call, api, stage)


def delete_stage(call: Call, *, rest_api_id: str, stage_name: str) -> None:
    """Delete a stage, which stops answering at once."""
    api = call.here.rest_api(rest_api_id)
    stage_of(api, stage_name)
    domains = domains_of_api(call, rest_api_id, stage_name)
    if domains:
        raise stage_is_mapped(stage_name, domains)
    del api.stages[stage_name]
    forget_stage(call, rest_api_id, stage_name)
    call.registry.withdraw_stage(rest_api_id, stage_name)
    call.flush_responses(rest_api_id, stage_name)


def flush_stage_cache(call: Call, *, rest_api_id: str, stage_name: str) -> None:
    """Forget every answer that the stage's cache holds."""
    stage_of(call.here.rest_api(rest_api_id), stage_name)
    call.flush_responses(rest_api_id, stage_name)


def stage_of(api: ApiStore, stage_name: str) -> Stage:
    """One stage of an API, or AWS's NotFoundException."""
    try:
        return api.stages[stage_name]
    except KeyError:
        raise errors.unknown_stage() from None


def new_stage(call: Call, api: ApiStore, stage_name: str, deployment_id: str) -> Stage:
    """A stage with AWS's defaults, where the API can have one of that name."""
    if not _NAME.fullmatch(stage_name):
        raise errors.bad_stage_name()
    if len(api.stages) >= MAXIMUM_STAGES:
        raise errors.too_many_stages()
    now = call.clock.now()
    return Stage(stage_name=stage_name, deployment_id=deployment_id, created_date=now, last_updated_date=now)


def serve(call: Call, api: ApiStore, stage: Stage) -> Stage:
    """Serve ``stage`` as it is now, or raise AWS's error where it can't be."""
    canary = stage.canary_settings
    for deployment_id in (stage.deployment_id, canary.deployment_id if canary else stage.deployment_id):
        if deployment_id not in api.deployments:
            raise errors.no_such_deployment()
    check_stage(call, api, stage)
    old = api.stages.get(stage.stage_name)
    stage = with_cache(stage)
    publish(call, api, stage)
    return _told(call, api, old, stage)


def with_cache(stage: Stage) -> Stage:
    """The stage with its cache cluster as it will be. fact: caching.cluster"""
    if not stage.cache_cluster_enabled:
        return replace(stage, cache_cluster_status="NOT_AVAILABLE")
    size = stage.cache_cluster_size or DEFAULT_SIZE
    return replace(stage, cache_cluster_size=size, cache_cluster_status="AVAILABLE")


def _told(call: Call, api: ApiStore, old: Stage | None, stage: Stage) -> Stage:
    """The stage as this answer tells it, its cache cluster on the way; a cluster that changes loses what it held.

    fact: caching.cluster
    """
    before = old is not None and old.cache_cluster_enabled
    size = old.cache_cluster_size if old is not None else None
    if (before, size) == (stage.cache_cluster_enabled, stage.cache_cluster_size):
        return stage
    call.flush_responses(api.rest_api.id, stage.stage_name)
    if stage.cache_cluster_enabled:
        return replace(stage, cache_cluster_status="CREATE_IN_PROGRESS")
    return replace(stage, cache_cluster_status="DELETE_IN_PROGRESS") if before else stage


def check_stage(call: Call, api: ApiStore, stage: Stage) -> None:
    """Raise AWS's error where the settings can't stand."""
    canary = stage.canary_settings
    for variables in (stage.variables, canary.stage_variable_overrides if canary else None):
        check_variables(variables or {})
    if canary is not None and not 0 <= canary.percent_traffic <= 100:
        raise errors.bad_number("percentTraffic", 0, 100)
    if stage.cache_cluster_size not in (None, *CACHE_SIZES):
        raise errors.bad_cache_size(CACHE_SIZES)
    if stage.documentation_version not in (None, *api.documentation_versions):
        raise errors.unknown_documentation_version()
    if stage.client_certificate_id not in (None, *call.here.client_certificates):
        raise errors.unknown_client_certificate()
    check_method_settings(stage)
    check_tags(stage.tags)


def check_variables(variables: Mapping[str, str | None]) -> None:
    """Raise where a stage variable's name or value is none that AWS takes, or there are too many."""
    if len(variables) > MAXIMUM_VARIABLES:
        raise errors.bad_number("number of stage variables", 0, MAXIMUM_VARIABLES)
    for name, value in variables.items():
        if not _VARIABLE_NAME.fullmatch(name):
            raise errors.bad_variable_name(name)
        if value is None or not _VARIABLE_VALUE.fullmatch(value):
            raise errors.bad_variable_value(value)


def _canary(given: CanarySettings, deployment_id: str) -> CanarySettings:
    """The canary as AWS keeps it; it serves the stage's own deployment where none is named."""
    return replace(
        given,
        deployment_id=given.deployment_id or deployment_id,
        stage_variable_overrides=given.stage_variable_overrides or None,
    )


OPERATIONS: Operations = {
    "CreateStage": create_stage,
    "GetStage": get_stage,
    "GetStages": get_stages,
    "UpdateStage": update_stage,
    "DeleteStage": delete_stage,
    "FlushStageCache": flush_stage_cache,
}
