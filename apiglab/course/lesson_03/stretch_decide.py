"""Lesson 03, exercise 6: decide about a canary by its numbers."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

Arm = tuple[int, int]
Case = tuple[str, Arm, Arm, str, str]
WAIT, PROMOTE, BACK = "wait", "promote", "roll back"
CASES: tuple[Case, ...] = (
    ("decides-too-soon", (900, 9), (99, 0), WAIT, "Fewer than 100 requests to the canary tell nothing."),
    ("waits-too-long", (900, 9), (100, 1), PROMOTE, "100 requests are enough."),
    ("never-promotes", (9000, 90), (1000, 10), PROMOTE, "The same rate of errors on both arms."),
    ("misses-errors", (9000, 0), (1000, 11), BACK, "More than one error in a hundred above the stage's rate."),
    ("too-strict", (9000, 90), (1000, 20), PROMOTE, "One more in a hundred is still allowed."),
    ("counts-instead-of-rates", (9000, 100), (100, 50), BACK, "Compare rates: fewer errors can be a higher rate."),
    ("blames-the-canary", (9000, 4500), (1000, 500), PROMOTE, "If the stage fails as often, it is not the canary."),
    ("divides-by-nothing", (0, 0), (200, 0), PROMOTE, "A stage without requests has no errors."),
    ("errors-first", (900, 0), (50, 50), BACK, "50 errors of 50 are enough, however few requests there were."),
)
"""The finding, requests and errors of the stage and of the canary, what to do, and the rule."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Show the learner's function numbers, case by case."""
    if finding := not_a_function(attempt, "decide"):
        return failed(finding)
    if attempt((900, 9), (99, 0)) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "Too few to tell, too bad to go on, or good enough.",
        "errors are not all: a canary that is twice as slow would be promoted by this rule.",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, stage, canary, wanted, rule = case
    answer = attempt(stage, canary)
    if answer == wanted:
        return None
    if answer not in (WAIT, PROMOTE, BACK):
        finding, rule = "another-word", 'Answer with one of "wait", "promote" and "roll back".'
    return Diagnosis(
        id=finding,
        expected=f"{wanted!r}: stage {stage[1]} errors of {stage[0]}, canary {canary[1]} of {canary[0]}",
        got=shown(answer),
        cause=rule,
        next_look="the three rules of the exercise, in their order",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
