"""Lesson 06, exercise 1: predict who reaches an API from where."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

HAPPENED = [403, 200, 403, 200, 403, 403]
"""The status of each of the six requests."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("private-from-outside", "A private API answers only what comes through a VPC endpoint."),
        ("private-from-inside", "This is its VPC endpoint, and its policy lets everybody in who comes that way."),
        ("public-through-the-endpoint", "A VPC endpoint for execute-api leads to private APIs and to no others."),
        ("not-deployed", "The policy is part of a deployment: what is deployed has none yet."),
        ("deployed", "Now it counts, and this address is not in it."),
        ("endpoint-is-off", "The default endpoint is off, for everybody: whatever the policy says."),
    ],
    form="a list of six statuses, such as [200, 200, 403, 403, 200, 403]",
    each="One status for each request.",
    another="another status for {}",
    is_answer=lambda status: isinstance(status, int),
    next_look="{}: by which way does it come, and what is deployed?",
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "The endpoint decides first who can come at all, the policy decides about those, and both with the deployment.",
        "request 6 and request 1 look the same to a client. How would you tell them apart?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
