"""Lesson 07, exercise 1: predict what a validated, mapped method answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = ["200", "400", "400", "200", "415"]
"""A good body, a text for a number, no body, an unknown field, another content type. The integration tests do it."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "The validator checks type and presence; what the schema does not forbid passes; templates go by content type.",
        "`additionalProperties: false` would turn call 4 into a 400. Is that kind to clients of the next version?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _not_five(attempt)
    said = [str(one) for one in attempt]
    yield _wrong(said, 0, "good-body", "The body has what the model asks for, and a template for its type is there.")
    yield _wrong(said, 1, "types-are-checked", 'The schema says integer, and "7" is a string: JSON has types.')
    yield _wrong(said, 2, "nothing-is-no-object", "An empty body is not an object with a petId: it is validated, too.")
    yield _wrong(
        said, 3, "unknown-fields-pass", "JSON schema allows fields that it does not name, unless it is told not to."
    )
    yield _wrong(said, 4, "no-template-for-it", "NEVER lets nothing through but what a template was made for.")


def _not_five(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected='a list of five statuses, such as ["200", "200", "400", "400", "415"]',
        got=shown(attempt),
        cause="One entry for each call, in the order of the calls.",
        next_look="how many calls the question lists",
    )


def _wrong(said: list[str], call: int, finding: str, cause: str) -> Diagnosis | None:
    if said[call] == HAPPENED[call]:
        return None
    return Diagnosis(
        id=finding,
        expected=f"another status for call {call + 1}",
        got=f"call {call + 1}: {said[call]}",
        cause=cause,
        next_look=f"call {call + 1}: what the model says, and which content type it has",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
