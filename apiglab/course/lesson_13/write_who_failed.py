"""Lesson 13, exercise 3: tell from a line of the access log which part failed."""

from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

Line = dict[str, Any]
Case = tuple[str, Line, str, str]


def line(status: int, **members: Any) -> Line:
    """A line in the form of the lesson: what has no value is a dash."""
    blank = {"error": "-", "authorizer": "-", "lambda": "-", "function": "-", "integration": "-"}
    return {"status": status, **blank, **members}


ASKED = {"authorizer": "200", "lambda": "200"}
CRASHED = "Lambda execution failed with status 200 due to customer function error: no table."
TIMED_OUT = "Execution failed due to a timeout error"
CASES: tuple[Case, ...] = (
    ("a-success", line(200, **ASKED, function="200"), "nobody", "Below 400 nothing failed."),
    (
        "unknown-path",
        line(403, error="MISSING_AUTHENTICATION_TOKEN"),
        "gateway",
        "No method was found: nobody was asked.",
    ),
    ("no-token", line(401, error="UNAUTHORIZED", authorizer="401"), "authorizer", "The caller was not let in."),
    ("denied", line(403, error="ACCESS_DENIED", authorizer="403"), "authorizer", "The authorizer's policy said no."),
    (
        "guard-crashed",
        line(500, error="AUTHORIZER_FAILURE", authorizer="500"),
        "authorizer",
        "The authorizer itself failed: its status is 500.",
    ),
    (
        "function-crashed",
        line(502, error="DEFAULT_5XX", **ASKED, integration=CRASHED),
        "integration",
        "integration tells an error: the backend gave no answer that could be used.",
    ),
    (
        "function-timed-out",
        line(504, error="INTEGRATION_TIMEOUT", authorizer="200", integration=TIMED_OUT),
        "integration",
        "integration tells an error, although the Lambda service had no status to tell.",
    ),
    (
        "function-said-so",
        line(404, **ASKED, function="404"),
        "function",
        "The function answered, and its answer was this status.",
    ),
    ("function-500", line(500, **ASKED, function="500"), "function", "A 500 can be the function's own answer."),
    (
        "throttled",
        line(429, error="THROTTLED", authorizer="200"),
        "gateway",
        "The authorizer let the caller in, and then API Gateway refused the request.",
    ),
)
"""The finding, the line, who failed, and the rule."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's reading with ours, line by line."""
    if finding := not_a_function(attempt, "who_failed"):
        return failed(finding)
    if attempt(line(200, **ASKED, function="200")) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "Five members of a line are enough to know whom to call.",
        "the same answer, 500, came from three places here. The client could not tell them apart.",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, given, wanted, rule = case
    answer = attempt(dict(given))
    if answer == wanted:
        return None
    told = {name: value for name, value in given.items() if value != "-"}
    return Diagnosis(
        id=finding,
        expected=f"{wanted!r} for {told}",
        got=shown(answer),
        cause=rule,
        next_look="which members have a value in this line, and which of them you look at first",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
