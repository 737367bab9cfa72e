"""Lesson 10, exercise 1: predict which requests the cache answers."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome

HAPPENED = ["miss", "hit", "miss", "hit", "miss", "miss"]
"""First dog, dog with a page, cat, dog from another shop, a POST, dog after 60 s. The integration tests send them."""

PREDICTION = Prediction(
    happened=HAPPENED,
    rules=[
        ("first-is-a-miss", "Nothing is in the cache before somebody asked."),
        ("page-is-not-in-the-key", "page is no part of the key, so that request 2 is request 1 again."),
        ("species-is-in-the-key", "species is in the key: a cat is no dog."),
        ("nobody-is-in-the-key", "Who asks is no part of the key: the answer is there."),
        ("post-is-not-cached", "With the settings of */* only GET methods are cached."),
        ("entries-expire", "After 60 seconds the entry's time is over."),
    ],
    form='a list of six texts, such as ["hit", "miss", "hit", "hit", "miss", "miss"]',
    each="One entry for each request, in the order of the requests.",
    another="something else for {}",
    next_look="{}: which of its parts are in the key, and how old the entry is",
    read=lambda answer: str(answer).strip().lower(),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := PREDICTION.judge(attempt):
        return failed(finding)
    return passed(
        "Only species tells requests apart, only GET is cached, and only for a minute.",
        "request 4 came from another shop. When is that right, and when is it a leak?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
