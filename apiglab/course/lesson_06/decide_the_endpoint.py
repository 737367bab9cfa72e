"""Lesson 06, exercise 2: decide for each situation which endpoint type fits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, partial, passed
from apiglab.lab.exercises import Outcome

TYPES = ("EDGE", "REGIONAL", "PRIVATE", "DISTRIBUTION")


class Situation(NamedTuple):
    """Who calls from where, and which type is for them."""

    endpoint: str
    finding: str
    cause: str


SITUATIONS = {
    "A": Situation("REGIONAL", "same-region", "Callers in the same Region only lose time by a way through the edge."),
    "B": Situation("EDGE", "worldwide", "Connections end near the caller, and there is nothing to set up."),
    "C": Situation("PRIVATE", "never-public", "Only a private API cannot be reached from the internet at all."),
    "D": Situation("DISTRIBUTION", "own-cache-rules", "In AWS's own distribution nothing can be set; it never caches."),
    "E": Situation("REGIONAL", "two-regions", "Each Region has a deployment of its own, and DNS leads to the nearest."),
    "F": Situation("DISTRIBUTION", "own-firewall", "What is to happen at the edge needs a distribution of your own."),
}


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the choices; the first that does not fit is told."""
    if finding := _not_choices(attempt):
        return failed(finding)
    wrong = [letter for letter, situation in SITUATIONS.items() if attempt[letter].upper() != situation.endpoint]
    if finding := first(_findings(attempt, wrong)):
        return partial(len(SITUATIONS) - len(wrong), len(SITUATIONS), finding)
    return passed(
        "Near callers: regional. Far ones: edge. Nobody from outside: private. Rules of your own: your distribution.",
        "an API's type can be changed later; from PRIVATE to EDGE only by way of REGIONAL.",
    )


def _not_choices(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, dict) and set(attempt) == set(SITUATIONS):
        unknown = [value for value in attempt.values() if not isinstance(value, str) or value.upper() not in TYPES]
        if not unknown:
            return None
    return Diagnosis(
        id="not-choices",
        expected='a dict with the letters A to F, each "EDGE", "REGIONAL", "PRIVATE" or "DISTRIBUTION"',
        got=shown(attempt),
        cause="Each situation takes one of the four.",
        next_look="the letters and the spelling",
    )


def _findings(attempt: dict[str, str], wrong: list[str]) -> Iterator[Diagnosis | None]:
    for letter in wrong:
        situation = SITUATIONS[letter]
        yield Diagnosis(
            id=situation.finding,
            expected=f"another endpoint for {letter}",
            got=f"{letter}: {attempt[letter]}",
            cause=situation.cause,
            next_look="where the callers are, and who should be able to come",
        )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
