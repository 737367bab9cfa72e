"""Lesson 12c, exercise 2: put the way from a sign-in to the backend in order."""

from pathlib import Path
from typing import Any

from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.ordering import Distractor, Needs, Ordering
from apiglab.lab.exercises import Outcome

ORDERING = Ordering(
    steps={
        "A": "the app sends the ID token in the header Authorization",
        "B": "the user pool checks name and password",
        "C": "API Gateway checks the signature, the issuer and the expiry of the token",
        "D": "the backend reads the claims and decides what this customer may do",
        "E": "the user pool gives out an ID token, an access token and a refresh token",
        "F": "API Gateway asks the user pool whether the customer is still signed in",
        "G": "the claims are put into the event's requestContext",
    },
    distractors={
        "F": Distractor(
            diagnosis_id="asked-the-pool",
            cause="API Gateway has the pool's public keys, and checks by itself. The pool is not asked.",
        )
    },
    needs=[
        Needs(step="E", before="B", diagnosis_id="tokens-for-the-password", cause="Tokens are what a sign-in gives."),
        Needs(step="A", before="E", diagnosis_id="nothing-to-send", cause="The app sends what it was given."),
        Needs(step="C", before="A", diagnosis_id="nothing-to-check", cause="The token comes with the request."),
        Needs(
            step="G",
            before="C",
            diagnosis_id="claims-unchecked",
            cause="What a token says is believed once its signature was checked.",
        ),
        Needs(step="D", before="G", diagnosis_id="backend-is-last", cause="The backend reads the event."),
    ],
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the order by what each step needs."""
    if finding := ORDERING.judge(attempt):
        return failed(finding)
    return passed(
        "Password, tokens, header, check, claims, and your own decision at the end.",
        "what has to happen when the ID token is over, and the customer should not type the password again?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
