"""Lesson 15, exercise 1: predict which requests are charged."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

CHARGED = [True, False, False, False, True, False, True, True]
"""Whether each of the eight requests is charged."""

PREDICTION = Prediction(
    happened=CHARGED,
    rules=[
        ("an-answer", "It was answered: charged."),
        ("no-route", "No route fits: API Gateway has nothing to do, and charges nothing."),
        ("no-key", "Without a key it is not let in, and not charged."),
        ("throttled", "What is throttled is not charged: a limit also limits the bill."),
        ("validated", "Validation is work that API Gateway did for you: charged, though the backend was spared."),
        ("not-authorized", "Who is not authorized costs no request. But a function that said so was called."),
        ("backend-failed", "It went to the backend: charged, whatever came of it."),
        ("from-the-cache", "A hit spares the backend, not the request; and the cache costs by the hour."),
    ],
    form="a list of eight times True or False",
    each="One answer for each request: True where it is charged.",
    another="the other answer for {}",
    next_look="{}: was it let in?",
    is_answer=lambda answer: isinstance(answer, bool),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what AWS charges."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "Not let in: free. Let in: charged, whatever came of it.",
        "what does a flood of requests cost that all end in 429, and what does it cost without a limit?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
