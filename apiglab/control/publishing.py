"""From what the control plane keeps to what the data plane serves."""

from typing import Protocol

from apiglab.control.call import Call
from apiglab.control.store import ApiStore, Deployed
from apiglab.gateway.deployment import compile_deployment
from apiglab.model.rest import Deployment, RestApiSnapshot
from apiglab.model.stage import Stage


class Place(Protocol):
    """An account and a region: a call's, or a snapshot's."""

    @property
    def account_id(self) -> str:
        """Whose API it is."""
        ...

    @property
    def region(self) -> str:
        """Where it is."""
        ...


def snapshot_of(place: Place, api: ApiStore) -> RestApiSnapshot:
    """All of an API that takes effect by a deployment, as it is now."""
    return RestApiSnapshot(
        rest_api=api.rest_api,
        account_id=place.account_id,
        region=place.region,
        resources=tuple(api.resources.values()),
        models=tuple(api.models.values()),
        request_validators=tuple(api.request_validators.values()),
        authorizers=tuple(api.authorizers.values()),
        gateway_responses=tuple(api.gateway_responses.values()),
    )


def freeze(call: Call, api: ApiStore, deployment: Deployment) -> Deployed:
    """The API as it is now, compiled."""
    snapshot = snapshot_of(call, api)
    return Deployed(deployment=deployment, snapshot=snapshot, compiled=compile_deployment(snapshot, deployment.id))


def publish(call: Call, api: ApiStore, stage: Stage) -> None:
    """Keep ``stage`` and serve it from now on, with its canary where it has one."""
    api.stages[stage.stage_name] = stage
    canary_id = stage.canary_settings.deployment_id if stage.canary_settings else None
    canary = api.deployments[canary_id].compiled if canary_id else None
    call.registry.publish(api.deployments[stage.deployment_id].compiled, stage, canary)
