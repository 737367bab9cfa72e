"""Stages: what serves a deployment, with settings that apply at once."""

from typing import Any

import pytest

from apiglab.model.frozen import FrozenMap
from tests.control_client import (
    Plane,
    Refusal,
    a_mock,
    a_stage,
    bad_request,
    bare,
    conflict,
    not_found,
    refusal,
)

DEFAULTS = {
    "metricsEnabled": False,
    "dataTraceEnabled": False,
    "throttlingBurstLimit": 5000,
    "throttlingRateLimit": 10_000.0,
    "cachingEnabled": True,
    "cacheTtlInSeconds": 300,
    "cacheDataEncrypted": False,
    "requireAuthorizationForCacheControl": True,
    "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
}


def _patched(client: Any, stage: dict[str, str], *operations: dict[str, str]) -> dict[str, Any]:
    return bare(client.update_stage(**stage, patchOperations=list(operations)))


def _set(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


def _deployed(client: Any) -> dict[str, str]:
    api_id = a_mock(client)["restApiId"]
    return {"restApiId": api_id, "deploymentId": client.create_deployment(restApiId=api_id)["id"]}


def test_a_new_stage_has_aws_s_defaults(control_plane: Plane) -> None:
    """It answers at once; what has no value is left out."""
    place = _deployed(control_plane.client)

    made = control_plane.client.create_stage(**place, stageName="dev")

    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert bare(made) == {
        "deploymentId": place["deploymentId"],
        "stageName": "dev",
        "cacheClusterEnabled": False,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "methodSettings": {},
        "tracingEnabled": False,
        "createdDate": made["createdDate"],
        "lastUpdatedDate": made["createdDate"],
    }
    assert control_plane.registry.find(place["restApiId"], "dev") is not None


def test_a_new_stage_keeps_everything_that_was_said(client: Any) -> None:
    """Description, variables, canary, tracing, tags."""
    place = _deployed(client)
    said = {
        "description": "for everybody",
        "variables": {"backend_1": "a.b-c_d~e:f/g?h#i&j=k,l"},
        "tracingEnabled": True,
        "tags": {"lesson": "02"},
    }

    client.create_stage(**place, stageName="dev", **said, canarySettings={"percentTraffic": 1.5})

    got = client.get_stage(restApiId=place["restApiId"], stageName="dev")
    assert {name: got[name] for name in said} == said
    assert got["canarySettings"] == {
        "percentTraffic": 1.5,
        "deploymentId": place["deploymentId"],
        "useStageCache": False,
    }


def test_stages_can_be_listed_by_deployment(client: Any) -> None:
    """All of the API's, or those that point to one deployment. fact: control.stages-of-a-deployment"""
    place = _deployed(client)
    client.create_stage(**place, stageName="dev")
    client.create_deployment(restApiId=place["restApiId"], stageName="prod")
    canary = client.create_deployment(restApiId=place["restApiId"], stageName="prod", canarySettings={})["id"]

    def names(**which: str) -> list[str]:
        return [each["stageName"] for each in client.get_stages(restApiId=place["restApiId"], **which)["item"]]

    assert names() == ["dev", "prod"]
    assert names(deploymentId=place["deploymentId"]) == ["dev"]
    assert names(deploymentId=canary) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"stageName": "bad name!"}, bad_request("Stage name only allows a-zA-Z0-9_-")),
        ({"stageName": "x" * 129}, bad_request("Stage name only allows a-zA-Z0-9_-")),
        ({"stageName": "dev"}, conflict("Stage already exists")),
        ({"deploymentId": "nope"}, bad_request("Deployment id does not exist")),
        (
            {"variables": {"a-b": "c"}},
            bad_request("Invalid stage variable name: a-b.  Please use names with only word characters."),
        ),
        (
            {"variables": {"a": "$LATEST"}},
            bad_request(
                "Invalid stage variable value: $LATEST.  Please use values with alphanumeric characters and the "
                "symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."
            ),
        ),
        ({"documentationVersion": "v1"}, bad_request("Invalid Documentation version specified")),
    ],
)
def test_a_stage_that_cannot_be_is_refused(said: dict[str, object], expected: Refusal, client: Any) -> None:
    """Its name, its deployment, its variables. fact: control.reported-texts, control.chosen-texts"""
    place = _deployed(client)
    client.create_stage(**place, stageName="dev")

    assert refusal(client.create_stage, **{**place, "stageName": "new", **said}) == expected
    assert [each["stageName"] for each in client.get_stages(restApiId=place["restApiId"])["item"]] == ["dev"]


def test_an_api_has_at_most_ten_stages(client: Any) -> None:
    """AWS's default quota. fact: control.chosen-texts"""
    place = _deployed(client)
    for number in range(10):
        client.create_stage(**place, stageName=f"s{number}")

    found = refusal(client.create_stage, **place, stageName="one-more")

    assert (found.code, found.status) == ("LimitExceededException", 429)


def test_a_deleted_stage_stops_answering(control_plane: Plane) -> None:
    """Its deployment stays. fact: control.reported-texts"""
    client = control_plane.client
    stage = a_stage(client)

    client.delete_stage(**stage)

    assert control_plane.registry.find(stage["restApiId"], "dev") is None
    assert refusal(client.get_stage, **stage) == not_found("Invalid stage identifier specified")
    assert len(client.get_deployments(restApiId=stage["restApiId"])["items"]) == 1


def test_settings_apply_at_once_without_a_deployment(control_plane: Plane) -> None:
    """The gateway has the new variables, and the stage says when it changed."""
    client = control_plane.client
    stage = a_stage(client, variables={"a": "old"})
    before = client.get_stage(**stage)
    control_plane.clock.advance(60)

    after = _patched(client, stage, _set("/variables/a", "new"), _set("/variables/b", "made"))

    served = control_plane.registry.find(stage["restApiId"], "dev")
    assert served is not None
    assert served.stage.variables == FrozenMap({"a": "new", "b": "made"})
    assert (after["createdDate"], after["deploymentId"]) == (before["createdDate"], before["deploymentId"])
    assert (after["lastUpdatedDate"] - before["lastUpdatedDate"]).total_seconds() == 60


def test_a_stage_can_be_rolled_back(control_plane: Plane) -> None:
    """It points to an older deployment, which is served at once."""
    client = control_plane.client
    stage = a_stage(client)
    old = client.get_stage(**stage)["deploymentId"]
    client.create_deployment(**stage)

    _patched(client, stage, _set("/deploymentId", old))

    served = control_plane.registry.find(stage["restApiId"], "dev")
    assert served is not None
    assert served.deployment.deployment_id == old


def test_a_stage_variable_is_made_by_replace_and_not_by_add(client: Any) -> None:
    """Removing the last takes the member along. fact: control.stage-variables-are-replaced"""
    stage = a_stage(client)
    add = {"op": "add", "path": "/variables/a", "value": "b"}

    assert refusal(client.update_stage, **stage, patchOperations=[add]) == bad_request(
        "Invalid add operation with path: /variables/a"
    )
    assert _patched(client, stage, _set("/variables/a", "b"))["variables"] == {"a": "b"}
    assert "variables" not in _patched(client, stage, {"op": "remove", "path": "/variables/a"})


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("/*/*", "*/*"),
        ("/pets/GET", "pets/GET"),
        ("/~1pets/GET", "~1pets/GET"),
        ("/~1pets~1{id}/POST", "~1pets~1{id}/POST"),
        ("/pets/{id}/POST", "pets/{id}/POST"),
        ("/~1/GET", "~1/GET"),
    ],
)
def test_a_method_s_settings_go_by_the_path_they_were_addressed_by(path: str, key: str, client: Any) -> None:
    """A new entry is filled with AWS's defaults. fact: control.method-setting-keys"""
    stage = a_stage(client)

    made = _patched(client, stage, _set(f"{path}/throttling/burstLimit", "7"))
    gone = _patched(client, stage, {"op": "remove", "path": path})

    assert made["methodSettings"] == {key: {**DEFAULTS, "throttlingBurstLimit": 7}}
    assert gone["methodSettings"] == {}


def test_all_methods_settings_do_not_touch_a_method_s_own(client: Any) -> None:
    """They are two entries."""
    stage = a_stage(client)

    got = _patched(
        client, stage, _set("/test/GET/throttling/burstLimit", "124"), _set("/*/*/throttling/rateLimit", "2.5")
    )

    assert got["methodSettings"] == {
        "test/GET": {**DEFAULTS, "throttlingBurstLimit": 124},
        "*/*": {**DEFAULTS, "throttlingRateLimit": 2.5},
    }


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("throttling/burstLimit", "many"),
        ("throttling/burstLimit", "-1"),
        ("throttling/rateLimit", "fast"),
        ("caching/ttlInSeconds", "3601"),
        ("logging/loglevel", "DEBUG"),
        ("caching/unauthorizedCacheControlHeaderStrategy", "SHRUG"),
    ],
)
def test_a_setting_out_of_range_is_refused(path: str, value: str, client: Any) -> None:
    """Numbers have bounds and names are listed. fact: control.chosen-texts"""
    stage = a_stage(client)

    found = refusal(client.update_stage, **stage, patchOperations=[_set(f"/*/*/{path}", value)])

    assert (found.code, found.status) == ("BadRequestException", 400)
    assert client.get_stage(**stage)["methodSettings"] == {}


@pytest.mark.parametrize("op", ["move", "test"])
def test_other_operations_are_refused(op: str, client: Any) -> None:
    """AWS reads their names and takes them nowhere."""
    operation = {"op": op, "path": "/description", "value": "x"}

    assert refusal(client.update_stage, **a_stage(client), patchOperations=[operation]) == bad_request(
        f"Invalid {op} operation with path: /description"
    )


def test_a_cache_cluster_comes_and_goes(client: Any) -> None:
    """On the way in the answer, there in every later one; half a gigabyte by default. fact: caching.cluster"""
    stage = a_stage(client)

    on = _patched(client, stage, _set("/cacheClusterEnabled", "true"))
    there = client.get_stage(**stage)
    larger = _patched(client, stage, _set("/cacheClusterSize", "1.6"))
    off = _patched(client, stage, _set("/cacheClusterEnabled", "false"))

    seen = [(each["cacheClusterStatus"], each["cacheClusterSize"]) for each in (on, there, larger, off)]
    assert seen == [
        ("CREATE_IN_PROGRESS", "0.5"),
        ("AVAILABLE", "0.5"),
        ("CREATE_IN_PROGRESS", "1.6"),
        ("DELETE_IN_PROGRESS", "1.6"),
    ]
    assert client.get_stage(**stage)["cacheClusterStatus"] == "NOT_AVAILABLE"
    assert refusal(client.update_stage, **stage, patchOperations=[_set("/cacheClusterSize", "7")]).message == (
        "Invalid cacheClusterSize specified. Valid options are 0.5,1.6,6.1,13.5,28.4,58.2,118,237"
    )
