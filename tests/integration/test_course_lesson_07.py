"""Lesson 07's checks on a running AWS: a model before a backend, errors with manners, and what is predicted."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_07 import predict_the_answer
from apiglab.course.registry import exercise
from apiglab.lab.exercises import Verdict
from apiglab.lab.judging import judge

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

NAME = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1}}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["petId", "adopter"],
    "properties": {
        "petId": {"type": "integer", "minimum": 1},
        "adopter": NAME,
        "note": {"type": "string", "maxLength": 100},
    },
}


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("07")
        yield made
        assert len(made.cleanup().left) == 0


def _with(**properties: Any) -> dict[str, Any]:
    return {**SCHEMA, "properties": {**SCHEMA["properties"], **properties}}


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, Verdict.NOT_ATTEMPTED, "blank"),
        (SCHEMA, Verdict.PASS, "passed"),
        ("schema", Verdict.FAIL, "not-a-schema"),
        ({"type": "pet"}, Verdict.FAIL, "no-json-schema"),
        ({**SCHEMA, "required": ["adopter"]}, Verdict.FAIL, "accepts-no-pet"),
        (_with(petId={"minimum": 1}), Verdict.FAIL, "accepts-text-for-a-number"),
        (_with(petId={"type": "integer"}), Verdict.FAIL, "accepts-pet-zero"),
        ({**SCHEMA, "required": ["petId"]}, Verdict.FAIL, "accepts-no-adopter"),
        (_with(adopter={"type": "object"}), Verdict.FAIL, "accepts-a-nameless-adopter"),
        (_with(adopter={**NAME, "properties": {"name": {"type": "string"}}}), Verdict.FAIL, "accepts-an-empty-name"),
        (_with(note={"type": "string"}), Verdict.FAIL, "accepts-a-long-note"),
        ({**SCHEMA, "type": ["object", "array"]}, Verdict.FAIL, "accepts-a-list"),
        (
            {**SCHEMA, "additionalProperties": False, "required": ["petId", "adopter", "note"]},
            Verdict.FAIL,
            "refuses-a-good-order",
        ),
    ],
)
def test_a_model_is_judged_by_what_it_lets_through(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 07, exercise 5."""
    outcome = judge(exercise("07", "e5"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


def cleaning(
    *,
    pattern: str = "NotFound: .*",
    template: str | None = '{"message": "$input.path(\'$.errorMessage\')"}',
    declared: bool = True,
    deployed: bool = True,
    default_pattern: str | None = None,
    status: str = "404",
) -> Callable[[Any, dict[str, str]], None]:
    """A function that cleans errors up; each option is one way to do it differently."""

    def clean_errors(apigateway: Any, where: dict[str, str]) -> None:
        if declared:
            apigateway.put_method_response(**where, statusCode=status)
        templates = {} if template is None else {"responseTemplates": {"application/json": template}}
        apigateway.put_integration_response(**where, statusCode=status, selectionPattern=pattern, **templates)
        if default_pattern is not None:
            apigateway.put_integration_response(**where, statusCode="200", selectionPattern=default_pattern)
        if deployed:
            apigateway.create_deployment(restApiId=where["restApiId"], stageName="dev")

    return clean_errors


def _blank(*_: Any) -> Any:
    return apiglab.TODO


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, Verdict.NOT_ATTEMPTED, "blank"),
        (_blank, Verdict.NOT_ATTEMPTED, "blank"),
        (cleaning(), Verdict.PASS, "passed"),
        (7, Verdict.FAIL, "not-a-function"),
        (cleaning(pattern="NotFound"), Verdict.FAIL, "still-a-success"),
        (cleaning(deployed=False), Verdict.FAIL, "still-a-success"),
        (cleaning(declared=False), Verdict.FAIL, "status-not-declared"),
        (cleaning(status="410"), Verdict.FAIL, "another-status"),
        (cleaning(template=None), Verdict.FAIL, "leaks-the-inside"),
        (cleaning(template='{"message": "gone"}'), Verdict.FAIL, "says-nothing"),
        (cleaning(default_pattern="ok"), Verdict.FAIL, "broke-the-rest"),
    ],
)
def test_clean_errors_are_judged_by_calling(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 07, exercise 6."""
    outcome = judge(exercise("07", "e6"), lab, attempt)

    assert (outcome.kind, outcome.diagnosis_id) == (verdict, diagnosis)


def test_what_is_answered_is_what_the_exercise_says(lab: apiglab.Lab) -> None:
    """Lesson 07, exercise 1, for real."""
    apis = lab.client("apigateway")
    api_id = apis.create_rest_api(name="adoptions")["id"]
    root = apis.get_resources(restApiId=api_id)["items"][0]["id"]
    model = {"type": "object", "required": ["petId"], "properties": {"petId": {"type": "integer"}}}
    apis.create_model(restApiId=api_id, name="Order", contentType="application/json", schema=json.dumps(model))
    validator = apis.create_request_validator(restApiId=api_id, name="body", validateRequestBody=True)["id"]
    where = {"restApiId": api_id, "resourceId": root, "httpMethod": "POST"}
    models = {"application/json": "Order"}
    apis.put_method(**where, authorizationType="NONE", requestValidatorId=validator, requestModels=models)
    apis.put_method_response(**where, statusCode="200")
    template = {"application/json": '{"statusCode": 200}'}
    apis.put_integration(**where, type="MOCK", requestTemplates=template, passthroughBehavior="NEVER")
    apis.put_integration_response(**where, statusCode="200")
    apis.create_deployment(restApiId=api_id, stageName="dev")
    url = lab.url(api_id, "dev", "/")

    answers = [
        lab.send("POST", url, json={"petId": 7}),
        lab.send("POST", url, json={"petId": "7"}),
        lab.send("POST", url, headers={"Content-Type": "application/json"}),
        lab.send("POST", url, json={"petId": 7, "note": "soon"}),
        lab.send("POST", url, headers={"Content-Type": "text/plain"}, body="7"),
    ]

    assert [str(answer.status) for answer in answers] == predict_the_answer.HAPPENED
