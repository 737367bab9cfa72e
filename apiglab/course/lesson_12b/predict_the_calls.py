"""Lesson 12b, exercise 1: predict when the authorizer's function runs, and what the client gets."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

HAPPENED = [(401, 0), (200, 1), (200, 1), (403, 1), (200, 2), (500, 3)]
"""Status, and how often the function has run by then."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("asked-without-a-token", "Without its identity source API Gateway asks nobody: 401."),
        ("first-call", "A new token: the function runs, and its policy allows."),
        ("asked-again", "The answer for this token is still kept."),
        ("narrow-policy", "The kept policy names GET /pets alone, and nothing else is allowed."),
        ("another-token", "Another token has no answer yet."),
        ("a-failure-is-no-denial", "The function ran and failed: that is a 500, and opens nothing."),
    ],
    form="a list of six pairs, such as [(200, 1), (200, 1), (401, 2), (403, 2), (200, 2), (500, 3)]",
    each="One pair for each request: its status, and how often the function has run by then.",
    another="another pair for {}",
    next_look="{}: is an answer for its token kept, and what does it allow?",
    is_answer=lambda pair: isinstance(pair, list | tuple) and len(pair) == 2,
    read=lambda pair: (int(pair[0]), int(pair[1])),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "No token, no call; the same token, no second call; and what the function does not answer is a 500.",
        "request 4 is refused by an answer that was made for request 2. Which Resource would have let it in?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
