"""Deployments: an API frozen and compiled, ready to be served by stages.

https://docs.aws.amazon.com/apigateway/latest/api/API_Deployment.html
"""

from dataclasses import replace
from typing import TypeVar

from apiglab.control import stage_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import Page, by_creation, page
from apiglab.control.patching import patched
from apiglab.control.publishing import freeze
from apiglab.control.stages import check_stage, new_stage, serve
from apiglab.control.store import ApiStore, Deployed
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Deployment
from apiglab.model.stage import CanarySettings, Stage

T = TypeVar("T")

DEPLOYMENT: PatchTable[Deployment] = PatchTable((scalar("/description", "description"),), LISTING)


def create_deployment(
    call: Call,
    *,
    rest_api_id: str,
    stage_name: str | None = None,
    stage_description: str | None = None,
    description: str | None = None,
    cache_cluster_enabled: bool | None = None,
    cache_cluster_size: str | None = None,
    variables: FrozenMap[str, str] | None = None,
    canary_settings: CanarySettings | None = None,
    tracing_enabled: bool | None = None,
) -> Output:
    """Freeze the API as it is now, and serve it from ``stage_name``, which is made where there is none."""
    api = call.here.rest_api(rest_api_id)
    _check_canary(api, stage_name, canary_settings)
    _check_deployable(api)
    deployment = Deployment(id=call.new_id(6), description=description or None, created_date=call.clock.now())
    if not stage_name:
        api.deployments[deployment.id] = freeze(call, api, deployment)
        return deployment
    stage = api.stages.get(stage_name)
    if stage is None:
        stage = new_stage(call, api, stage_name, deployment.id)
    # What is not said of a stage that is there already stays as it was.
    stage = replace(
        _serving(stage, deployment.id, canary_settings),
        description=stage_description or stage.description,
        cache_cluster_enabled=_either(cache_cluster_enabled, stage.cache_cluster_enabled),
        cache_cluster_size=cache_cluster_size or stage.cache_cluster_size,
        variables=_either(variables, stage.variables) or None,
        tracing_enabled=_either(tracing_enabled, stage.tracing_enabled),
        last_updated_date=call.clock.now(),
    )
    check_stage(call, api, stage)
    api.deployments[deployment.id] = freeze(call, api, deployment)
    serve(call, api, stage)
    return deployment


def get_deployment(call: Call, *, rest_api_id: str, deployment_id: str, embed: tuple[str, ...] = ()) -> Output:
    """One deployment; with ``embed=apisummary`` also what each of its methods asks of callers."""
    deployed = _deployed_of(call.here.rest_api(rest_api_id), deployment_id)
    deployment = deployed.deployment
    if "apisummary" not in embed:
        return deployment
    return {
        "id": deployment.id,
        "description": deployment.description,
        "createdDate": deployment.created_date,
        "apiSummary": {
            resource.path: resource.resource_methods
            for resource in deployed.snapshot.resources
            if resource.resource_methods
        },
    }


def get_deployments(
    call: Call, *, rest_api_id: str, position: str | None = None, limit: int | None = None
) -> Page[Deployment]:
    """An API's deployments, the oldest first."""
    deployments = (each.deployment for each in call.here.rest_api(rest_api_id).deployments.values())
    return page(deployments, lambda each: by_creation(each.created_date, each.id), position, limit)


def update_deployment(
    call: Call, *, rest_api_id: str, deployment_id: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Change a deployment's description; what it serves stays as it is."""
    api = call.here.rest_api(rest_api_id)
    deployed = _deployed_of(api, deployment_id)
    deployment = patched(DEPLOYMENT, deployed.deployment, patch_operations)
    api.deployments[deployment_id] = replace(deployed, deployment=deployment)
    return deployment


def delete_deployment(call: Call, *, rest_api_id: str, deployment_id: str) -> None:
    """Delete a deployment that no stage serves, neither to all nor as a canary."""
    api = call.here.rest_api(rest_api_id)
    _deployed_of(api, deployment_id)
    for stage in api.stages.values():
        canary = stage.canary_settings.deployment_id if stage.canary_settings else None
        if deployment_id in (stage.deployment_id, canary):
            raise errors.deployment_in_use()
    del api.deployments[deployment_id]


def _deployed_of(api: ApiStore, deployment_id: str) -> Deployed:
    try:
        return api.deployments[deployment_id]
    except KeyError:
        raise errors.unknown_deployment() from None


def _check_canary(api: ApiStore, stage_name: str | None, canary: CanarySettings | None) -> None:
    if canary is None:
        return
    if not stage_name:
        raise errors.canary_without_stage(stage_name)
    if stage_name not in api.stages:
        raise errors.canary_on_unknown_stage(stage_name)


def _check_deployable(api: ApiStore) -> None:
    methods = [method for resource in api.resources.values() for method in (resource.resource_methods or {}).values()]
    if not methods:
        raise errors.no_methods()
    if any(method.method_integration is None for method in methods):
        raise errors.method_without_integration()
    if "PRIVATE" in api.rest_api.endpoint_configuration.types and api.rest_api.policy is None:
        raise errors.private_without_policy()


def _either(given: T | None, kept: T) -> T:
    return kept if given is None else given


def _serving(stage: Stage, deployment_id: str, canary: CanarySettings | None) -> Stage:
    """The stage serving a new deployment: from its canary where it has one. fact: control.canary-takes-deployments"""
    canary = canary or stage.canary_settings
    if canary is None:
        return replace(stage, deployment_id=deployment_id)
    overrides = canary.stage_variable_overrides or None
    canary = replace(canary, deployment_id=deployment_id, stage_variable_overrides=overrides)
    return replace(stage, canary_settings=canary)


OPERATIONS: Operations = {
    "CreateDeployment": create_deployment,
    "GetDeployment": get_deployment,
    "GetDeployments": get_deployments,
    "UpdateDeployment": update_deployment,
    "DeleteDeployment": delete_deployment,
}
