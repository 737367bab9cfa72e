"""Lesson 09, exercise 3: write a token bucket."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

Case = tuple[str, float, int, tuple[float, ...], str]
CASES: tuple[Case, ...] = (
    ("starts-empty", 1.0, 3, (0.0, 0.0, 0.0), "A bucket is full before the first call."),
    ("never-refuses", 1.0, 2, (0.0, 0.0, 0.0), "Where no token is left, the call is refused."),
    ("never-fills", 1.0, 1, (0.0, 1.0), "Between calls the bucket fills: the rate times the seconds."),
    ("counts-whole-tokens", 2.0, 1, (0.0, 0.25, 0.5), "Half a token is no token, but it is not lost either."),
    ("overflows", 10.0, 2, (0.0, 0.0, 100.0, 100.0, 100.0), "A bucket never holds more than its burst."),
    ("refused-calls-take", 1.0, 1, (0.0, 0.5, 0.9, 1.0), "A refused call takes nothing out of the bucket."),
    ("zero-blocks", 5.0, 0, (0.0, 10.0), "A burst of 0 holds no token, however long one waits."),
    ("rate-zero", 0.0, 2, (0.0, 50.0, 100.0), "A rate of 0 never fills: the burst is all there is."),
)
"""The finding, rate, burst, when calls come, and the rule."""


def expected(rate: float, burst: int, times: Sequence[float]) -> list[bool]:
    """Which calls a bucket lets through."""
    tokens, before, passed_ = float(burst), 0.0, []
    for now in times:
        tokens = min(float(burst), tokens + (now - before) * rate)
        before = now
        passed_.append(tokens >= 1)
        tokens -= passed_[-1]
    return passed_


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's bucket with AWS's, case by case."""
    if finding := not_a_function(attempt, "bucket"):
        return failed(finding)
    if attempt(1.0, 1, [0.0]) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "Full at first, filled between calls, never over its burst, and a refusal costs nothing.",
        "AWS keeps such buckets on many machines at once: that is why its limits are targets, and no ceilings.",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, rate, burst, times, rule = case
    answer = attempt(rate, burst, list(times))
    wanted = expected(rate, burst, times)
    if not isinstance(answer, list | tuple) or len(answer) != len(times):
        return Diagnosis(
            id="not-a-list",
            expected=f"a list of {len(times)} values, one for each call",
            got=shown(answer),
            cause="Return True for each call that passes and False for each that is refused.",
            next_look="what is appended, and how often",
        )
    if [bool(each) for each in answer] == wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{wanted} for rate {rate:g}, burst {burst}, calls at {', '.join(f'{time:g}' for time in times)} s",
        got=shown(list(answer)),
        cause=rule,
        next_look="print the tokens before each call",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
