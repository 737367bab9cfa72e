"""Lesson 13, exercise 1: predict which metric counts each request as an error."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = ["none", "4XX", "4XX", "5XX", "4XX", "5XX"]
"""A good one, an unknown path, the function's own 404, its crash, a refused token, an authorizer that crashes."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what is counted."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "Metrics count by the status that the client got, whoever made it.",
        "an alarm on 4XXError wakes you for the mistakes of others. What would you rather be woken for?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_list(attempt)
    said = [str(each).strip().upper().removesuffix("ERROR") for each in attempt]
    yield _wrong(said, 0, "success-is-no-error", "A status below 400 is in Count alone.")
    yield _wrong(said, 1, "unknown-paths-count", "The gateway's own refusals are counted as all others: this is a 403.")
    yield _wrong(said, 2, "the-functions-404-counts", "The metric looks at the status, not at who chose it.")
    yield _wrong(said, 3, "a-crash-is-5xx", "The client of a function that crashes gets 502.")
    yield _wrong(said, 4, "a-refusal-is-4xx", "A denied caller gets 403.")
    yield _wrong(said, 5, "a-broken-guard-is-5xx", "An authorizer that crashes refuses nobody: the client gets 500.")


def _no_list(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected='a list of six texts, such as ["none", "4XX", "5XX", "none", "4XX", "5XX"]',
        got=shown(attempt),
        cause="One entry for each request, in the order of the requests.",
        next_look="how many requests the question lists",
    )


def _wrong(said: list[str], call: int, finding: str, cause: str) -> Diagnosis | None:
    if said[call] == HAPPENED[call].upper():
        return None
    return Diagnosis(
        id=finding,
        expected=f"something else for request {call + 1}",
        got=f"request {call + 1}: {said[call]}",
        cause=cause,
        next_look=f"the status that the client of request {call + 1} gets",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
