"""Deployments: an API frozen and compiled, ready to be served by stages.

https://docs.aws.amazon.com/apigateway/latest/api/API_Deployment.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import Page, page
from apiglab.control.publish import publish, snapshot
from apiglab.control.stages import new_stage
from apiglab.control.store import ApiStore, Deployed
from apiglab.gateway.deployment import compile_deployment
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Deployment


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentCanarySettings:
    """The canary that a deployment is to be."""

    percent_traffic: float = 0.0
    stage_variable_overrides: Mapping[str, str] | None = None
    use_stage_cache: bool = False


def create_deployment(
    call: Call,
    *,
    rest_api_id: str,
    stage_name: str | None = None,
    stage_description: str | None = None,
    description: str | None = None,
    cache_cluster_enabled: bool | None = None,
    cache_cluster_size: str | None = None,
    variables: Mapping[str, str] | None = None,
    canary_settings: DeploymentCanarySettings | None = None,
    tracing_enabled: bool | None = None,
) -> Deployment:
    """Freeze the API as it is now, and serve it from ``stage_name``, which is made where there is none."""
    api = call.here.rest_api(rest_api_id)
    check_deployable(api)
    if canary_settings is not None:
        raise errors.not_built("canarySettings of CreateDeployment")
    deployment = Deployment(id=call.new_id(6), description=description, created_date=call.clock.now())
    frozen = snapshot(call, api)
    compiled = compile_deployment(frozen, deployment.id)
    api.deployments[deployment.id] = Deployed(deployment=deployment, snapshot=frozen, compiled=compiled)
    if stage_name:
        stage = api.stages.get(stage_name) or new_stage(call, stage_name, deployment.id)
        stage = replace(
            stage,
            deployment_id=deployment.id,
            description=stage.description if stage_description is None else stage_description,
            cache_cluster_enabled=bool(cache_cluster_enabled),
            cache_cluster_size=cache_cluster_size,
            variables=stage.variables if variables is None else FrozenMap(variables),
            tracing_enabled=stage.tracing_enabled if tracing_enabled is None else tracing_enabled,
            last_updated_date=call.clock.now(),
        )
        publish(call, api, stage)
    return deployment


def get_deployment(call: Call, *, rest_api_id: str, deployment_id: str, embed: tuple[str, ...] = ()) -> Output:
    """One deployment; with ``embed=apisummary`` also what each of its methods asks of callers."""
    api = call.here.rest_api(rest_api_id)
    deployed = deployed_of(api, deployment_id)
    deployment = deployed.deployment
    if "apisummary" not in embed:
        return deployment
    return {
        "id": deployment.id,
        "description": deployment.description,
        "createdDate": deployment.created_date,
        "apiSummary": _summary(deployed),
    }


def get_deployments(
    call: Call, *, rest_api_id: str, position: str | None = None, limit: int | None = None
) -> Page[Deployment]:
    """An API's deployments."""
    api = call.here.rest_api(rest_api_id)
    return page((each.deployment for each in api.deployments.values()), lambda each: each.id, position, limit)


def delete_deployment(call: Call, *, rest_api_id: str, deployment_id: str) -> None:
    """Delete a deployment that no stage serves."""
    api = call.here.rest_api(rest_api_id)
    deployed_of(api, deployment_id)
    for stage in api.stages.values():
        canary = stage.canary_settings.deployment_id if stage.canary_settings else None
        if deployment_id in (stage.deployment_id, canary):
            raise errors.deployment_in_use()
    del api.deployments[deployment_id]


def deployed_of(api: ApiStore, deployment_id: str) -> Deployed:
    """One deployment of an API, or AWS's NotFoundException."""
    try:
        return api.deployments[deployment_id]
    except KeyError:
        raise errors.unknown_deployment() from None


def check_deployable(api: ApiStore) -> None:
    """Raise where there is nothing to serve, or a method that calls nothing."""
    methods = [method for resource in api.resources.values() for method in (resource.resource_methods or {}).values()]
    if not methods:
        raise errors.no_methods()
    if any(method.method_integration is None for method in methods):
        raise errors.method_without_integration()


def _summary(deployed: Deployed) -> Output:
    resources = deployed.snapshot.resources
    return {resource.path: resource.resource_methods for resource in resources if resource.resource_methods}


OPERATIONS: Operations = {
    "CreateDeployment": create_deployment,
    "GetDeployment": get_deployment,
    "GetDeployments": get_deployments,
    "DeleteDeployment": delete_deployment,
}
