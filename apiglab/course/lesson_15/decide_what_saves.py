"""Lesson 15, exercise 2: decide which change makes the bill smaller."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, partial, passed
from apiglab.lab.exercises import Outcome

WORDS = ("LESS", "SAME", "MORE")


class Change(NamedTuple):
    """What a change does to the bill."""

    effect: str
    finding: str
    cause: str


CHANGES = {
    "A": Change("MORE", "a-cache-by-the-hour", "A cache costs by the hour, and spares one call an hour."),
    "B": Change("LESS", "kept-answers", "Kept answers are calls of the authorizer's function that are not made."),
    "C": Change("LESS", "limits-limit-the-bill", "What is throttled is not charged."),
    "D": Change("SAME", "endpoint-types", "The types of endpoint have one price for a request."),
    "E": Change("LESS", "http-apis", "A request to an HTTP API costs less than a third."),
    "F": Change("MORE", "logs-cost", "Each line of a log is paid for when it is taken in, and as long as it is kept."),
}


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the choices; the first that does not fit is told."""
    if finding := _not_choices(attempt):
        return failed(finding)
    wrong = [letter for letter, change in CHANGES.items() if attempt[letter].upper() != change.effect]
    if finding := first(_findings(attempt, wrong)):
        return partial(len(CHANGES) - len(wrong), len(CHANGES), finding)
    return passed(
        "By the request, by the call, by the hour: a change counts where something is paid by it.",
        "which of these would you do first, and what would you measure before?",
    )


def _not_choices(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, dict) and set(attempt) == set(CHANGES):
        unknown = [value for value in attempt.values() if not isinstance(value, str) or value.upper() not in WORDS]
        if not unknown:
            return None
    return Diagnosis(
        id="not-choices",
        expected='a dict with the letters A to F, each "LESS", "SAME" or "MORE"',
        got=shown(attempt),
        cause="Each change takes one of the three.",
        next_look="the letters and the spelling",
    )


def _findings(attempt: dict[str, str], wrong: list[str]) -> Iterator[Diagnosis | None]:
    for letter in wrong:
        change = CHANGES[letter]
        yield Diagnosis(
            id=change.finding,
            expected=f"another word for {letter}",
            got=f"{letter}: {attempt[letter]}",
            cause=change.cause,
            next_look="what is paid for it: requests, calls, hours, lines?",
        )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
