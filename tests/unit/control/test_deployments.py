"""Deployments: an API frozen, and served by stages."""

from typing import Any

import pytest

from tests.control_client import TO_MOCK, Plane, a_method, a_mock, a_stage, bad_request, bare, not_found, refusal


def test_a_deployment_without_a_stage_serves_nobody(control_plane: Plane) -> None:
    """It waits for a stage that points to it."""
    client = control_plane.client
    api_id = a_mock(client)["restApiId"]

    made = client.create_deployment(restApiId=api_id, description="first")

    got = bare(client.get_deployment(restApiId=api_id, deploymentId=made["id"]))
    assert (made["ResponseMetadata"]["HTTPStatusCode"], len(made["id"])) == (201, 6)
    assert bare(made) == got == {"id": made["id"], "description": "first", "createdDate": made["createdDate"]}
    assert client.get_stages(restApiId=api_id)["item"] == []
    assert not control_plane.registry.knows(api_id)


def test_a_deployment_is_a_snapshot(control_plane: Plane) -> None:
    """What changes after it is not served until the next one."""
    client, registry = control_plane.client, control_plane.registry
    place = a_mock(client)
    api_id = place["restApiId"]
    client.create_deployment(restApiId=api_id, stageName="dev")
    before = registry.find(api_id, "dev")

    client.delete_method(**place)
    client.put_method(**place, authorizationType="NONE", apiKeyRequired=True)
    client.put_integration(**place, **TO_MOCK)
    still = registry.find(api_id, "dev")
    client.create_deployment(restApiId=api_id, stageName="dev")
    after = registry.find(api_id, "dev")

    assert before is not None
    assert still is before
    assert after is not None
    assert after.deployment.deployment_id != before.deployment.deployment_id


def test_a_redeployed_stage_keeps_its_settings(client: Any) -> None:
    """Only what the deployment says of the stage changes."""
    stage = a_stage(client, stageDescription="first", variables={"a": "b"}, tracingEnabled=True)
    operation = {"op": "replace", "path": "/*/*/throttling/burstLimit", "value": "7"}
    before = client.update_stage(**stage, patchOperations=[operation])

    made = client.create_deployment(**stage, variables={"c": "d"})

    expected = {**bare(before), "deploymentId": made["id"], "variables": {"c": "d"}}
    assert bare(client.get_stage(**stage)) == expected


def test_the_summary_is_that_of_the_deployment(client: Any) -> None:
    """What each method asked of callers when it was frozen."""
    place = a_mock(client)
    made = client.create_deployment(restApiId=place["restApiId"])
    client.delete_method(**place)
    whole = {"restApiId": place["restApiId"], "deploymentId": made["id"]}

    summary = client.get_deployment(**whole, embed=["apisummary"])["apiSummary"]

    assert summary == {"/": {"GET": {"authorizationType": "NONE", "apiKeyRequired": False}}}
    assert "apiSummary" not in client.get_deployment(**whole)


def test_there_must_be_something_to_deploy(client: Any) -> None:
    """A method, and an integration of every method. fact: control.reported-texts"""
    empty = client.create_rest_api(name="pets")["id"]
    half = a_method(client)["restApiId"]

    assert refusal(client.create_deployment, restApiId=empty, stageName="dev") == bad_request(
        "The REST API doesn't contain any methods"
    )
    assert refusal(client.create_deployment, restApiId=half, stageName="dev") == bad_request(
        "No integration defined for method"
    )
    assert client.get_deployments(restApiId=half)["items"] == []


def test_a_refused_stage_leaves_no_deployment_behind(client: Any) -> None:
    """The name and the variables are looked at first. fact: control.reported-texts"""
    api_id = a_mock(client)["restApiId"]

    assert refusal(client.create_deployment, restApiId=api_id, stageName="bad name!") == bad_request(
        "Stage name only allows a-zA-Z0-9_-"
    )
    refusal(client.create_deployment, restApiId=api_id, stageName="dev", variables={"a": "$LATEST"})
    assert client.get_deployments(restApiId=api_id)["items"] == []
    assert client.get_stages(restApiId=api_id)["item"] == []


def test_deployments_are_listed_from_the_oldest(control_plane: Plane) -> None:
    """With the same pages as every collection. fact: control.list-order"""
    client = control_plane.client
    api_id = a_mock(client)["restApiId"]
    made = []
    for _ in range(3):
        made.append(client.create_deployment(restApiId=api_id)["id"])
        control_plane.clock.advance(1)

    first = client.get_deployments(restApiId=api_id, limit=2)
    second = client.get_deployments(restApiId=api_id, limit=2, position=first["position"])

    assert [each["id"] for each in [*first["items"], *second["items"]]] == made


def test_only_the_description_of_a_deployment_changes(client: Any) -> None:
    """What it serves is frozen."""
    api_id = a_mock(client)["restApiId"]
    place = {"restApiId": api_id, "deploymentId": client.create_deployment(restApiId=api_id)["id"]}

    answer = client.update_deployment(
        **place, patchOperations=[{"op": "replace", "path": "/description", "value": "rolled back"}]
    )

    assert answer["description"] == "rolled back"
    assert refusal(
        client.update_deployment, **place, patchOperations=[{"op": "replace", "path": "/stageName", "value": "x"}]
    ) == bad_request("Invalid patch path  '/stageName' specified for op 'replace'. Must be one of: [/description]")


def test_a_deployment_that_no_stage_serves_can_be_deleted(client: Any) -> None:
    """Then it is unknown. fact: control.reported-texts"""
    stage = a_stage(client)
    old = client.get_stage(**stage)["deploymentId"]
    client.create_deployment(**stage)

    client.delete_deployment(restApiId=stage["restApiId"], deploymentId=old)

    assert refusal(client.get_deployment, restApiId=stage["restApiId"], deploymentId=old) == not_found(
        "Invalid Deployment identifier specified"
    )


def test_a_canary_deployment_serves_a_share_beside_the_stage_s_own(control_plane: Plane) -> None:
    """The stage keeps its deployment, and the gateway has both."""
    client = control_plane.client
    stage = a_stage(client, variables={"a": "stage"})
    own = client.get_stage(**stage)["deploymentId"]

    canary = client.create_deployment(
        **stage, canarySettings={"percentTraffic": 50, "stageVariableOverrides": {"a": "canary"}}
    )["id"]

    served = control_plane.registry.find(stage["restApiId"], "dev")
    assert client.get_stage(**stage)["canarySettings"] == {
        "percentTraffic": 50.0,
        "deploymentId": canary,
        "stageVariableOverrides": {"a": "canary"},
        "useStageCache": False,
    }
    assert served is not None
    assert served.canary is not None
    assert (served.deployment.deployment_id, served.canary.deployment_id) == (own, canary)
    assert (
        refusal(client.delete_deployment, restApiId=stage["restApiId"], deploymentId=canary).message
        == "Active stages pointing to this deployment must be moved or deleted"
    )


def test_while_there_is_a_canary_deployments_go_to_it(client: Any) -> None:
    """The stage's own deployment stays. fact: control.canary-takes-deployments"""
    stage = a_stage(client)
    own = client.get_stage(**stage)["deploymentId"]
    client.create_deployment(**stage, canarySettings={"percentTraffic": 10})

    next_one = client.create_deployment(**stage)["id"]

    got = client.get_stage(**stage)
    assert (got["deploymentId"], got["canarySettings"]["deploymentId"]) == (own, next_one)
    assert got["canarySettings"]["percentTraffic"] == 10.0


@pytest.mark.parametrize("share", [-1, 100.1])
def test_a_canary_s_share_is_a_percentage(share: float, client: Any) -> None:
    """From 0 to 100. fact: control.chosen-texts"""
    stage = a_stage(client)

    found = refusal(client.create_deployment, **stage, canarySettings={"percentTraffic": share})

    assert found == bad_request("Invalid percentTraffic specified. Must be between 0 and 100")
