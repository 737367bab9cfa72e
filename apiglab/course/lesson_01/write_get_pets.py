"""Lesson 01, exercise 5: write the calls that bring ``GET /pets`` online."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.api_state import (
    ApiState,
    integration_wrong,
    may_invoke,
    method_missing,
    no_such_api,
    resource_missing,
    stage_missing,
)
from apiglab.course.attempt import not_an_id
from apiglab.course.build import STAGE, a_function, apis_removed
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import ask, ok
from apiglab.course.paws import PETS
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome

PATH = "/pets"


def list_pets(_event: Any, _context: Any) -> dict[str, Any]:
    """The function that the check puts behind the learner's API."""
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(PETS)}


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function build an API, or take the id of one that is built; look at it and call it."""
    if not callable(attempt):
        return _judged(lab, attempt, None)
    apis = lab.client("apigateway")
    with a_function(lab, list_pets) as function_arn, apis_removed(apis):
        return _judged(lab, attempt(apis, lab.client("lambda"), function_arn), function_arn)


def _judged(lab: Any, api_id: Any, function_arn: str | None) -> Outcome:
    if api_id is TODO:
        return not_attempted()
    if finding := not_an_id(api_id, "your REST API"):
        return failed(finding)
    state = ApiState.read(lab, api_id)
    if state is None:
        return failed(no_such_api(api_id))
    finding = first(_state_findings(state)) or _behaviour(lab, state, function_arn)
    if finding:
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


def _behaviour(lab: Any, state: ApiState, function_arn: str | None) -> Diagnosis | None:
    answer = ask(lab, "GET", lab.url(state.api_id, STAGE, PATH), until=ok)
    if answer.ok:
        return None
    if answer.status == 403:
        return _deployed_too_early(answer)
    arn = function_arn or _called_function(state)
    return _refused(answer) if answer.status == 500 and arn and may_invoke(lab, arn) else _not_permitted(answer)


def _called_function(state: ApiState) -> str:
    return str(state.integration(PATH, "GET").get("uri", "")).partition("/functions/")[2].removesuffix("/invocations")


def _deployed_too_early(answer: Exchange) -> Diagnosis:
    return Diagnosis(
        id="deployed-too-early",
        expected="200 from GET /dev/pets",
        got=f"{answer.status_line}: {answer.text}",
        cause="The method is there as you edit it, but not in the deployment: that was made before the method.",
        next_look="the place of create_deployment among your calls",
    )


def _not_permitted(answer: Exchange) -> Diagnosis:
    return Diagnosis(
        id="no-permission",
        expected="200 from GET /dev/pets",
        got=f"{answer.status_line}: {answer.text}",
        cause="API Gateway may not invoke the function: the function's own policy has to name it.",
        next_look="add_permission in lesson 01, part 2",
    )


def _refused(answer: Exchange) -> Diagnosis:
    return Diagnosis(
        id="permission-does-not-fit",
        expected="200 from GET /dev/pets",
        got=f"{answer.status_line}: {answer.text}",
        cause="There is a permission for API Gateway, but its SourceArn names another API, stage, verb or path.",
        next_look="SourceArn: arn:aws:execute-api:{region}:{account}:{api id}/{stage}/{verb}/{path}",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
