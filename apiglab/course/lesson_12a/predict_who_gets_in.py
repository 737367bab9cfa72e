"""Lesson 12a, exercise 1: predict what a method with AWS_IAM answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = ["403", "403", "200", "403", "403", "200"]
"""Unsigned, no policy, allowed, allowed elsewhere, allowed and denied, the second path of an allowed tree."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "Nothing is allowed until something allows it, and a Deny wins over every Allow.",
        "all these refusals are 403. Their messages tell them apart; the journey names the statement.",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_list(attempt)
    said = [str(each) for each in attempt]
    yield _wrong(said, 0, "unsigned-gets-in", "Without a signature nobody is known.")
    yield _wrong(said, 1, "a-key-is-enough", "A user without a policy may do nothing at all.")
    yield _wrong(said, 2, "allowed-is-refused", "The statement allows this verb, this path and this stage.")
    yield _wrong(said, 3, "stages-do-not-count", "The stage is part of the ARN: prod is not dev.")
    yield _wrong(said, 4, "allow-beats-deny", "An explicit Deny wins, wherever it stands.")
    yield _wrong(said, 5, "star-stops-at-slashes", "A star in a resource stands for everything, slashes too.")


def _no_list(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected='a list of six statuses, such as ["200", "403", "403", "200", "200", "403"]',
        got=shown(attempt),
        cause="One entry for each request, in the order of the requests.",
        next_look="how many requests the question lists",
    )


def _wrong(said: list[str], call: int, finding: str, cause: str) -> Diagnosis | None:
    if said[call] == HAPPENED[call]:
        return None
    return Diagnosis(
        id=finding,
        expected=f"another status for request {call + 1}",
        got=f"request {call + 1}: {said[call]}",
        cause=cause,
        next_look=f"request {call + 1}: who signed it, and what the statements say of its ARN",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
