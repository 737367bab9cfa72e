"""What a real server tells of a stage: its undeployed changes, and which arm served a request."""

from typing import Any

import pytest
import requests

from apiglab.lab.errors import LabError
from apiglab.lab.local_api import LocalApi
from apiglab.lab.widgets.canary_lab import PROMOTION, ROLLBACK
from tests.control_client import TO_MOCK
from tests.serving import ROOT_KEY, ROOT_SECRET, Served

pytestmark = pytest.mark.slow


@pytest.fixture
def api(server: Served) -> dict[str, Any]:
    """An API whose GET / is deployed to dev."""
    gateway = server.client("apigateway")
    api_id = gateway.create_rest_api(name="pets")["id"]
    place = {"restApiId": api_id, "resourceId": gateway.get_resources(restApiId=api_id)["items"][0]["id"]}
    gateway.put_method(**place, httpMethod="GET", authorizationType="NONE")
    gateway.put_integration(**place, httpMethod="GET", **TO_MOCK)
    gateway.put_method_response(**place, httpMethod="GET", statusCode="200")
    gateway.put_integration_response(**place, httpMethod="GET", statusCode="200")
    gateway.create_deployment(restApiId=api_id, stageName="dev")
    return place


def _local(server: Served) -> LocalApi:
    return LocalApi(server.url, ROOT_KEY, ROOT_SECRET)


def test_a_change_waits_until_it_is_deployed(server: Served, api: dict[str, Any]) -> None:
    """It is told until then. fact: undeployed.what-counts"""
    gateway, local = server.client("apigateway"), _local(server)
    slower = [{"op": "replace", "path": "/timeoutInMillis", "value": "5000"}]

    before = repr(local.undeployed(api["restApiId"], "dev"))
    gateway.update_integration(**api, httpMethod="GET", patchOperations=slower)
    changed = repr(local.undeployed(api["restApiId"], "dev"))
    gateway.create_deployment(restApiId=api["restApiId"], stageName="dev")
    after = repr(local.undeployed(api["restApiId"], "dev"))

    assert before == after == "Undeployed changes (0): dev serves the API as it stands."
    assert changed == "Undeployed changes (1)\n  GET /: integration timeout 29000 → 5000"
    with pytest.raises(LabError, match="There is no stage prod"):
        local.undeployed(api["restApiId"], "prod")


def test_the_server_tells_which_arm_served_a_request(server: Served, api: dict[str, Any]) -> None:
    """By its id; before there is a canary it tells of none. fact: context.canary"""
    gateway, local, api_id = server.client("apigateway"), _local(server), api["restApiId"]
    url = f"{server.url}/_aws/execute-api/{api_id}/dev/"

    first = requests.get(url, timeout=10).headers["x-amzn-RequestId"]
    gateway.create_deployment(restApiId=api_id, stageName="dev", canarySettings={"percentTraffic": 100})
    second = requests.get(url, timeout=10).headers["x-amzn-RequestId"]

    assert local.arms(api_id, "dev") == {first: None, second: True}


def test_the_panel_s_promotion_needs_no_overrides(server: Served, api: dict[str, Any]) -> None:
    """Copying none is no mistake; afterwards the stage serves what the canary did. fact: control.canary-defaults"""
    gateway, stage = server.client("apigateway"), {"restApiId": api["restApiId"], "stageName": "dev"}
    canary = gateway.create_deployment(**stage, canarySettings={"percentTraffic": 20})["id"]

    promoted = gateway.update_stage(**stage, patchOperations=list(PROMOTION))
    settled = gateway.update_stage(**stage, patchOperations=list(ROLLBACK))

    assert (promoted["deploymentId"], promoted["canarySettings"]["percentTraffic"]) == (canary, 0.0)
    assert (settled["deploymentId"], settled.get("canarySettings")) == (canary, None)
