"""Stages: the names under which deployments are served.

https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html
"""

import re

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.store import ApiStore
from apiglab.model.stage import Stage

MAXIMUM_STAGES = 10

_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")


def get_stage(call: Call, *, rest_api_id: str, stage_name: str) -> Stage:
    """One stage."""
    return stage_of(call.here.rest_api(rest_api_id), stage_name)


def get_stages(call: Call, *, rest_api_id: str, deployment_id: str | None = None) -> Output:
    """An API's stages, or those of one deployment."""
    stages = call.here.rest_api(rest_api_id).stages.values()
    return {"item": [stage for stage in stages if deployment_id in (None, stage.deployment_id)]}


def delete_stage(call: Call, *, rest_api_id: str, stage_name: str) -> None:
    """Delete a stage, which stops answering at once."""
    api = call.here.rest_api(rest_api_id)
    stage_of(api, stage_name)
    del api.stages[stage_name]
    call.registry.withdraw_stage(rest_api_id, stage_name)


def stage_of(api: ApiStore, stage_name: str) -> Stage:
    """One stage of an API, or AWS's NotFoundException."""
    try:
        return api.stages[stage_name]
    except KeyError:
        raise errors.unknown_stage() from None


def new_stage(call: Call, stage_name: str, deployment_id: str) -> Stage:
    """A stage with AWS's defaults."""
    if not _NAME.fullmatch(stage_name):
        raise errors.bad_stage_name()
    now = call.clock.now()
    return Stage(stage_name=stage_name, deployment_id=deployment_id, created_date=now, last_updated_date=now)


OPERATIONS: Operations = {
    "GetStage": get_stage,
    "GetStages": get_stages,
    "DeleteStage": delete_stage,
}
