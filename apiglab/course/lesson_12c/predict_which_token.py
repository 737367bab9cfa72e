"""Lesson 12c, exercise 1: predict which token gets in where."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = [200, 401, 401, 401, 200, 401]
"""The status of each of the six requests."""

_RULES = (
    ("an-id-token-gets-in", "A method without scopes takes ID tokens, and this one is good."),
    (
        "an-access-token-is-no-id-token",
        "A method without scopes wants an ID token: who you are, not what an app may do.",
    ),
    ("an-id-token-has-no-scopes", "A method with scopes wants an access token: an ID token carries no scope."),
    ("a-sign-in-gives-no-custom-scope", "initiate_auth's access token has Cognito's own scope alone, not orders/read."),
    ("a-scope-opens", "The machine's access token has the scope that the method names."),
    ("an-hour-is-over", "exp is in the past, and the token is over, whoever shows it."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "No scopes: an ID token. Scopes: an access token that has one of them. And each only until it ends.",
        "which of the two tokens should a browser keep, and which should it send to your API?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_statuses(attempt)
    for number, (said, wanted, (finding, cause)) in enumerate(zip(attempt, HAPPENED, _RULES, strict=True), 1):
        yield _wrong(number, said, wanted, finding, cause)


def _no_statuses(attempt: Any) -> Diagnosis | None:
    is_list = isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED)
    if is_list and all(isinstance(each, int) for each in attempt):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected="a list of six statuses, such as [200, 200, 401, 403, 200, 401]",
        got=shown(attempt),
        cause="One status for each request.",
        next_look="how many requests the question lists",
    )


def _wrong(number: int, said: int, wanted: int, finding: str, cause: str) -> Diagnosis | None:
    if said == wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=f"another status for request {number}",
        got=f"request {number}: {said}",
        cause=cause,
        next_look=f"request {number}: which kind of token is it, and which kind does the method want?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
