"""Lesson 15, exercise 3: from how many hits an hour on does a cache pay?"""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_15.number_cases import NumberCase, wrong_number
from apiglab.lab.exercises import TODO, Outcome

PRICES = {"call": 0.2, "gb_second": 0.00002}
"""Round figures: dollars for a million calls, and for a GB for a second."""


def hits(hourly: float, seconds: float, gb: float) -> float:
    """Hits an hour at which a cache has paid for itself."""
    return hourly / (PRICES["call"] / 1e6 + seconds * gb * PRICES["gb_second"])


CASES = (
    NumberCase("calls-are-spared", (0.02, 0.0, 0.125, PRICES), hits(0.02, 0.0, 0.125), "A hit spares a call's price."),
    NumberCase("time-is-spared", (0.02, 0.1, 0.125, PRICES), hits(0.02, 0.1, 0.125), "And its seconds, times the GB."),
    NumberCase("memory-counts", (0.02, 0.1, 1.0, PRICES), hits(0.02, 0.1, 1.0), "The more memory, the sooner it pays."),
    NumberCase("sizes-differ", (0.2, 0.1, 1.0, PRICES), hits(0.2, 0.1, 1.0), "A larger cache needs more hits."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's numbers, case by case."""
    if finding := not_a_function(attempt, "break_even"):
        return failed(finding)
    if attempt(*CASES[0].arguments) is TODO:
        return not_attempted()
    if finding := wrong_number(attempt, CASES, "what one hit spares, in dollars; then the hour's price divided by it"):
        return failed(finding)
    return passed(
        "An hour's price, divided by what one hit spares.",
        "a cache also makes answers faster, and spares a backend that may be the bottleneck. Is that in your sum?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
