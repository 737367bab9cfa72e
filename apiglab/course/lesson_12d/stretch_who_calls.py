"""Lesson 12d, exercise 6: who calls, by the event of a proxy integration behind any guard."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.event import proxy_event
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

Case = tuple[str, dict[str, Any], tuple[str, str | None], str]
"""The finding, what the event's context has, who it is, and the rule."""

_USER = "arn:aws:iam::123456789012:user/stock/stock-robot"
_SESSION = "arn:aws:sts::123456789012:assumed-role/nightly/nightly-job"
CASES: tuple[Case, ...] = (
    ("nobody-is-somebody", {}, ("NONE", None), "Behind an open method nobody is known."),
    (
        "a-users-name",
        {"identity": {"userArn": _USER}},
        ("IAM", "stock-robot"),
        "A user's ARN may have a path; the name is its last part.",
    ),
    (
        "a-roles-session",
        {"identity": {"userArn": _SESSION}},
        ("IAM", "nightly-job"),
        "A role's ARN ends with the name of its session.",
    ),
    (
        "principal-id",
        {"authorizer": {"principalId": "partner", "integrationLatency": 3}},
        ("LAMBDA", "partner"),
        "What the function answered as principalId is in the authorizer's context.",
    ),
    (
        "claims",
        {"authorizer": {"claims": {"cognito:username": "cleo", "sub": "77"}}},
        ("COGNITO", "cleo"),
        "A pool's claims are in the authorizer's context.",
    ),
)


def event_of(context: dict[str, Any]) -> dict[str, Any]:
    """An event with this in its context, and a header that lies."""
    event = proxy_event("GET", "/mine")
    event["headers"] |= {"X-User": "root", "Authorization": "Bearer cleo"}
    identity = {**event["requestContext"]["identity"], "userArn": None, **context.get("identity", {})}
    event["requestContext"] |= {**context, "identity": identity}
    return event


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Ask the learner's function about the event of each caller."""
    if finding := not_a_function(attempt, "who_calls"):
        return failed(finding)
    if attempt(event_of({})) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "Each is told by what API Gateway wrote, and by nothing that a client may send.",
        "what would your function say if it were called without API Gateway, with an event that somebody made up?",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, context, wanted, rule = case
    said = attempt(event_of(context))
    if not isinstance(said, list | tuple) or len(said) != 2:
        return Diagnosis(
            id="not-a-pair",
            expected='a pair such as ("COGNITO", "cleo")',
            got=shown(said),
            cause="Return the guard and the name.",
            next_look="the return at the end of your function",
        )
    if tuple(said) == wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=shown(wanted),
        got=shown(said),
        cause=rule,
        next_look=f"requestContext of this event: {shown(context)}",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
