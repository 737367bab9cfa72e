"""Lesson 04, exercise 2: put the steps of a move to a new version in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "the new version is a stage of its own API, and is tested at its own address",
        "B": "the base path v2 leads to it, beside v1",
        "C": "the mapping without a base path is pointed from v1 to v2",
        "D": "nobody has called v1 for a month: its mapping is removed",
        "E": "those who still call v1 are told when it ends",
        "F": "v1's methods are changed to the new form, so that both versions are alike",
        "G": "the old API is deleted",
    },
    distractors={
        "F": Distractor(
            diagnosis_id="breaks-the-old",
            cause="Whoever calls v1 was promised v1. A version that changes is none.",
        )
    },
    needs=[
        Needs(step="B", before="A", diagnosis_id="untested", cause="What is mapped can be called by everybody."),
        Needs(
            step="C",
            before="B",
            diagnosis_id="no-way-to-ask-for-it",
            cause="Those who want the new one first ask for it by name; then it becomes the default.",
        ),
        Needs(step="E", before="C", diagnosis_id="told-too-early", cause="First there is something better to go to."),
        Needs(step="D", before="E", diagnosis_id="not-told", cause="An end that nobody was told of is an outage."),
        Needs(
            step="G",
            before="D",
            diagnosis_id="still-mapped",
            cause="An API to which a base path leads can't be deleted without breaking that path.",
        ),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Test, map beside, move the default, tell, unmap, delete.",
        "how would you know that nobody calls v1 any more?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
