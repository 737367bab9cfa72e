"""Lesson 04, exercise 1: predict which mapping takes a request."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

PATHS = ("/v1/pets", "/v2/pets", "/v2/beta/pets", "/v20/pets", "/pets", "/V1/pets")
HAPPENED = ["v1", "v2", "beta", 403, "site", 403]
"""Which version answers each path, or the status."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("v1", "The mapping v1 fits, and is the longest that does."),
        ("v2", "v2 fits; v2/beta does not, since the next name is pets."),
        ("longest-wins", "Both v2 and v2/beta fit; the longer one takes it."),
        (
            "whole-names",
            "v2 is no beginning of v20: names are compared whole. The site takes it, and has no such path.",
        ),
        ("none-takes-the-rest", "No name fits, so the mapping without a base path takes it."),
        ("case-counts", "V1 is not v1. The site takes it, and has no such path."),
    ],
    form='a list of six answers: a version, or a status, such as ["v1", "v2", "site", 403, 403, "v1"]',
    each="One answer for each path.",
    another="another answer for {}",
    next_look="the base paths, name by name; and what is left for the API after the base path is taken off",
    how_many="how many paths the question lists",
    names=PATHS,
    is_answer=lambda answer: isinstance(answer, int | str),
    read=str,
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "The longest base path of whole names; what is left goes to the mapping without one.",
        "two of the answers are 403 with Missing Authentication Token. From which API do they come?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
