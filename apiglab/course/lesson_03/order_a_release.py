"""Lesson 03, exercise 2: put the steps of a careful release in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "copy the canary's deployment and variables over the stage's",
        "B": "deploy to dev, and try it",
        "C": "compare errors and latency of both arms",
        "D": "deploy to prod as a canary with a small share",
        "E": "remove the canary",
        "F": "tell each client which arm it is in",
        "G": "raise the share",
    },
    distractors={
        "F": Distractor(
            diagnosis_id="arms-are-drawn",
            cause="The arm is drawn for each request: no client is in one.",
        )
    },
    needs=[
        Needs(step="D", before="B", diagnosis_id="dev-comes-first", cause="dev is for what breaks at first sight."),
        Needs(step="C", before="D", diagnosis_id="compare-what", cause="Without a canary there is nothing to compare."),
        Needs(step="G", before="C", diagnosis_id="look-before-more", cause="Look before you raise the share."),
        Needs(step="A", before="G", diagnosis_id="promote-at-last", cause="First more of the traffic, then all of it."),
        Needs(
            step="E",
            before="A",
            diagnosis_id="copy-before-you-remove",
            cause="To remove it first is the way back.",
        ),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "dev, a small share, a look, a larger share, promotion, and the canary is gone.",
        "which of the steps would you leave to a machine?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
