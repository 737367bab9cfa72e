"""Exercise 3: a path parameter is read."""

from typing import Any

import pytest

from apiglab.course.registry import exercise
from apiglab.lab.exercises import Verdict
from apiglab.lab.judging import judge
from tests.unit.course.lesson_02 import attempts


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (attempts.blank, Verdict.NOT_ATTEMPTED, "blank"),
        ("get_pet", Verdict.FAIL, "not-a-function"),
        (attempts.text_is_no_number, Verdict.FAIL, "text-is-no-number"),
        (attempts.by_another_name, Verdict.FAIL, "parameter-name"),
        (attempts.crashes_on_unknown, Verdict.FAIL, "unknown-pet-crashes"),
        (attempts.crashes_on_text, Verdict.FAIL, "unknown-pet-crashes"),
        (attempts.unknown_is_200, Verdict.FAIL, "wrong-status"),
        (attempts.a_list_of_one, Verdict.FAIL, "wrong-pet"),
    ],
)
def test_each_wrong_handler_has_its_diagnosis(attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """No lab is needed to see these; a right handler goes on to be deployed, which the integration tests do."""
    outcome = judge(exercise("02", "e3"), None, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)
