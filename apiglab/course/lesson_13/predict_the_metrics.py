"""Lesson 13, exercise 1: predict which metric counts each request as an error."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

HAPPENED = ["none", "4XX", "4XX", "5XX", "4XX", "5XX"]
"""A good one, an unknown path, the function's own 404, its crash, a refused token, an authorizer that crashes."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("success-is-no-error", "A status below 400 is in Count alone."),
        ("unknown-paths-count", "The gateway's own refusals are counted as all others: this is a 403."),
        ("the-functions-404-counts", "The metric looks at the status, not at who chose it."),
        ("a-crash-is-5xx", "The client of a function that crashes gets 502."),
        ("a-refusal-is-4xx", "A denied caller gets 403."),
        ("a-broken-guard-is-5xx", "An authorizer that crashes refuses nobody: the client gets 500."),
    ],
    form='a list of six texts, such as ["none", "4XX", "5XX", "none", "4XX", "5XX"]',
    each="One entry for each request, in the order of the requests.",
    another="something else for {}",
    next_look="the status that the client of {} gets",
    read=lambda answer: str(answer).strip().upper().removesuffix("ERROR"),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what is counted."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "Metrics count by the status that the client got, whoever made it.",
        "an alarm on 4XXError wakes you for the mistakes of others. What would you rather be woken for?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
