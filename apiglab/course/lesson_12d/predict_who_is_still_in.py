"""Lesson 12d, exercise 1: predict who still gets in after a right was taken back."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

HAPPENED = [403, 403, 200, 403, 200, 401]
"""The status of each of the six requests."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("iam-asks-each-time", "IAM's policies are looked at for each request: nothing is kept at the gateway."),
        ("a-key-is-looked-up", "Each signature is checked with the key as it is now, and this one is inactive."),
        (
            "an-answer-is-kept",
            "The function would deny it now, but it is not asked: its answer for this token is kept.",
        ),
        ("a-flush-forgets", "Nothing is kept any more, so the function is asked, and it denies: 403."),
        (
            "a-token-is-good-until-it-ends",
            "API Gateway checks the token by itself and does not ask the pool about its user.",
        ),
        ("an-hour-is-an-hour", "exp is in the past: the token is no token any more."),
    ],
    form="a list of six statuses, such as [200, 403, 401, 200, 403, 401]",
    each="One status for each request.",
    another="another status for {}",
    is_answer=lambda status: isinstance(status, int),
    next_look="{}: where is what decides kept, and until when?",
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "IAM forgets at once, a function's answer is kept for its time to live, and a token is good until it ends.",
        "how short would you make a token's life, and what does your choice cost those who are signed in?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
