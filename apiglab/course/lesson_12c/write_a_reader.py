"""Lesson 12c, exercise 3: read what a token says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12c.tokens import encoded
from apiglab.lab.exercises import TODO, Outcome

NOW = 1_800_000_000
ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Paws"
ID = {"iss": ISSUER, "token_use": "id", "cognito:username": "cleo", "exp": NOW + 90, "cognito:groups": ["staff"]}
ACCESS = {"iss": ISSUER, "token_use": "access", "username": "dora", "exp": NOW - 30, "scope": "orders/read"}

Case = tuple[str, dict[str, Any], dict[str, Any], str]
CASES: tuple[Case, ...] = (
    ("id-token", ID, {"name": "cleo", "use": "id", "seconds": 90}, "An ID token names its user cognito:username."),
    (
        "access-token",
        {**ACCESS, "exp": NOW + 30},
        {"name": "dora", "use": "access", "seconds": 30},
        "An access token names its user username.",
    ),
    ("over", ACCESS, {"name": "dora", "use": "access", "seconds": 0}, "A token that is over has no seconds left: 0."),
    (
        "padding",
        {**ID, "cognito:username": "zoë"},
        {"name": "zoë", "use": "id", "seconds": 90},
        "The parts have no padding: add = until the length is a multiple of 4; and the text is UTF-8.",
    ),
)
GARBAGE = ("", "a.b", "%%%.%%%.%%%", f"{encoded(b'[]')}.{encoded(b'[]')}.x", f"{encoded(b'{}')}.{encoded(b'{}')}.x")


def token(claims: dict[str, Any]) -> str:
    """A token of these claims; its signature is none, since nobody looks at it."""
    header = {"kid": "one", "alg": "RS256"}
    return ".".join(
        [*(encoded(json.dumps(part, ensure_ascii=False).encode()) for part in (header, claims)), "c2lnbmVk"]
    )


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function read tokens and what is none."""
    if finding := not_a_function(attempt, "read"):
        return failed(finding)
    if attempt(token(ID), NOW) is TODO:
        return not_attempted()
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "Who it is, for what it is, and for how long.",
        "you read it without any key. What does that say about what to put into a token, and what to believe of it?",
    )


def _findings(read: Any) -> Iterator[Diagnosis | None]:
    for finding, claims, wanted, rule in CASES:
        said, error = _asked(read, token(claims))
        if said != wanted:
            yield _told(finding, wanted, said if error is None else error, rule)
    for text in GARBAGE:
        said, error = _asked(read, text)
        if said is not None or error is not None:
            rule = "What is no token, or says too little, is None, and no error."
            yield _told("fails-on-garbage", None, said if error is None else error, rule)


def _asked(read: Any, text: str) -> tuple[Any, Exception | None]:
    try:
        return read(text, NOW), None
    except Exception as error:  # noqa: BLE001  the learner's own, which is judged
        return None, error


def _told(finding: str, wanted: object, said: object, cause: str) -> Diagnosis:
    return Diagnosis(
        id=finding,
        expected=shown(wanted),
        got=shown(said),
        cause=cause,
        next_look="split at the dots, decode the second part, then read the claims",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
