"""The policy simulator asks what its fields hold, at once and as one types, and says what is wrong."""

from apiglab.lab.widgets import PolicySimulator, policy_simulator
from apiglab.language.policy import Decision
from tests.unit.lab.widgets.kernel import live_models


def _typed(panel: PolicySimulator) -> None:
    """Wait for the timer that typing starts."""
    timer = panel._timer
    assert timer is not None
    timer.join()


def test_it_begins_with_an_example_and_what_decides() -> None:
    """Something to change is there from the start."""
    panel = policy_simulator()

    assert panel.simulation.finding == "Allowed by statement 1 (Everybody)."
    assert panel._answer.value.count("<mark ") == 1
    assert "Allowed by statement 1" in panel._said.value


def test_typing_asks_after_a_pause() -> None:
    """Another address, another answer."""
    panel = policy_simulator()

    panel._keys.value = '{"aws:SourceIp": "192.0.2.1"}'
    _typed(panel)

    assert panel.simulation.decision is Decision.DENY
    assert "Denied by statement 2 (NotFromHere)." in panel._said.value
    assert "Denied by statement 2 (NotFromHere)." in repr(panel)


def test_what_cannot_be_read_is_told_with_its_place() -> None:
    """A policy that is half typed, and keys that are no object; no older answer stays."""
    panel = policy_simulator()

    panel._policy.value = '{"Version": '
    _typed(panel)
    of_policy = panel._said.value
    panel._policy.value = '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
    panel._keys.value = "[]"
    _typed(panel)

    assert "line 1, column 13" in of_policy
    assert panel._answer.value == ""
    assert "Condition keys: this is no object of texts" in panel._said.value
    assert "Condition keys" in panel._repr_html_()


def test_a_lesson_fills_it_in() -> None:
    """Policy, request and keys."""
    own = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::pets"}}

    panel = policy_simulator(own, action="s3:ListBucket", resource="arn:aws:s3:::pets", keys={})

    assert panel.simulation.decision is Decision.ALLOW


def test_a_closed_simulator_leaves_nothing() -> None:
    """Its widgets go with it."""
    before = live_models()
    panel = policy_simulator()

    panel.close()

    assert live_models() == before
