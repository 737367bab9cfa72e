"""Lesson 12d, exercise 2: decide for each situation which guard fits it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, partial, passed
from apiglab.lab.exercises import Outcome

GUARDS = ("IAM", "LAMBDA", "COGNITO")


class Situation(NamedTuple):
    """Who calls, and which guard is for them."""

    guard: str
    finding: str
    cause: str


SITUATIONS = {
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
    "H": Situation("IAM", "short-lived-credentials", "It has credentials of AWS, and its tools sign by themselves."),
}


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the choices; the first that does not fit is told."""
    if finding := _not_choices(attempt):
        return failed(finding)
    wrong = [letter for letter, situation in SITUATIONS.items() if attempt[letter].upper() != situation.guard]
    finding = first(_findings(attempt, wrong))
    if finding:
        return partial(len(SITUATIONS) - len(wrong), len(SITUATIONS), finding)
    return passed(
        "Known to AWS: IAM. A list of users of your own: Cognito. Everything else: a function.",
        "one API may have all three: each method names its own guard.",
    )


def _not_choices(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, dict) and set(attempt) == set(SITUATIONS):
        unknown = [value for value in attempt.values() if not isinstance(value, str) or value.upper() not in GUARDS]
        if not unknown:
            return None
    return Diagnosis(
        id="not-choices",
        expected='a dict with the letters A to H, each "IAM", "LAMBDA" or "COGNITO"',
        got=shown(attempt),
        cause="Each situation takes one of the three.",
        next_look="the letters and the spelling",
    )


def _findings(attempt: dict[str, str], wrong: list[str]) -> Iterator[Diagnosis | None]:
    for letter in wrong:
        situation = SITUATIONS[letter]
        yield Diagnosis(
            id=situation.finding,
            expected=f"another guard for {letter}",
            got=f"{letter}: {attempt[letter]}",
            cause=situation.cause,
            next_look="who of the callers is known to whom already?",
        )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
