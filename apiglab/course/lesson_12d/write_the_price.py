"""Lesson 12d, exercise 3: what guarding a number of requests costs."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

PRICES: Final[Mapping[str, float]] = MappingProxyType({"request": 2.0, "call": 0.5, "gb_second": 0.00002})
"""Round figures, in dollars: a million requests, a million calls of a function, and a GB for a second."""

Case = tuple[str, int, float, float, float, str]
CASES: tuple[Case, ...] = (
    ("requests-cost", 1_000_000, 1.0, 0.1, 0.125, "Where every answer is kept, the requests are all there is to pay."),
    ("every-call-costs", 1_000_000, 0.0, 0.0, 0.125, "Without a cache the function is called for each request."),
    ("time-costs", 1_000_000, 0.0, 0.2, 0.5, "A call also costs its seconds, times the function's memory in GB."),
    ("hits-cost-nothing", 2_000_000, 0.75, 0.1, 0.125, "A hit is an answer for which the function is not called."),
    ("none", 0, 0.5, 0.1, 0.125, "No request, no price."),
)
"""The finding, requests, hit rate, seconds, GB, and the rule."""


def expected(requests: int, hit_rate: float, seconds: float, gb: float) -> dict[str, float]:
    """Dollars for each guard."""
    gateway = requests / 1e6 * PRICES["request"]
    calls = requests * (1 - hit_rate)
    function = calls / 1e6 * PRICES["call"] + calls * seconds * gb * PRICES["gb_second"]
    return {"IAM": gateway, "LAMBDA": gateway + function, "COGNITO": gateway}


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's figures, case by case."""
    if finding := not_a_function(attempt, "price"):
        return failed(finding)
    if attempt(0, 0.0, 0.0, 0.125, dict(PRICES)) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "Only a function costs by the call, and only for the answers that are not kept.",
        "Cognito costs by the users who sign in within a month: a figure that no request shows.",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, requests, hit_rate, seconds, gb, rule = case
    said = attempt(requests, hit_rate, seconds, gb, dict(PRICES))
    wanted = expected(requests, hit_rate, seconds, gb)
    if not isinstance(said, dict) or set(said) != set(wanted):
        return Diagnosis(
            id="not-three-prices",
            expected='a dict with "IAM", "LAMBDA" and "COGNITO"',
            got=shown(said),
            cause="Return the dollars for each guard by its name.",
            next_look="the return at the end of your function",
        )
    wrong = next((name for name in wanted if not _same(said[name], wanted[name])), None)
    if wrong is None:
        return None
    for_function = wrong == "LAMBDA" or finding in ("requests-cost", "none")
    asked = f"{requests:,} requests, hit rate {hit_rate:g}, {seconds:g} s, {gb:g} GB"
    return Diagnosis(
        id=finding if for_function else "no-function-no-call",
        expected=f"${wanted[wrong]:.4f} for {wrong}: {asked}",
        got=shown(said[wrong]),
        cause=rule if for_function else f"{wrong} calls no function.",
        next_look="prices are for a million requests and a million calls, and for one GB for one second",
    )


def _same(said: Any, wanted: float) -> bool:
    return isinstance(said, int | float) and abs(said - wanted) < 1e-6


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
