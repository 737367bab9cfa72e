"""Lesson 13, exercise 6: compute a percentile of latencies."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

Case = tuple[str, list[float], float, float, str]
HUNDRED: list[float] = [float(each) for each in range(1, 101)]
CASES: tuple[Case, ...] = (
    ("one-value", [7.0], 50, 7.0, "One request is every percentile of itself."),
    ("not-sorted", [30.0, 20.0, 10.0], 100, 30.0, "Latencies come in the order of the requests, not of their size."),
    ("average", [1.0, 1.0, 1.0, 97.0], 50, 1.0, "An average is no percentile: one slow request moves it."),
    ("too-high", HUNDRED, 99, 99.0, "99 of 100 requests are not above 99: the hundredth is not needed."),
    ("too-low", [10.0, 20.0, 30.0], 50, 20.0, "One of three is only a third: 10 is not enough for half of them."),
    ("maximum", HUNDRED, 100, 100.0, "Only the greatest has all of them at or below it."),
    ("fraction", HUNDRED, 99.9, 100.0, "99 of 100 are less than 99.9 percent."),
)
"""The finding, the latencies, the rank, the percentile, and the rule."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's percentiles with the definition, case by case."""
    if finding := not_a_function(attempt, "percentile"):
        return failed(finding)
    if attempt([7.0], 50) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "It is always the latency of a request that there was.",
        "the mean of two minutes' p99 is not the p99 of both. What would you have to keep to know that?",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, latencies, rank, wanted, rule = case
    given = list(latencies)
    answer = attempt(given, rank)
    told = "1, 2 … 100" if latencies == HUNDRED else ", ".join(f"{each:g}" for each in latencies)
    if given != latencies:
        return Diagnosis(
            id="changed-the-list",
            expected="the list as it was",
            got=shown(given),
            cause="Your function sorts the list of its caller, who may need the order of the requests.",
            next_look="sorted(…) makes a new list, .sort() does not",
        )
    if isinstance(answer, int | float) and float(answer) == wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{wanted:g} for p{rank:g} of {told}",
        got=shown(answer),
        cause=rule,
        next_look="how many values are at or below your answer, and how many have to be",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
