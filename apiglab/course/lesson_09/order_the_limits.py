"""Lesson 09, exercise 2: put what a request with a key passes in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "the bucket of the account in this Region",
        "B": "the bucket of the usage plan for this key and this method",
        "C": "the key is looked up, and its plan for this stage",
        "D": "the authorizer says who calls",
        "E": "the bucket of the usage plan for this key",
        "F": "the password that belongs to the key is compared",
        "G": "the quota of the key in this day, week or month",
        "H": "the bucket of the stage for this method",
    },
    distractors={
        "F": Distractor(
            diagnosis_id="a-key-is-no-password",
            cause="There is no password: whoever has a key is its client. Keys count and limit; they prove nothing.",
        )
    },
    needs=[
        Needs(
            step="C",
            before="D",
            diagnosis_id="authorization-comes-first",
            cause="Authorization comes first: with apiKeySource AUTHORIZER it even names the key.",
        ),
        Needs(
            step="G",
            before="C",
            diagnosis_id="whose-quota",
            cause="A quota is a key's under its plan: both have to be known.",
        ),
        Needs(
            step="B", before="G", diagnosis_id="quota-before-rate", cause="A spent quota is told before any bucket is."
        ),
        Needs(
            step="E", before="B", diagnosis_id="narrow-first", cause="The narrowest limit comes first: key and method."
        ),
        Needs(
            step="H",
            before="E",
            diagnosis_id="client-before-stage",
            cause="The client's own limits come before all clients'.",
        ),
        Needs(
            step="A", before="H", diagnosis_id="account-is-last", cause="The account is the widest level, and the last."
        ),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Who, which key, how often, how fast; and of the buckets the narrowest first.",
        "all of them have to let a request through. Which of them can one client empty for all others?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
