"""The canary lab splits its load by arm where somebody tells, and promotes and rolls back by patch."""

from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.lab.errors import local_only
from apiglab.lab.load_live import LiveLoad
from apiglab.lab.load_plan import plan_load
from apiglab.lab.widgets import CanaryLab, canary_lab
from tests.browser.stub_lab import StubLab
from tests.unit.lab.fake_aws import FakeAws, refusal
from tests.unit.lab.load_builders import a_measured, a_mixed_result
from tests.unit.lab.widgets.kernel import join_threads, live_models

URL = "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets"
PLACE = {"restApiId": "abc", "stageName": "dev"}


class ReleaseLab(StubLab):
    """A lab whose backend tells these arms, or nobody's."""

    def __init__(self, told: dict[str, bool | None] | None = None, **answers: Any) -> None:
        self.aws = FakeAws(**answers)

        def arms(api_id: str, stage: str) -> dict[str, bool | None]:
            assert (api_id, stage) == ("abc", "dev")
            if told is None:
                raise local_only("the arm of a canary that served each request")
            return told

        self.backend = SimpleNamespace(kind="local", endpoint_url=None, trusts_environment=False, arms=arms)

    def client(self, service: str) -> Any:
        """A client that answers from the table."""
        return self.aws.client(service)


def looked(panel: CanaryLab) -> str:
    """What the panel draws after two requests."""
    measured = [a_measured(0.1, request_id="r1"), a_measured(0.2, status=502, request_id="r2")]
    live = LiveLoad(plan_load("GET", URL, rate=10, seconds=1))
    live.take(measured)
    return panel.look(SimpleNamespace(measured=measured), live)  # type: ignore[arg-type]


def test_each_arm_is_drawn_over_the_rates() -> None:
    """With the finding as the picture's text."""
    drawn = looked(canary_lab(ReleaseLab({"r1": False, "r2": True}), URL))

    assert "Of 2 requests: the stage 1 (50%), 0.0 % of them errors; the canary 1 (50%), 100.0 % of them errors" in drawn
    assert "Requests per second over time" in drawn


def test_an_account_tells_no_arms() -> None:
    """The load alone is drawn, and that is said."""
    assert "Only the local AWS tells who served what." in looked(canary_lab(ReleaseLab(), URL))


@pytest.mark.parametrize(
    ("button", "operations", "said"),
    [
        ("Apply", [("replace", "/canarySettings/percentTraffic", "25")], "25 % go to the canary."),
        (
            "Promote",
            [
                ("replace", "/canarySettings/percentTraffic", "0.0"),
                ("copy", "/variables", "/canarySettings/stageVariableOverrides"),
                ("copy", "/deploymentId", "/canarySettings/deploymentId"),
            ],
            "the stage serves what the canary served",
        ),
        ("Roll back", [("remove", "/canarySettings", None)], "the canary is gone"),
    ],
)
def test_the_ways_out_are_patches_of_the_stage(
    button: str, operations: list[tuple[str, str, str | None]], said: str
) -> None:
    """As AWS's guide has them. fact: control.canary-defaults"""
    lab = ReleaseLab({})
    panel = canary_lab(lab, URL, percent=25)
    _press(panel, button)

    ((name, given),) = lab.aws.calls
    sent = [(each["op"], each["path"], each.get("value", each.get("from"))) for each in given.pop("patchOperations")]
    assert (name, given, sent) == ("apigateway.update_stage", PLACE, operations)
    assert said in panel._said.value


def test_what_aws_refuses_is_said_in_the_panel() -> None:
    """There may be no canary to promote."""
    panel = canary_lab(ReleaseLab({}, apigateway__update_stage=refusal("BadRequestException")), URL)
    _press(panel, "Promote")

    assert "refused" in panel._said.value


def test_the_panel_is_static_before_and_after() -> None:
    """With each arm's numbers where they are known."""
    panel = canary_lab(ReleaseLab({"r": True}), URL)
    before = repr(panel)
    panel.result = a_mixed_result()
    panel.split.take(panel.result.measured, {"r": True})

    assert before == "Canary lab: GET /dev/pets\nrun this notebook to start it"
    assert "canary  100       100.0%  10      10.0 %" in repr(panel)
    assert 'role="img"' in panel._repr_html_()


def test_a_closed_panel_leaves_no_widget_behind() -> None:
    """None of its buttons either."""
    before = live_models()
    canary_lab(ReleaseLab({}), URL).close()

    assert live_models() == before


def _press(panel: CanaryLab, label: str) -> None:
    row = panel.widget.children[1]
    next(each for each in row.children if getattr(each, "description", "") == label).click()
    join_threads("CanaryLab")
