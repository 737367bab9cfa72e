"""Canaries of stages: made, changed, promoted and removed by patches."""

from typing import Any

from tests.control_client import Plane, a_stage, bare, refusal


def _patched(client: Any, stage: dict[str, str], *operations: dict[str, str]) -> dict[str, Any]:
    return bare(client.update_stage(**stage, patchOperations=list(operations)))


def _set(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


def test_patching_a_canary_that_is_not_there_makes_one(client: Any) -> None:
    """Of the stage's own deployment, with no traffic. fact: control.canary-defaults"""
    stage = a_stage(client)
    own = client.get_stage(**stage)["deploymentId"]

    made = _patched(client, stage, _set("/canarySettings/stageVariableOverrides/a", "b"))["canarySettings"]
    share = _patched(
        client, stage, _set("/canarySettings/percentTraffic", "12.5"), _set("/canarySettings/useStageCache", "true")
    )["canarySettings"]
    gone = _patched(client, stage, {"op": "remove", "path": "/canarySettings"})

    assert made == {
        "percentTraffic": 0.0,
        "deploymentId": own,
        "stageVariableOverrides": {"a": "b"},
        "useStageCache": False,
    }
    assert share == {**made, "percentTraffic": 12.5, "useStageCache": True}
    assert "canarySettings" not in gone


def test_an_override_can_be_removed(client: Any) -> None:
    """One that is not there cannot."""
    stage = a_stage(client)
    path = "/canarySettings/stageVariableOverrides/a"
    _patched(client, stage, _set(path, "b"))

    gone = _patched(client, stage, {"op": "remove", "path": path})

    assert "stageVariableOverrides" not in gone["canarySettings"]
    assert refusal(client.update_stage, **stage, patchOperations=[{"op": "remove", "path": path}]).status == 400


def test_a_canary_is_promoted_by_copying(control_plane: Plane) -> None:
    """Its deployment becomes the stage's, its variables go over the stage's. fact: control.canary-defaults"""
    client = control_plane.client
    stage = a_stage(client, variables={"a": "stage", "b": "stage"})
    canary = client.create_deployment(
        **stage, canarySettings={"percentTraffic": 50, "stageVariableOverrides": {"a": "canary", "c": "canary"}}
    )["id"]

    got = _patched(
        client,
        stage,
        _set("/canarySettings/percentTraffic", "0.0"),
        {"op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId"},
        {"op": "copy", "from": "/canarySettings/stageVariableOverrides", "path": "/variables"},
    )

    served = control_plane.registry.find(stage["restApiId"], "dev")
    assert (got["deploymentId"], got["canarySettings"]["percentTraffic"]) == (canary, 0.0)
    assert got["variables"] == {"a": "canary", "b": "stage", "c": "canary"}
    assert served is not None
    assert served.deployment.deployment_id == canary
