"""Lesson 01, exercise 5: write the calls that bring ``GET /pets`` online."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.api_state import (
    ApiState,
    integration_wrong,
    method_missing,
    no_such_api,
    resource_missing,
    stage_missing,
)
from apiglab.course.attempt import not_an_id
from apiglab.course.build import STAGE, a_function, apis_removed
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import not_ok
from apiglab.course.paws import PETS
from apiglab.lab.exercises import TODO, Outcome

PATH = "/pets"


def list_pets(_event: Any, _context: Any) -> dict[str, Any]:
    """The function that the check puts behind the learner's API."""
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(PETS)}


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function build an API, or take the id of one that is built; look at it and call it."""
    if not callable(attempt):
        return _judged(lab, attempt)
    apis = lab.client("apigateway")
    with a_function(lab, list_pets) as function_arn, apis_removed(apis):
        return _judged(lab, attempt(apis, lab.client("lambda"), function_arn))


def _judged(lab: Any, api_id: Any) -> Outcome:
    if api_id is TODO:
        return not_attempted()
    if finding := not_an_id(api_id, "your REST API"):
        return failed(finding)
    state = ApiState.read(lab, api_id)
    if state is None:
        return failed(no_such_api(api_id))
    if finding := first(_state_findings(state)) or not_ok(lab, state, ("GET", PATH), PATH):
        return failed(finding)
    return passed(
        "Resource, method, integration, permission, deployment: five things, and GET /dev/pets answers 200.",
        "which of the five would you have to repeat after changing the handler's code? None.",
    )


def _state_findings(state: ApiState) -> Iterator[Diagnosis | None]:
    yield resource_missing(state, PATH)
    yield method_missing(state, PATH, "GET")
    yield integration_wrong(state, PATH, "GET")
    yield stage_missing(state, STAGE)


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
