"""Lesson 01, exercise 1: predict what a counter in the module's memory says, call by call."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = ["1", "2", "3", "1"]
"""Three calls to a new function, then its code is updated, then one call more. The integration tests make it happen."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    finding = first(_findings(attempt))
    if finding:
        return failed(finding)
    return passed(
        "An execution environment is kept for the next event, with everything your module put in memory, and new code "
        "gets new environments.",
        "two calls at the same moment need two environments, so each would count for itself. Never keep state there.",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _not_four(attempt)
    said = [str(one) for one in attempt]
    yield _all_cold(said)
    yield _code_keeps_state(said)
    yield _elsewhere(said)


def _not_four(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected='a list of four counts, such as ["1", "1", "2", "2"]',
        got=shown(attempt),
        cause="One entry for each call, in the order of the calls.",
        next_look="how many calls the question lists",
    )


def _all_cold(said: list[str]) -> Diagnosis | None:
    if said != ["1"] * len(HAPPENED):
        return None
    return Diagnosis(
        id="every-call-is-cold",
        expected="at least one call that finds the environment of the call before",
        got="a fresh start for every call",
        cause="Starting an environment takes time, so Lambda keeps it for a while instead of throwing it away.",
        next_look="the part on cold and warm in lesson 01: which lines ran once, which ran every time?",
    )


def _code_keeps_state(said: list[str]) -> Diagnosis | None:
    if said != ["1", "2", "3", "4"]:
        return None
    return Diagnosis(
        id="memory-survives-new-code",
        expected="a new start after the code was updated",
        got="a counter that goes on",
        cause="Memory belongs to an execution environment, and an environment runs the code that it was started with.",
        next_look="the fourth call: could the old environment answer it?",
    )


def _elsewhere(said: list[str]) -> Diagnosis | None:
    wrong = next((number for number, pair in enumerate(zip(said, HAPPENED, strict=True)) if len({*pair}) > 1), None)
    if wrong is None:
        return None
    return Diagnosis(
        id="wrong-count",
        expected="what the module's counter holds when that call is answered",
        got=f"call {wrong + 1}: {said[wrong]}",
        cause="COUNT = 0 runs when an environment starts; COUNT += 1 runs for every event.",
        next_look=f"call {wrong + 1}: is its environment new, and how many events has it had?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
