"""Exercise 2: the way of a request, in order."""

from typing import Any

import pytest

import apiglab
from apiglab.course.lesson_01.order_a_request import EXERCISE
from apiglab.lab.exercises import Verdict


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, Verdict.NOT_ATTEMPTED, "blank"),
        (["C", "E", "H", "A", "G", "B", "D"], Verdict.PASS, "passed"),
        ("cehagbd", Verdict.PASS, "passed"),
        (["C", "E", "H", "F", "A", "G", "B", "D"], Verdict.FAIL, "function-as-server"),
        (["C", "E", "H", "A", "G", "D", "B"], Verdict.FAIL, "answered-before-the-handler"),
        (["C", "H", "E", "A", "G", "B", "D"], Verdict.FAIL, "event-before-match"),
        (["C", "E", "A", "H", "G", "B", "D"], Verdict.FAIL, "invoked-without-event"),
        (["C", "E", "H", "G", "A", "B", "D"], Verdict.FAIL, "environment-before-invoke"),
        (["C", "E", "H", "A", "B", "G", "D"], Verdict.FAIL, "code-without-environment"),
        (["E", "C", "H", "A", "G", "B", "D"], Verdict.FAIL, "before-the-request"),
        (["C", "E", "H", "A", "B", "D"], Verdict.FAIL, "step-missing"),
        (["C", "E", "H", "A", "G", "B", "D", "C"], Verdict.FAIL, "step-repeated"),
        (["C", "X"], Verdict.FAIL, "not-an-order"),
        (7, Verdict.FAIL, "not-an-order"),
    ],
)
def test_each_order_is_judged_by_what_a_step_needs(attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """The outcome names the one step that stands where it cannot work."""
    outcome = EXERCISE.check(None, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)
