"""Lesson 15, exercise 1: predict which requests are charged."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

CHARGED = [True, False, False, False, True, False, True, True]
"""Whether each of the eight requests is charged."""

_RULES = (
    ("an-answer", "It was answered: charged."),
    ("no-route", "No route fits: API Gateway has nothing to do, and charges nothing."),
    ("no-key", "Without a key it is not let in, and not charged."),
    ("throttled", "What is throttled is not charged: a limit also limits the bill."),
    ("validated", "Validation is work that API Gateway did for you: charged, though the backend was spared."),
    ("not-authorized", "Who is not authorized costs no request. But a function that said so was called."),
    ("backend-failed", "It went to the backend: charged, whatever came of it."),
    ("from-the-cache", "A hit spares the backend, not the request; and the cache costs by the hour."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what AWS charges."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "Not let in: free. Let in: charged, whatever came of it.",
        "what does a flood of requests cost that all end in 429, and what does it cost without a limit?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_answers(attempt)
    for number, (said, wanted, (finding, cause)) in enumerate(zip(attempt, CHARGED, _RULES, strict=True), 1):
        if said is not wanted:
            yield Diagnosis(
                id=finding,
                expected=f"the other answer for request {number}",
                got=f"request {number}: {said}",
                cause=cause,
                next_look=f"request {number}: was it let in?",
            )


def _no_answers(attempt: Any) -> Diagnosis | None:
    is_list = isinstance(attempt, list | tuple) and len(attempt) == len(CHARGED)
    if is_list and all(isinstance(each, bool) for each in attempt):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected="a list of eight times True or False",
        got=shown(attempt),
        cause="One answer for each request: True where it is charged.",
        next_look="how many requests the question lists",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
