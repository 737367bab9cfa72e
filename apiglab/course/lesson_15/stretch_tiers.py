"""Lesson 15, exercise 6: a price that falls with the volume."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_15.number_cases import NumberCase, wrong_number
from apiglab.lab.exercises import TODO, Outcome

TIERS = [(333_000_000, 3.5), (667_000_000, 2.8), (None, 2.38)]
"""How many requests a tier takes, None for all the rest, and dollars for a million of them."""

CASES = (
    NumberCase("first-tier", (1_000_000, TIERS), 3.5, "The first million is in the first tier."),
    NumberCase("edge-of-a-tier", (333_000_000, TIERS), 1165.5, "Exactly full: nothing is in the second one."),
    NumberCase(
        "each-at-its-own", (334_000_000, TIERS), 1165.5 + 2.8,
        "The cheaper price is for what is above, and not for all of it.",
    ),
    NumberCase("the-rest", (2_000_000_000, TIERS), 1165.5 + 1867.6 + 2380.0, "The last tier takes all the rest."),
    NumberCase("nothing", (0, TIERS), 0.0, "No request, no price."),
)  # fmt: skip


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's sums, case by case."""
    if finding := not_a_function(attempt, "tiered"):
        return failed(finding)
    if attempt(0, list(TIERS)) is TODO:
        return not_attempted()
    if finding := wrong_number(attempt, CASES, "take from the requests what the tier takes, until nothing is left"):
        return failed(finding)
    return passed(
        "Each request at the price of the tier it falls into.",
        "at 400 million a month: what does one more request cost, and what does one cost on average?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
