"""Lesson 13, exercise 4: a format whose lines are not always JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from apiglab.course.build import STAGE
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.lesson_13.logged_api import a_logged_api, lines_of, log_with
from apiglab.course.live import ask, ok
from apiglab.lab.exercises import Outcome

REFUSED = "Missing Authentication Token"


def judge(lab: Any, attempt: Any) -> Outcome:
    """Log a request that succeeds and one that is refused in the learner's format, and read the lines."""
    if not isinstance(attempt, str):
        return failed(_not_taken(shown(attempt), "A format is a text."))
    with a_logged_api(lab) as logged:
        try:
            log_with(lab, logged, attempt)
        except ClientError as error:
            return failed(_not_taken(error.response["Error"]["Message"], "API Gateway does not take this format."))
        ids = [
            ask(lab, "GET", lab.url(logged.api_id, STAGE, path), until=until).headers.get("x-amzn-RequestId") or ""
            for path, until in (("/", ok), ("/nowhere", lambda answer: answer.status == 403))
        ]
        finding = first(_findings(lines_of(lab, logged, len(ids)), ids))
    if finding:
        return failed(finding)
    return passed(
        "Every line is JSON, whatever happened, and its status is a number.",
        "a value with a quote in it would break a line even so. Which variables hold what a client sent?",
    )


def _findings(lines: list[str], ids: list[str]) -> Iterator[Diagnosis | None]:
    good, refused = ([line for line in lines if request_id in line] for request_id in ids)
    yield _no_line(lines, found=bool(good and refused))
    for line in (good[-1], refused[-1]):
        yield _no_json(line)
    told = json.loads(refused[-1])
    yield _member(
        told, "status", 403, "status-is-a-text", "In quotes a status is a text: no pattern can ask for >= 500."
    )
    yield _member(told, "error", REFUSED, "no-error", "The message that a refused client got is what you look for.")


def _not_taken(got: str, cause: str) -> Diagnosis:
    return Diagnosis(
        id="not-taken",
        expected="a format with $context.requestId, on one line",
        got=got,
        cause=cause,
        next_look="the text that you hand over, and the names of its variables",
    )


def _no_line(lines: list[str], *, found: bool) -> Diagnosis | None:
    if found:
        return None
    return Diagnosis(
        id="no-request-id",
        expected="a line with the request id of each of two requests",
        got=shown(lines),
        cause="Without the request id a line can't be found from an answer.",
        next_look="$context.requestId in your format",
    )


def _no_json(line: str) -> Diagnosis | None:
    try:
        if isinstance(json.loads(line), dict):
            return None
    except ValueError:
        pass
    return Diagnosis(
        id="not-json",
        expected="a line that json.loads reads as a dict",
        got=line,
        cause="A variable without a value leaves a dash: where no quotes are around it, that is no JSON.",
        next_look="the quotes around each variable, in the line above",
    )


def _member(told: dict[str, Any], name: str, wanted: Any, finding: str, cause: str) -> Diagnosis | None:
    if told.get(name) == wanted and type(told.get(name)) is type(wanted):
        return None
    return Diagnosis(
        id=finding,
        expected=f"{name}: {wanted!r} in the line of a request to an unknown path",
        got=shown(told),
        cause=cause,
        next_look=f"the member {name} of your format",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
