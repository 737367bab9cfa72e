"""Exercises 3, 4 and 6: what is wrong with a handler is found before it is deployed."""

from typing import Any

import pytest

from apiglab.course.registry import exercise
from apiglab.lab.exercises import Verdict
from apiglab.lab.judging import judge
from tests.unit.course.lesson_01 import attempts


@pytest.mark.parametrize(
    ("name", "attempt", "verdict", "diagnosis"),
    [
        ("e3", attempts.blank, Verdict.NOT_ATTEMPTED, "blank"),
        ("e3", attempts.raises, Verdict.ERROR, "raised.KeyError"),
        ("e3", attempts.list_pets({}, None), Verdict.FAIL, "not-a-function"),
        ("e3", attempts.no_return, Verdict.FAIL, "returned-nothing"),
        ("e3", attempts.list_without_envelope, Verdict.FAIL, "not-a-proxy-response"),
        ("e3", attempts.list_as_body, Verdict.FAIL, "body-not-a-string"),
        ("e3", attempts.list_in_python, Verdict.FAIL, "body-not-json"),
        ("e3", attempts.list_in_snake_case, Verdict.FAIL, "misspelt-key"),
        ("e3", attempts.list_beside_envelope, Verdict.FAIL, "unknown-key"),
        ("e3", attempts.list_without_headers, Verdict.FAIL, "no-content-type"),
        ("e3", attempts.list_without_status, Verdict.FAIL, "wrong-status"),
        ("e3", attempts.list_of_names, Verdict.FAIL, "wrong-pets"),
        ("e4", attempts.blank, Verdict.NOT_ATTEMPTED, "blank"),
        ("e4", attempts.adopt_as_given, Verdict.NOT_ATTEMPTED, "unchanged"),
        ("e4", attempts.raises, Verdict.ERROR, "raised.KeyError"),
        ("e4", "adopt", Verdict.FAIL, "not-a-function"),
        ("e4", attempts.no_return, Verdict.FAIL, "returned-nothing"),
        ("e4", attempts.adopt_with_text_body_only, Verdict.PARTIAL, "header-not-a-string"),
        ("e4", attempts.adopt_with_text_header_only, Verdict.PARTIAL, "body-not-a-string"),
        ("e4", attempts.adopt_without_count, Verdict.FAIL, "header-dropped"),
        ("e4", attempts.adopt_with_python_body, Verdict.FAIL, "body-not-json"),
        ("e4", attempts.adopt_with_200, Verdict.FAIL, "wrong-status"),
        ("e6", attempts.blank, Verdict.NOT_ATTEMPTED, "blank"),
        ("e6", attempts.find_only_with_query, Verdict.FAIL, "needs-a-query"),
        ("e6", attempts.find_or_404, Verdict.FAIL, "empty-is-not-404"),
        ("e6", attempts.list_pets, Verdict.FAIL, "species-ignored"),
        ("e6", attempts.find_cats, Verdict.FAIL, "wrong-pets"),
        ("e6", attempts.list_as_body, Verdict.FAIL, "body-not-a-string"),
    ],
)
def test_each_wrong_handler_has_its_diagnosis(name: str, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """No lab is needed to see these; a right handler goes on to be deployed, which the integration tests do."""
    outcome = judge(exercise("01", name), None, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


def test_an_error_of_the_learner_s_shows_their_own_line() -> None:
    """The outcome quotes the one line of theirs that raised, none of ours."""
    outcome = judge(exercise("01", "e3"), None, attempts.raises)

    assert outcome.message.endswith('return event["no such key"]')
