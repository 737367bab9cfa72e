"""Lesson 03, exercise 1: predict which release answers."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

HAPPENED = ["2", "1", "1", "2", "both", "2"]
"""dev; prod; prod after an edit; prod after a new variable; prod with a canary; prod after the promotion."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("dev-has-its-own", "dev has the variable release = two."),
        ("prod-has-its-own", "prod has the variable release = one, whatever dev has."),
        ("edits-wait", "The API was edited and not deployed: no stage knows."),
        ("variables-do-not-wait", "A stage variable counts at once."),
        ("canary-is-a-share", "A canary of 10 % has its share of the requests, not all and not none."),
        ("promotion-is-for-all", "After the promotion everybody gets what the canary had."),
    ],
    form='a list of six texts, such as ["1", "2", "both", "1", "2", "1"]',
    each="One entry for each question, in their order.",
    another="something else for {}",
    next_look="{}: what belongs to the stage, and what to the deployment",
    how_many="how many questions there are",
    names=[f"question {number}" for number in range(1, 7)],
    read=lambda answer: str(answer).strip().lower(),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "Variables and canaries are the stage's, and count at once; everything else waits for a deployment.",
        "which of these changes can you take back without a deployment?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
