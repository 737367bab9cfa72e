"""Lesson 10, exercise 2: put what happens to a request that the cache answers in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "the cache is asked by the request's key",
        "B": "the authorizer says who calls",
        "C": "the integration response maps the answer for the client",
        "D": "a token is taken out of the client's bucket",
        "E": "the function runs",
        "F": "required parameters are looked for",
        "G": "the resource and the method are found",
    },
    distractors={
        "E": Distractor(
            diagnosis_id="the-function-sleeps",
            cause="That is what the cache is for: the backend is not asked at all.",
        )
    },
    needs=[
        Needs(step="B", before="G", diagnosis_id="which-method", cause="Each method has its own guard."),
        Needs(step="D", before="B", diagnosis_id="whose-bucket", cause="First who, then how fast."),
        Needs(
            step="F",
            before="D",
            diagnosis_id="throttled-first",
            cause="Throttling comes before validation: a bad request takes a token, too.",
        ),
        Needs(
            step="A",
            before="F",
            diagnosis_id="cache-is-guarded",
            cause="The cache comes after all checks: it answers nobody who would not have got in.",
        ),
        Needs(
            step="C",
            before="A",
            diagnosis_id="mapped-anew",
            cause="The cache keeps the backend's answer; mapping it is the next step.",
        ),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Everything before the integration happens as ever: the cache saves the backend, and nothing else.",
        "a hit counts as a request on the bill, and for the client's quota.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
