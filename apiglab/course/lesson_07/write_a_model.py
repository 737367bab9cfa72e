"""Lesson 07, exercise 5: write a model that keeps bad orders away from the backend."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from apiglab.course.build import STAGE, answering_method, fresh_name
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.course.live import ask
from apiglab.lab.exercises import Outcome

GOOD: tuple[Any, ...] = (
    {"petId": 7, "adopter": {"name": "Mona"}},
    {"petId": 1, "adopter": {"name": "M"}, "note": "x" * 100},
    {"petId": 2, "adopter": {"name": "Kai", "email": "kai@paws.example"}},
)
BAD: tuple[tuple[str, Any, str], ...] = (
    ("accepts-no-pet", {"adopter": {"name": "Mona"}}, "petId is required."),
    ("accepts-text-for-a-number", {"petId": "7", "adopter": {"name": "Mona"}}, "petId is an integer, not a text."),
    ("accepts-pet-zero", {"petId": 0, "adopter": {"name": "Mona"}}, "petId is at least 1."),
    ("accepts-no-adopter", {"petId": 7}, "adopter is required."),
    ("accepts-a-nameless-adopter", {"petId": 7, "adopter": {}}, "name is required within adopter."),
    ("accepts-an-empty-name", {"petId": 7, "adopter": {"name": ""}}, "The name has at least one character."),
    (
        "accepts-a-long-note",
        {"petId": 7, "adopter": {"name": "Mona"}, "note": "x" * 101},
        "A note has at most 100 characters.",
    ),
    ("accepts-a-list", [], "The body is an object."),
)
"""Each bad body with the finding where it passes, and what the specification says of it."""


def judge(lab: Any, attempt: Any) -> Outcome:
    """Deploy the model before a MOCK backend, and send it good and bad bodies."""
    if not isinstance(attempt, Mapping):
        return failed(_no_schema(attempt))
    try:
        with _validated(lab, dict(attempt)) as url:
            finding = first(_findings(lab, url))
    except ClientError as error:
        return failed(_no_json_schema(error.response["Error"]["Message"][:200]))
    if finding:
        return failed(finding)
    return passed(
        "Every bad body got a 400 from API Gateway, and none of them reached the backend.",
        "the client only reads Invalid request body. A gateway response can tell what is wrong: lesson 07, part 4.",
    )


@contextmanager
def _validated(lab: Any, schema: Mapping[str, Any]) -> Iterator[str]:
    """The URL of a method that validates bodies by ``schema``; its API is gone afterwards."""
    apis = lab.client("apigateway")
    api_id = apis.create_rest_api(name=fresh_name("check"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    try:
        apis.create_model(restApiId=api_id, name="Adoption", contentType="application/json", schema=json.dumps(schema))
        validator = apis.create_request_validator(restApiId=api_id, name="body", validateRequestBody=True)["id"]
        models = {"application/json": "Adoption"}
        answering_method(apis, api_id, "/adoptions", "POST", requestValidatorId=validator, requestModels=models)
        apis.create_deployment(restApiId=api_id, stageName=STAGE)
        yield lab.url(api_id, STAGE, "/adoptions")
    finally:
        apis.delete_rest_api(restApiId=api_id)


def _findings(lab: Any, url: str) -> Iterator[Diagnosis | None]:
    for body in GOOD:
        yield _refuses(_status(lab, url, body, 200), body)
    for finding, body, rule in BAD:
        yield _accepts(_status(lab, url, body, 400), finding, body, rule)


def _status(lab: Any, url: str, body: Any, wanted: int) -> int:
    answer = ask(lab, "POST", url, json=body, until=lambda exchange: exchange.status == wanted)
    return int(answer.status)


def _refuses(status: int, body: Any) -> Diagnosis | None:
    if status == 200:
        return None
    if status == 500:
        return _no_json_schema("500 for a good order")
    return Diagnosis(
        id="refuses-a-good-order",
        expected=f"200 for {json.dumps(body)[:80]}",
        got=str(status),
        cause="The schema asks for more than the specification does.",
        next_look="what is required, and what additionalProperties says",
    )


def _accepts(status: int, finding: str, body: Any, rule: str) -> Diagnosis | None:
    if status == 400:
        return None
    return Diagnosis(
        id=finding,
        expected=f"400 for {json.dumps(body)[:80]}",
        got=str(status),
        cause=rule,
        next_look="type, required, minimum, minLength and maxLength: each at the right depth of the schema",
    )


def _no_schema(attempt: Any) -> Diagnosis:
    return Diagnosis(
        id="not-a-schema",
        expected="the schema, a dict",
        got=shown(attempt),
        cause="A model is a JSON schema; here it is written as a Python dict.",
        next_look='{"type": "object", "required": […], "properties": {…}}',
    )


def _no_json_schema(got: str) -> Diagnosis:
    return Diagnosis(
        id="no-json-schema",
        expected="a JSON schema of draft 4",
        got=got,
        cause="A keyword or a type in it is none of JSON schema's, so that nothing can be checked by it.",
        next_look="the types: object, array, string, integer, number, boolean and null",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
