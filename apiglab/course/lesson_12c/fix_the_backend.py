"""Lesson 12c, exercise 4: a backend that forgot to authorize."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.event import proxy_event
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

Case = tuple[str, dict[str, str] | None, str, int, str]
"""The finding, the caller's claims, whose orders are asked for, the status, and the rule."""

_CLEO = {"cognito:username": "cleo"}
CASES: tuple[Case, ...] = (
    ("keeps-customers-out", _CLEO, "cleo", 200, "Her own orders are hers to read."),
    ("lets-others-read", _CLEO, "dora", 403, "That she is signed in does not make Dora's orders hers."),
    (
        "keeps-staff-out",
        {"cognito:username": "stan", "cognito:groups": "trainers,staff"},
        "dora",
        200,
        "Groups come as one text, joined by commas; one of his is staff.",
    ),
    (
        "believes-a-part-of-a-word",
        {"cognito:username": "eve", "cognito:groups": "not-staff,staffing"},
        "dora",
        403,
        "Neither of these groups is staff: split the text at the commas, and compare whole names.",
    ),
    ("takes-a-name-for-a-group", {"cognito:username": "staff"}, "dora", 403, "Anybody may call himself staff."),
    ("lets-nobody-in", None, "dora", 403, "Without claims nobody is known: refuse, and don't fail."),
)


def trusting(event: Any, _context: Any) -> Any:
    """As a colleague wrote it: whoever gets here is signed in, so it is fine."""
    owner = event["pathParameters"]["owner"]
    return {"statusCode": 200, "body": f"the orders of {owner}"}


def event_of(claims: dict[str, str] | None, owner: str) -> dict[str, Any]:
    """The event of GET /orders/{owner}, by a caller with these claims; a header lies."""
    event = proxy_event("GET", f"/orders/{owner}", resource="/orders/{owner}", path_parameters={"owner": owner})
    event["headers"] |= {"X-User": owner, "X-Groups": "staff"}
    if claims is not None:
        event["requestContext"]["authorizer"] = {"claims": dict(claims)}
    return event


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Ask the learner's handler as several callers."""
    if finding := not_a_function(attempt, "orders"):
        return failed(finding)
    if attempt(event_of(_CLEO, "cleo"), None) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "Customers read their own orders, staff read all, and everybody else is refused.",
        "a group that was taken away stays in the token until it ends. For what is an hour too long?",
    )


def _finding(handler: Any, case: Case) -> Diagnosis | None:
    finding, claims, owner, status, rule = case
    try:
        answer = handler(event_of(claims, owner), None)
    except Exception as error:  # noqa: BLE001  the learner's own, which is judged
        answer = error
    if isinstance(answer, dict) and answer.get("statusCode") == status:
        return None
    return Diagnosis(
        id=finding if isinstance(answer, dict) or claims is None else "fails",
        expected=f"statusCode {status} for the orders of {owner}, asked for by {claims or 'nobody'}",
        got=shown(answer),
        cause=rule,
        next_look='event["requestContext"]["authorizer"]["claims"], and what it says when it is not there',
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
