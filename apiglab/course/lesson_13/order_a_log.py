"""Lesson 13, exercise 2: put the steps to a readable access log in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "point the stage at the log group, with a format",
        "B": "make a role that API Gateway may assume, and that may write logs",
        "C": "deploy the API again",
        "D": "filter the log group's events",
        "E": "name the role in the account's settings",
        "F": "send a request",
    },
    distractors={
        "C": Distractor(
            diagnosis_id="no-deployment",
            cause="Logging is a setting of the stage: it takes effect at once, with the deployment that is there.",
        )
    },
    needs=[
        Needs(step="E", before="B", diagnosis_id="which-role", cause="The settings name a role by its ARN."),
        Needs(
            step="A",
            before="E",
            diagnosis_id="role-first",
            cause="Without a role in the account's settings a stage can't be told to log.",
        ),
        Needs(
            step="F",
            before="A",
            diagnosis_id="logged-too-late",
            cause="What was asked before the log was switched on is in no log.",
        ),
        Needs(step="D", before="F", diagnosis_id="nothing-to-read", cause="An event comes with a request."),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "One role for the account and its Region, one setting for each stage.",
        "the role is shared by all APIs. Who takes it away makes all of them silent.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
