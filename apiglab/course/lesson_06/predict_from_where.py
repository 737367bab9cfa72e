"""Lesson 06, exercise 1: predict who reaches an API from where."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = [403, 200, 403, 200, 403, 403]
"""The status of each of the six requests."""

_RULES = (
    ("private-from-outside", "A private API answers only what comes through a VPC endpoint."),
    ("private-from-inside", "This is its VPC endpoint, and its policy lets everybody in who comes that way."),
    ("public-through-the-endpoint", "A VPC endpoint for execute-api leads to private APIs and to no others."),
    ("not-deployed", "The policy is part of a deployment: what is deployed has none yet."),
    ("deployed", "Now it counts, and this address is not in it."),
    ("endpoint-is-off", "The default endpoint is off, for everybody: whatever the policy says."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "The endpoint decides first who can come at all, the policy decides about those, and both with the deployment.",
        "request 6 and request 1 look the same to a client. How would you tell them apart?",
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
        expected="a list of six statuses, such as [200, 200, 403, 403, 200, 403]",
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
        next_look=f"request {number}: by which way does it come, and what is deployed?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
