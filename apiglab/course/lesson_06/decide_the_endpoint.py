"""Lesson 06, exercise 2: decide for each situation which endpoint type fits."""

from pathlib import Path
from typing import Any

from apiglab.course.choices import Choices, Situation
from apiglab.course.exercise import CourseExercise, passed
from apiglab.lab.exercises import Outcome

CHOICES = Choices(
    situations={
        "A": Situation(
            "REGIONAL", "same-region", "Callers in the same Region only lose time by a way through the edge."
        ),
        "B": Situation("EDGE", "worldwide", "Connections end near the caller, and there is nothing to set up."),
        "C": Situation("PRIVATE", "never-public", "Only a private API cannot be reached from the internet at all."),
        "D": Situation(
            "DISTRIBUTION", "own-cache-rules", "In AWS's own distribution nothing can be set; it never caches."
        ),
        "E": Situation(
            "REGIONAL", "two-regions", "Each Region has a deployment of its own, and DNS leads to the nearest."
        ),
        "F": Situation(
            "DISTRIBUTION", "own-firewall", "What is to happen at the edge needs a distribution of your own."
        ),
    },
    words=("EDGE", "REGIONAL", "PRIVATE", "DISTRIBUTION"),
    form='a dict with the letters A to F, each "EDGE", "REGIONAL", "PRIVATE" or "DISTRIBUTION"',
    each="Each situation takes one of the four.",
    kind="endpoint",
    next_look="where the callers are, and who should be able to come",
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the choices; the first that does not fit is told."""
    return CHOICES.judge(attempt) or passed(
        "Near callers: regional. Far ones: edge. Nobody from outside: private. Rules of your own: your distribution.",
        "an API's type can be changed later; from PRIVATE to EDGE only by way of REGIONAL.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
