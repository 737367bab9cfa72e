"""Lesson 12d, exercise 1: predict who still gets in after a right was taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = [403, 403, 200, 403, 200, 401]
"""The status of each of the six requests."""

_RULES = (
    ("iam-asks-each-time", "IAM's policies are looked at for each request: nothing is kept at the gateway."),
    ("a-key-is-looked-up", "Each signature is checked with the key as it is now, and this one is inactive."),
    ("an-answer-is-kept", "The function would deny it now, but it is not asked: its answer for this token is kept."),
    ("a-flush-forgets", "Nothing is kept any more, so the function is asked, and it denies: 403."),
    (
        "a-token-is-good-until-it-ends",
        "API Gateway checks the token by itself and does not ask the pool about its user.",
    ),
    ("an-hour-is-an-hour", "exp is in the past: the token is no token any more."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "IAM forgets at once, a function's answer is kept for its time to live, and a token is good until it ends.",
        "how short would you make a token's life, and what does your choice cost those who are signed in?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_statuses(attempt)
    for number, (said, wanted, (finding, cause)) in enumerate(zip(attempt, HAPPENED, _RULES, strict=True), 1):
        yield _wrong(number, int(said), wanted, finding, cause)


def _no_statuses(attempt: Any) -> Diagnosis | None:
    is_list = isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED)
    if is_list and all(isinstance(each, int) for each in attempt):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected="a list of six statuses, such as [200, 403, 401, 200, 403, 401]",
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
        next_look=f"request {number}: where is what decides kept, and until when?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
