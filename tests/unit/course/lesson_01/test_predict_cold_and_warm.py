"""Exercise 1: cold and warm, predicted."""

from typing import Any

import pytest

import apiglab
from apiglab.course.lesson_01.predict_cold_and_warm import EXERCISE
from apiglab.lab.exercises import Verdict


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, Verdict.NOT_ATTEMPTED, "blank"),
        (["1", "2", "3", "1"], Verdict.PASS, "passed"),
        ([1, 2, 3, 1], Verdict.PASS, "passed"),
        (["1", "1", "1", "1"], Verdict.FAIL, "every-call-is-cold"),
        (["1", "2", "3", "4"], Verdict.FAIL, "memory-survives-new-code"),
        (["1", "2", "2", "1"], Verdict.FAIL, "wrong-count"),
        (["1", "2"], Verdict.FAIL, "not-a-prediction"),
        ("1231", Verdict.FAIL, "not-a-prediction"),
    ],
)
def test_each_prediction_is_told_from_the_others(attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Every misunderstanding of execution environments has a name of its own."""
    outcome = EXERCISE.check(None, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)
