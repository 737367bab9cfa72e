"""Lesson 12c, exercise 1: predict which token gets in where."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

HAPPENED = [200, 401, 401, 401, 200, 401]
"""The status of each of the six requests."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("an-id-token-gets-in", "A method without scopes takes ID tokens, and this one is good."),
        (
            "an-access-token-is-no-id-token",
            "A method without scopes wants an ID token: who you are, not what an app may do.",
        ),
        ("an-id-token-has-no-scopes", "A method with scopes wants an access token: an ID token carries no scope."),
        (
            "a-sign-in-gives-no-custom-scope",
            "initiate_auth's access token has Cognito's own scope alone, not orders/read.",
        ),
        ("a-scope-opens", "The machine's access token has the scope that the method names."),
        ("an-hour-is-over", "exp is in the past, and the token is over, whoever shows it."),
    ],
    form="a list of six statuses, such as [200, 200, 401, 403, 200, 401]",
    each="One status for each request.",
    another="another status for {}",
    is_answer=lambda status: isinstance(status, int),
    next_look="{}: which kind of token is it, and which kind does the method want?",
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "No scopes: an ID token. Scopes: an access token that has one of them. And each only until it ends.",
        "which of the two tokens should a browser keep, and which should it send to your API?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
