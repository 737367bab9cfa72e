"""Lesson 15, exercise 5: what a month costs at a given traffic."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_15.number_cases import NumberCase, wrong_number
from apiglab.lab.exercises import TODO, Outcome

MONTH = 730 * 3600
"""Seconds, as AWS's calculator takes them."""


def judge(lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's months with the lab's price table."""
    if finding := not_a_function(attempt, "month"):
        return failed(finding)
    if attempt(lab.price, 1.0, 1.0, None) is TODO:
        return not_attempted()
    if finding := wrong_number(attempt, cases(lab), "lab.price(requests=…, gb_out=…, cache_gb=…, cache_hours=…).total"):
        return failed(finding)
    return passed(
        "Requests, bytes and hours of a month, at the prices of the table.",
        "the table has one price for each. AWS's price falls from 333 million requests on: exercise 6.",
    )


def cases(lab: Any) -> tuple[NumberCase, ...]:
    """What months cost by the lab's own table."""

    def cost(per_second: float, kilobytes: float, cache: str | None) -> float:
        requests = per_second * MONTH
        more = {"cache_gb": cache, "cache_hours": 730} if cache else {}
        return float(lab.price(requests=requests, gb_out=requests * kilobytes / 1e6, **more).total)

    return (
        NumberCase(
            "requests", (lab.price, 1.0, 0.0, None), cost(1.0, 0.0, None), "A month has 730 hours: 2,628,000 seconds."
        ),
        NumberCase("transfer", (lab.price, 1.0, 10.0, None), cost(1.0, 10.0, None), "A million times a kB is a GB."),
        NumberCase(
            "cache", (lab.price, 1.0, 10.0, "0.5"), cost(1.0, 10.0, "0.5"), "A cache costs each of the 730 hours."
        ),
        NumberCase("idle", (lab.price, 0.0, 10.0, "1.6"), cost(0.0, 10.0, "1.6"), "Also without a single request."),
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
