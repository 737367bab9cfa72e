"""The throttle lab shows buckets where somebody tells of them, changes a plan's limit, and keeps the key to itself."""

from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.lab.errors import LabError, local_only
from apiglab.lab.journey import Journey
from apiglab.lab.load_live import LiveLoad
from apiglab.lab.load_plan import plan_load
from apiglab.lab.widgets import ThrottleLab, throttle_lab
from tests.browser.stub_lab import StubLab
from tests.unit.lab.fake_aws import FakeAws, refusal
from tests.unit.lab.load_builders import a_measured, a_mixed_result
from tests.unit.lab.test_bucket_levels import a_throttled
from tests.unit.lab.widgets.kernel import join_threads, live_models

URL = "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets"
KEY = "north-key-that-nobody-may-read"


class LimitedLab(StubLab):
    """A lab with one plan of 10 a second and 20 at once, whose backend tells journeys, or raises."""

    def __init__(self, told: Journey | LabError | None = None, kind: str = "local", **answers: Any) -> None:
        plan = {"throttle": {"rateLimit": 10.0, "burstLimit": 20}}
        self.aws = FakeAws(apigateway__get_usage_plan=plan, **answers)
        self.asked: list[str] = []

        def journey(request_id: str) -> Journey:
            self.asked.append(request_id)
            if not isinstance(told, Journey):
                raise told or LabError("Journey", "the server keeps none of this request", "send it again")
            return told

        self.backend = SimpleNamespace(kind=kind, endpoint_url=None, trusts_environment=False, journey=journey)

    def client(self, service: str) -> Any:
        """A client that answers from the table."""
        return self.aws.client(service)


def a_run(*request_ids: str | None) -> Any:
    """A load under way, as far as the panel looks at it."""
    return SimpleNamespace(measured=[a_measured(0.5, request_id=request_id) for request_id in request_ids])  # type: ignore[arg-type]


def looked(panel: ThrottleLab, *request_ids: str | None) -> str:
    """What the panel draws after these requests."""
    run, live = a_run(*request_ids), LiveLoad(plan_load("GET", URL, rate=10, seconds=1))
    live.take(run.measured)
    return panel.look(run, live)


def test_the_fields_begin_with_the_plan_s_limit() -> None:
    """And the load carries the key."""
    panel = throttle_lab(LimitedLab(), URL, plan_id="p1", key=KEY, headers=[("X-A", "1")])

    assert (panel._tokens.value, panel._burst.value) == (10.0, 20)
    assert panel.draft["headers"] == [("X-A", "1"), ("x-api-key", KEY)]


def test_without_a_plan_there_is_no_limit_to_change() -> None:
    """Nothing is asked of AWS."""
    lab = LimitedLab()
    panel = throttle_lab(lab, URL)

    with pytest.raises(LabError, match="no usage plan was named"):
        panel.apply()
    assert lab.aws.calls == []


def test_the_newest_request_s_journey_is_a_reading() -> None:
    """The level of its plan's bucket is drawn over the rates."""
    lab = LimitedLab(a_throttled(usage_plan=6))
    picture = looked(throttle_lab(lab, URL), "r1", "r2")

    assert lab.asked == ["r2"]
    assert "usage plan: 6.0 of 10 tokens." in picture
    assert "Requests per second over time" in picture


def test_a_journey_that_is_gone_is_no_reason_to_stop_asking() -> None:
    """The local AWS keeps a thousand; an answer without an id has none."""
    lab = LimitedLab()
    panel = throttle_lab(lab, URL)
    pictures = [looked(panel, name) for name in ("r1", None, "r2")]

    assert lab.asked == ["r1", "r2"]
    assert not any("Tokens in the buckets" in picture for picture in pictures)


def test_an_account_is_asked_once() -> None:
    """It tells no journeys."""
    lab = LimitedLab(local_only("the journey of a request"), kind="aws")
    panel = throttle_lab(lab, URL)
    for name in ("r1", "r2"):
        looked(panel, name)

    assert lab.asked == ["r1"]


def test_apply_changes_the_plan() -> None:
    """Both numbers in one call."""
    lab = LimitedLab()
    panel = throttle_lab(lab, URL, plan_id="p1")
    panel._tokens.value, panel._burst.value = 0.1, 3
    panel._apply.click()
    join_threads("ThrottleLab")

    operations = [
        {"op": "replace", "path": "/throttle/rateLimit", "value": "0.1"},
        {"op": "replace", "path": "/throttle/burstLimit", "value": "3"},
    ]
    assert lab.aws.calls[-1] == (
        "apigateway.update_usage_plan",
        {"usagePlanId": "p1", "patchOperations": operations},
    )
    assert "0.1 a second, 3 at once." in panel._said.value


@pytest.mark.parametrize(("tokens", "held"), [(-5, 0.0), (1e9, 10_000.0)])
def test_a_limit_has_bounds(tokens: float, held: float) -> None:
    """What lies outside is moved to the nearest one."""
    panel = throttle_lab(LimitedLab(), URL, plan_id="p1")
    panel._tokens.value = tokens

    assert panel._tokens.value == held


def test_what_aws_refuses_is_said_in_the_panel() -> None:
    """The plan is gone, for one."""
    panel = throttle_lab(LimitedLab(apigateway__update_usage_plan=refusal("NotFoundException")), URL, plan_id="p1")
    panel._apply.click()
    join_threads("ThrottleLab")

    assert "refused" in panel._said.value


def test_the_panel_is_static_before_and_after_and_never_shows_the_key() -> None:
    """What was refused is told in words, too."""
    panel = throttle_lab(LimitedLab(), URL, key=KEY)
    before = panel._repr_mimebundle_()
    panel.result = a_mixed_result()
    after = panel._repr_mimebundle_()

    assert before["text/plain"] == "Throttle lab: GET /dev/pets\nrun this notebook to start it"
    assert after["text/plain"] == (
        "Throttle lab: GET /dev/pets\n6 of 100 refused with 429; in all: 200: 90 · 429: 6 · 502: 3 · timeout: 1."
    )
    assert 'role="img"' in after["text/html"]
    assert KEY not in before["text/html"] + after["text/html"]


def test_a_closed_panel_leaves_no_widget_behind() -> None:
    """With a plan or without one."""
    before = live_models()
    for plan_id in ("p1", None):
        throttle_lab(LimitedLab(), URL, plan_id=plan_id).close()

    assert live_models() == before
