"""Lesson 12b, exercise 1: predict when the authorizer's function runs, and what the client gets."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = [(401, 0), (200, 1), (200, 1), (403, 1), (200, 2), (500, 3)]
"""Status, and how often the function has run by then."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "No token, no call; the same token, no second call; and what the function does not answer is a 500.",
        "request 4 is refused by an answer that was made for request 2. Which Resource would have let it in?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_pairs(attempt)
    said = [(int(status), int(calls)) for status, calls in attempt]
    yield _wrong(said, 0, "asked-without-a-token", "Without its identity source API Gateway asks nobody: 401.")
    yield _wrong(said, 1, "first-call", "A new token: the function runs, and its policy allows.")
    yield _wrong(said, 2, "asked-again", "The answer for this token is still kept.")
    yield _wrong(said, 3, "narrow-policy", "The kept policy names GET /pets alone, and nothing else is allowed.")
    yield _wrong(said, 4, "another-token", "Another token has no answer yet.")
    yield _wrong(said, 5, "a-failure-is-no-denial", "The function ran and failed: that is a 500, and opens nothing.")


def _no_pairs(attempt: Any) -> Diagnosis | None:
    is_pairs = isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED)
    if is_pairs and all(isinstance(each, list | tuple) and len(each) == 2 for each in attempt):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected="a list of six pairs, such as [(200, 1), (200, 1), (401, 2), (403, 2), (200, 2), (500, 3)]",
        got=shown(attempt),
        cause="One pair for each request: its status, and how often the function has run by then.",
        next_look="how many requests the question lists",
    )


def _wrong(said: list[tuple[int, int]], call: int, finding: str, cause: str) -> Diagnosis | None:
    if said[call] == HAPPENED[call]:
        return None
    return Diagnosis(
        id=finding,
        expected=f"another pair for request {call + 1}",
        got=f"request {call + 1}: {said[call]}",
        cause=cause,
        next_look=f"request {call + 1}: is an answer for its token kept, and what does it allow?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
