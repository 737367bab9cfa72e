"""Lesson 03, exercise 1: predict which release answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = ["2", "1", "1", "2", "both", "2"]
"""dev; prod; prod after an edit; prod after a new variable; prod with a canary; prod after the promotion."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "Variables and canaries are the stage's, and count at once; everything else waits for a deployment.",
        "which of these changes can you take back without a deployment?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_list(attempt)
    said = [str(each).strip().lower() for each in attempt]
    yield _wrong(said, 0, "dev-has-its-own", "dev has the variable release = two.")
    yield _wrong(said, 1, "prod-has-its-own", "prod has the variable release = one, whatever dev has.")
    yield _wrong(said, 2, "edits-wait", "The API was edited and not deployed: no stage knows.")
    yield _wrong(said, 3, "variables-do-not-wait", "A stage variable counts at once.")
    yield _wrong(said, 4, "canary-is-a-share", "A canary of 10 % has its share of the requests, not all and not none.")
    yield _wrong(said, 5, "promotion-is-for-all", "After the promotion everybody gets what the canary had.")


def _no_list(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected='a list of six texts, such as ["1", "2", "both", "1", "2", "1"]',
        got=shown(attempt),
        cause="One entry for each question, in their order.",
        next_look="how many questions there are",
    )


def _wrong(said: list[str], number: int, finding: str, cause: str) -> Diagnosis | None:
    if said[number] == HAPPENED[number]:
        return None
    return Diagnosis(
        id=finding,
        expected=f"something else for question {number + 1}",
        got=f"question {number + 1}: {said[number]}",
        cause=cause,
        next_look=f"question {number + 1}: what belongs to the stage, and what to the deployment",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
