"""Lesson 12d, exercise 2: decide for each situation which guard fits it."""

from pathlib import Path
from typing import Any

from apiglab.course.choices import Choices, Situation
from apiglab.course.exercise import CourseExercise, passed
from apiglab.lab.exercises import Outcome

CHOICES = Choices(
    situations={
        "A": Situation(
            "IAM", "a-role-is-an-identity", "A function has an execution role: AWS knows it already, and signs."
        ),
        "B": Situation(
            "COGNITO", "sign-up-without-code", "Sign-up, passwords, mails: a user pool does it, without your code."
        ),
        "C": Situation(
            "LAMBDA", "a-third-partys-token", "Who checks a token that neither AWS nor a pool of yours gave out?"
        ),
        "D": Situation("IAM", "another-account", "A role of another account signs; a resource policy lets it in."),
        "E": Situation(
            "COGNITO", "a-pool-federates", "A user pool takes Google's sign-in and gives out a token of its own."
        ),
        "F": Situation(
            "LAMBDA", "anything-in-the-request", "A cookie is no signature and no token: only code can look it up."
        ),
        "G": Situation(
            "LAMBDA", "rights-from-a-table", "It is to be decided before the backend, by data of yours: that is code."
        ),
        "H": Situation(
            "IAM", "short-lived-credentials", "It has credentials of AWS, and its tools sign by themselves."
        ),
    },
    words=("IAM", "LAMBDA", "COGNITO"),
    form='a dict with the letters A to H, each "IAM", "LAMBDA" or "COGNITO"',
    each="Each situation takes one of the three.",
    kind="guard",
    next_look="who of the callers is known to whom already?",
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the choices; the first that does not fit is told."""
    return CHOICES.judge(attempt) or passed(
        "Known to AWS: IAM. A list of users of your own: Cognito. Everything else: a function.",
        "one API may have all three: each method names its own guard.",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
