"""Lesson 07, exercise 6: a function's error becomes a clean contract."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from apiglab.course.attempt import not_a_function
from apiglab.course.build import STAGE, a_function, fresh_name, make_function, permit, resource_at
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome

Where = dict[str, str]


class Leaky(NamedTuple):
    """An API whose errors look like successes, to look at."""

    api_id: str
    where: Where
    """``restApiId``, ``resourceId`` and ``httpMethod`` of its method."""


def find_pet(event: Any, _context: Any) -> Any:
    """One pet; an unknown one is an error, as handlers write them."""
    pets = {"1": {"id": 1, "name": "Rex"}, "2": {"id": 2, "name": "Ada"}}
    if event["petId"] not in pets:
        raise LookupError(f"NotFound: no pet {event['petId']}")
    return pets[event["petId"]]


def leaky_api(lab: Any, function_arn: str) -> Leaky:
    """GET /dev/pets/{petId} with a custom integration that has one answer for everything."""
    apis = lab.client("apigateway")
    api_id = apis.create_rest_api(name=fresh_name("leaky"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, "/pets/{petId}"), "httpMethod": "GET"}
    apis.put_method(**where, authorizationType="NONE", requestParameters={"method.request.path.petId": True})
    apis.put_method_response(**where, statusCode="200")
    uri = f"arn:aws:apigateway:{lab.region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    template = {"application/json": '{"petId": "$input.params(\'petId\')"}'}
    apis.put_integration(**where, type="AWS", integrationHttpMethod="POST", uri=uri, requestTemplates=template)
    apis.put_integration_response(**where, statusCode="200")
    permit(lab, function_arn, api_id)
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    return Leaky(api_id, where)


def hand_over(lab: Any) -> Leaky:
    """The leaky API with a function behind it; both stay until ``lab.cleanup()``."""
    return leaky_api(lab, make_function(lab, find_pet))


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function mend a fresh copy of the API, and call it."""
    if finding := not_a_function(attempt, "clean_errors"):
        return failed(finding)
    with a_function(lab, find_pet) as function_arn, _a_copy(lab, function_arn) as leaky:
        if attempt(lab.client("apigateway"), leaky.where) is TODO:
            return not_attempted()
        finding = first(_findings(lab, leaky.api_id))
    if finding:
        return failed(finding)
    return passed(
        "An unknown pet is a 404 with a message, and nothing of the function's inside is seen.",
        "any other error still looks like a 200. A second pattern, for the rest, would be a 500.",
    )


@contextmanager
def _a_copy(lab: Any, function_arn: str) -> Iterator[Leaky]:
    leaky = leaky_api(lab, function_arn)
    try:
        yield leaky
    finally:
        lab.client("apigateway").delete_rest_api(restApiId=leaky.api_id)


def _findings(lab: Any, api_id: str) -> Iterator[Diagnosis | None]:
    missing = ask(lab, "GET", lab.url(api_id, STAGE, "/pets/99"), until=lambda answer: answer.status == 404)
    yield _is_no_404(missing)
    yield _leaks(missing)
    yield _has_no_message(missing)
    yield _broke_the_rest(ask(lab, "GET", lab.url(api_id, STAGE, "/pets/1"), until=lambda answer: answer.ok))


def _is_no_404(answer: Exchange) -> Diagnosis | None:
    if answer.status == 404:
        return None
    causes = {
        200: "No selection pattern fits the error message, or the change was not deployed.",
        500: "The integration response has a status that the method does not declare.",
    }
    finding = {200: "still-a-success", 500: "status-not-declared"}.get(answer.status, "another-status")
    return Diagnosis(
        id=finding,
        expected="404 for GET /dev/pets/99",
        got=f"{answer.status_line}: {answer.text[:120]}",
        cause=causes.get(answer.status, "The pattern fits, and another status answers."),
        next_look="the whole errorMessage has to match the pattern: NotFound: and all that follows; then deploy",
    )


def _leaks(answer: Exchange) -> Diagnosis | None:
    leaked = [word for word in ("stackTrace", "errorType", "LookupError", "errorMessage") if word in answer.text]
    if not leaked:
        return None
    return Diagnosis(
        id="leaks-the-inside",
        expected='a body such as {"message": "no pet 99"}',
        got=f"a body with {leaked[0]} in it",
        cause="Without a template of its own the integration response passes the function's answer on.",
        next_look="responseTemplates of the 404",
    )


def _has_no_message(answer: Exchange) -> Diagnosis | None:
    try:
        message = json.loads(answer.text).get("message", "")
    except (ValueError, AttributeError):
        message = ""
    if "no pet 99" in str(message):
        return None
    return Diagnosis(
        id="says-nothing",
        expected='JSON with a "message" that holds "no pet 99"',
        got=answer.text[:120] or "(an empty body)",
        cause="The client has to read why. The function's words are in its errorMessage.",
        next_look="$input.path('$.errorMessage') in the template",
    )


def _broke_the_rest(answer: Exchange) -> Diagnosis | None:
    if answer.ok and "Rex" in answer.text:
        return None
    return Diagnosis(
        id="broke-the-rest",
        expected="200 with Rex for GET /dev/pets/1, as before",
        got=f"{answer.status_line}: {answer.text[:120]}",
        cause="The default is the integration response without a pattern: it has to stay.",
        next_look="the selectionPattern of the 200",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
