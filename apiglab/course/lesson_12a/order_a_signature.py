"""Lesson 12a, exercise 2: put the steps of a signature in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "write date, scope and the hash of the canonical request below each other: the string to sign",
        "B": "send the secret key in a header, so that API Gateway can compare",
        "C": "write verb, path, query, headers and the body's hash below each other: the canonical request",
        "D": "put key id, scope, the headers' names and the signature into Authorization",
        "E": "make a key for the day out of the secret: date, Region, service, aws4_request",
        "F": "hash the canonical request",
        "G": "sign the string with the day's key",
    },
    distractors={
        "B": Distractor(
            diagnosis_id="the-secret-travels",
            cause="The secret never leaves the client. AWS has it, and computes the same signature.",
        )
    },
    needs=[
        Needs(step="F", before="C", diagnosis_id="hash-of-what", cause="The hash is that of the canonical request."),
        Needs(
            step="A", before="F", diagnosis_id="string-needs-the-hash", cause="The last line of the string is the hash."
        ),
        Needs(step="G", before="A", diagnosis_id="sign-what", cause="The string is what is signed."),
        Needs(step="G", before="E", diagnosis_id="sign-with-what", cause="The day's key signs, not the secret itself."),
        Needs(step="D", before="G", diagnosis_id="header-is-last", cause="The signature stands in the header."),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Request, hash, string, key, signature, header. The key for the day may come any time before the signature.",
        "whoever gets hold of a day's key can sign for one Region and one service, for that day.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
