"""The stage editor shows a stage as it is, and changes it by AWS's own operations."""

from datetime import UTC, datetime
from typing import Any

import pytest

from apiglab.lab.errors import LabError, local_only
from apiglab.lab.undeployed import Undeployed, UndeployedChange
from apiglab.lab.widgets import StageEditor, stage_editor
from apiglab.lab.widgets.stage_editor import read_variables, variable_patches
from tests.unit.lab.fake_aws import FakeAws, refusal
from tests.unit.lab.widgets.kernel import join_threads, live_models

STAGE = {
    "stageName": "dev",
    "deploymentId": "d1",
    "cacheClusterEnabled": False,
    "variables": {"colour": "blue"},
    "methodSettings": {"*/*": {"throttlingBurstLimit": 5}},
    "canarySettings": {"percentTraffic": 10.0, "deploymentId": "d2"},
}
DEPLOYMENTS = {
    "items": [
        {"id": "d1", "createdDate": datetime(2026, 1, 1, tzinfo=UTC), "description": "first"},
        {"id": "d2", "createdDate": datetime(2026, 1, 2, tzinfo=UTC)},
    ]
}
CHANGE = UndeployedChange(subject="GET /pets", part="integration timeout", before="29000", after="5000")
PLACE = {"restApiId": "abc", "stageName": "dev"}


class EditedLab:
    """A lab with one stage of two deployments and one undeployed change, unless it is AWS."""

    def __init__(self, *, kind: str = "local", **answers: Any) -> None:
        found = {"apigateway__get_stage": STAGE, "apigateway__get_deployments": DEPLOYMENTS}
        self.aws, self.kind = FakeAws(**{**found, **answers}), kind

    def client(self, service: str) -> Any:
        """A client that answers from the table."""
        return self.aws.client(service)

    def undeployed(self, api_id: str, stage: str) -> Undeployed:
        """One change, unless it is AWS."""
        assert (api_id, stage) == ("abc", "dev")
        if self.kind == "aws":
            raise local_only("the list of undeployed changes")
        return Undeployed(stage=stage, deployment_id="d1", changes=(CHANGE,))


def _press(panel: StageEditor, label: str) -> None:
    controls = [control for row in panel.widget.children[1:4] for control in row.children]
    next(each for each in controls if getattr(each, "tooltip", "") and each.description == label).click()
    join_threads("StageEditor")


def _changed(lab: EditedLab) -> list[tuple[str, dict[str, Any]]]:
    return [(name, given) for name, given in lab.aws.calls if ".get_" not in name]


def test_the_stage_is_shown_as_it_is() -> None:
    """What waits, the deployments and who serves them, variables and settings."""
    panel = stage_editor(EditedLab(), "abc", "dev")
    shown = panel._repr_html_()

    assert repr(panel).splitlines() == [
        "Stage editor",
        "dev serves deployment 1 of 2. Undeployed changes (1).",
        "  GET /pets: integration timeout 29000 → 5000",
    ]
    assert panel.reading.settings == [
        ("cacheClusterEnabled", "False"),
        ("canary deploymentId", "d2"),
        ("canary percentTraffic", "10.0"),
        ("*/* throttlingBurstLimit", "5"),
    ]
    for told in ("the stage", "the canary: 10 %", "<td>colour</td><td>blue</td>", "2026-01-02 00:00:00"):
        assert told in shown


def test_on_an_account_the_rest_is_shown() -> None:
    """And why nobody tells what is not deployed."""
    panel = stage_editor(EditedLab(kind="aws"), "abc", "dev")

    assert repr(panel) == "Stage editor\ndev serves deployment 1 of 2."
    assert "the list of undeployed changes exists only on the local backend." in panel._repr_html_()


def test_saving_patches_the_variables_that_differ() -> None:
    """And those alone; the same again is no call."""
    lab = EditedLab()
    panel = stage_editor(lab, "abc", "dev")
    _press(panel, "Save")
    assert "has these variables already" in panel._said.value
    panel._variables.value = "size = 2=2\n"
    _press(panel, "Save")

    operations = [
        {"op": "remove", "path": "/variables/colour"},
        {"op": "replace", "path": "/variables/size", "value": "2=2"},
    ]
    assert _changed(lab) == [("apigateway.update_stage", {**PLACE, "patchOperations": operations})]


@pytest.mark.parametrize(
    ("button", "expected"),
    [
        ("Set", ("update_stage", [{"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "7"}])),
        ("Serve", ("update_stage", [{"op": "replace", "path": "/deploymentId", "value": "d2"}])),
        ("Deploy", ("create_deployment", None)),
    ],
)
def test_each_button_is_one_call(button: str, expected: tuple[str, list[dict[str, str]] | None]) -> None:
    """Afterwards the stage is looked at again."""
    lab = EditedLab()
    panel = stage_editor(lab, "abc", "dev")
    panel._value.value, panel._deployment.value = " 7 ", "d2"
    _press(panel, button)

    ((name, given),) = _changed(lab)
    assert (name, given.pop("patchOperations", None), given) == (f"apigateway.{expected[0]}", expected[1], PLACE)
    assert lab.aws.names("apigateway.get_stage") == ["apigateway.get_stage"] * 2
    assert "applied" in panel._said.value


def test_what_aws_refuses_is_said_in_the_panel() -> None:
    """A value that is none, for one."""
    panel = stage_editor(EditedLab(apigateway__update_stage=refusal("BadRequestException")), "abc", "dev")
    _press(panel, "Set")

    assert "refused" in panel._said.value


def test_a_line_that_is_no_variable_is_named() -> None:
    """Nothing is sent."""
    lab = EditedLab()
    panel = stage_editor(lab, "abc", "dev")
    panel._variables.value = "colour = blue\nsize"
    _press(panel, "Save")

    assert "Stage variables, line 2" in panel._said.value
    assert _changed(lab) == []


def test_a_stage_that_is_not_there_is_told() -> None:
    """Before there is a panel."""
    with pytest.raises(LabError, match="Stage dev"):
        stage_editor(EditedLab(apigateway__get_stage=refusal("NotFoundException", 404)), "abc", "dev")


def test_variables_become_patches() -> None:
    """Blank lines are nothing, the first equals sign ends the name."""
    wanted = read_variables("a = 1\n\nb=x=y\n")

    assert wanted == {"a": "1", "b": "x=y"}
    assert variable_patches({"a": "1", "c": "3"}, wanted) == [
        {"op": "remove", "path": "/variables/c"},
        {"op": "replace", "path": "/variables/b", "value": "x=y"},
    ]


def test_a_closed_panel_leaves_no_widget_behind() -> None:
    """None of its buttons either."""
    before = live_models()
    stage_editor(EditedLab(), "abc", "dev").close()

    assert live_models() == before
