"""Lesson 12d, exercise 4: a comparison that is unfair."""

from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

Sample = tuple[str, float, bool]
"""The guard, milliseconds that it took, and whether a kept answer or key was used."""

SAMPLES: tuple[Sample, ...] = (
    ("LAMBDA", 90.0, False),
    ("COGNITO", 6.0, False),
    ("LAMBDA", 2.0, True),
    ("IAM", 3.0, True),
    ("LAMBDA", 2.0, True),
    ("IAM", 5.0, True),
    ("LAMBDA", 110.0, False),
    ("COGNITO", 1.0, True),
    ("LAMBDA", 70.0, True),
)


def unfair(samples: Sequence[Sample]) -> dict[str, float]:
    """Milliseconds by guard; one number for each, and a wrong one."""
    guards = {guard for guard, _, _ in samples}
    return {guard: mean(took for name, took, _ in samples if name == guard) for guard in guards}


Table = dict[str, tuple[float | None, float | None]]


def expected(samples: Sequence[Sample]) -> Table:
    """The median of each guard without and with what was kept."""
    table: Table = {}
    for guard in {name for name, _, _ in samples}:
        new = [took for name, took, kept in samples if name == guard and not kept]
        old = [took for name, took, kept in samples if name == guard and kept]
        table[guard] = (median(new) if new else None, median(old) if old else None)
    return table


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's table with the fair one."""
    if finding := not_a_function(attempt, "fair"):
        return failed(finding)
    if attempt([]) is TODO:
        return not_attempted()
    for samples in (SAMPLES, SAMPLES[:4], ()):
        if finding := _finding(attempt(list(samples)), expected(samples)):
            return failed(finding)
    return passed(
        "Two numbers for each guard, and none that one slow call can move.",
        "how many samples does a median need before you would show it to somebody?",
    )


def _finding(said: Any, wanted: Table) -> Diagnosis | None:
    if not isinstance(said, dict) or not all(
        isinstance(each, list | tuple) and len(each) == 2 for each in said.values()
    ):
        return Diagnosis(
            id="not-pairs",
            expected='a dict such as {"IAM": (None, 4.0)}: the first time, and where something was kept',
            got=shown(said),
            cause="Cold and kept are two numbers: mixed, they tell of neither.",
            next_look="the third member of a sample",
        )
    if set(said) != set(wanted):
        return _told("guard-is-missing", sorted(wanted), sorted(said), "Every guard of the samples has a row.")
    return first(_of_guard(guard, tuple(said[guard]), wanted[guard]) for guard in sorted(wanted))


def _of_guard(guard: str, said: tuple[Any, ...], wanted: tuple[float | None, float | None]) -> Diagnosis | None:
    if said == wanted:
        return None
    if said == wanted[::-1]:
        return _told("the-wrong-way-round", (guard, wanted), (guard, said), "Cold comes first, kept second.")
    missing = [index for index in (0, 1) if wanted[index] is None and said[index] is not None]
    if missing:
        return _told(
            "nothing-measured", (guard, wanted), (guard, said), "Where nothing was measured, say None, not a number."
        )
    cause = "A mean is moved by one slow call; the median is what a usual request meets."
    return _told("not-the-median", (guard, wanted), (guard, said), cause)


def _told(finding: str, wanted: object, said: object, cause: str) -> Diagnosis:
    return Diagnosis(
        id=finding,
        expected=shown(wanted),
        got=shown(said),
        cause=cause,
        next_look="statistics.median, once for each of the two",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
