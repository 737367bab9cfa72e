"""Lesson 01, exercise 4: mend a handler whose every answer becomes a 502."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.event import proxy_event
from apiglab.course.exercise import CourseExercise, failed, not_attempted, partial, passed
from apiglab.course.live import Request, fails_on_lambda
from apiglab.course.paws import PETS
from apiglab.course.proxy_answer import malformed, not_json, wrong_status
from apiglab.lab.exercises import TODO, Outcome, Verdict

BODY = '{"name": "Otto"}'
COUNT_HEADER = "X-Pets-Left"
BROKEN = {
    "statusCode": 201,
    "headers": {"Content-Type": "application/json", COUNT_HEADER: len(PETS) - 1},
    "body": {"adopted": "Otto"},
}
"""What the handler returns as it is given to the learner: two things in it make the answer malformed."""


def judge(lab: Any, attempt: Any) -> Outcome:
    """Call the handler here, then deploy it and call it over HTTP."""
    if finding := not_a_function(attempt, "adopt"):
        return failed(finding)
    answer = attempt(proxy_event("POST", "/adoptions", body=BODY), None)
    if answer is TODO:
        return not_attempted()
    if answer == BROKEN:
        return _unchanged()
    if finding := malformed(answer):
        return partial(1, 2, finding) if _half_mended(answer) else failed(finding)
    requests = [Request(verb="POST", path="/adoptions", body=BODY, status=201)]
    if finding := first(_findings(answer)) or fails_on_lambda(lab, attempt, ("POST", "/adoptions"), requests):
        return failed(finding)
    return passed(
        "Both the body and every header are text now, so the gateway can write them: 201 Created.",
        "the adoption happened even when the client saw the 502. What happens when it tries again?",
    )


def _unchanged() -> Outcome:
    return Outcome(
        kind=Verdict.NOT_ATTEMPTED,
        diagnosis_id="unchanged",
        message="It still answers exactly as it was given to you.",
        next_look="lab.explain on a request to it: which rule of the proxy answer does it break?",
    )


def _half_mended(answer: Any) -> bool:
    """Whether one of the two mistakes is mended."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("headers"), Mapping):
        return False
    return isinstance(answer.get("body"), str) != isinstance(answer["headers"].get(COUNT_HEADER), str)


def _findings(answer: Mapping[str, Any]) -> Iterator[Diagnosis | None]:
    yield wrong_status(answer, 201, "for a new adoption")
    yield _count_is_lost(answer.get("headers") or {})
    yield not_json(answer.get("body"))
    yield _content_is_lost(json.loads(answer["body"]))


def _count_is_lost(headers: Mapping[str, Any]) -> Diagnosis | None:
    count = next((value for name, value in headers.items() if name.lower() == COUNT_HEADER.lower()), None)
    if count == str(len(PETS) - 1):
        return None
    return Diagnosis(
        id="header-dropped",
        expected=f'the header {COUNT_HEADER}: "{len(PETS) - 1}"',
        got="no such header" if count is None else shown(count),
        cause="A client relies on this header. Taking it away hides the mistake instead of mending it.",
        next_look=f"the value of {COUNT_HEADER}: right, but of the wrong type",
    )


def _content_is_lost(content: Any) -> Diagnosis | None:
    if content == BROKEN["body"]:
        return None
    return Diagnosis(
        id="content-changed",
        expected='{"adopted": "Otto"} as JSON text',
        got=shown(content),
        cause="The body's content was right; only its type was not.",
        next_look="what you give to json.dumps",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
