"""Lesson 12a, exercise 1: predict what a method with AWS_IAM answers."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

HAPPENED = ["403", "403", "200", "403", "403", "200"]
"""Unsigned, no policy, allowed, allowed elsewhere, allowed and denied, the second path of an allowed tree."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("unsigned-gets-in", "Without a signature nobody is known."),
        ("a-key-is-enough", "A user without a policy may do nothing at all."),
        ("allowed-is-refused", "The statement allows this verb, this path and this stage."),
        ("stages-do-not-count", "The stage is part of the ARN: prod is not dev."),
        ("allow-beats-deny", "An explicit Deny wins, wherever it stands."),
        ("star-stops-at-slashes", "A star in a resource stands for everything, slashes too."),
    ],
    form='a list of six statuses, such as ["200", "403", "403", "200", "200", "403"]',
    each="One entry for each request, in the order of the requests.",
    another="another status for {}",
    next_look="{}: who signed it, and what the statements say of its ARN",
    read=str,
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "Nothing is allowed until something allows it, and a Deny wins over every Allow.",
        "all these refusals are 403. Their messages tell them apart; the journey names the statement.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
