"""Lesson 07, exercise 2: put what happens to a body on its way in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "the template for application/json makes the function's input",
        "B": "the model is compared with the client's body",
        "C": "the selection pattern is compared with the function's error message",
        "D": "the required query parameter is looked for",
        "E": "the function runs",
        "F": "the template of the chosen integration response makes the client's body",
        "G": "the model is compared with the function's answer",
        "H": "the method response for the status is looked up",
    },
    distractors={
        "G": Distractor(
            diagnosis_id="answers-are-not-validated",
            cause="Models of responses only document: API Gateway validates requests, never answers.",
        )
    },
    needs=[
        Needs(
            step="A",
            before="B",
            diagnosis_id="validated-too-late",
            cause="What is validated is what the client sent, before any template touches it.",
        ),
        Needs(
            step="B",
            before="D",
            diagnosis_id="parameters-come-first",
            cause="Parameters are checked before the body: a missing one hides what is wrong with the body.",
        ),
        Needs(
            step="E", before="A", diagnosis_id="called-too-early", cause="The template makes what the function gets."
        ),
        Needs(
            step="C",
            before="E",
            diagnosis_id="nothing-to-select",
            cause="The pattern reads what the function answered.",
        ),
        Needs(
            step="F",
            before="C",
            diagnosis_id="chosen-first",
            cause="Each integration response has its own templates, so one has to be chosen first.",
        ),
        Needs(
            step="H",
            before="F",
            diagnosis_id="method-response-is-last",
            cause="The method response is the last box: it sees the status that the mapping came to.",
        ),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Parameters, body, request template; the function; pattern, response template, method response.",
        "a refusal in the first two steps skips all the others. Who words that answer? A gateway response.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
