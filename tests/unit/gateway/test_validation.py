"""Request validators: parameters and bodies."""

import json
from typing import Any

import pytest

from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import GatewayResponse, Model, RequestValidator
from tests.gateway_builders import Served, a_lambda_proxy, a_method, serve

PET = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 2},
        "age": {"type": ["integer", "number"], "minimum": 0},
        "kind": {"enum": ["dog", "cat", "fish"]},
        "friend": {"$ref": "https://apigateway.amazonaws.com/restapis/abcde12345/models/Pet"},
    },
}


def a_checked_api(
    *,
    parameters: dict[str, bool] | None = None,
    models: dict[str, str] | None = None,
    body: bool = True,
    gateway_responses: tuple[GatewayResponse, ...] = (),
) -> Served:
    """An API whose method is checked by a validator of everything."""
    method = a_method(
        "POST",
        a_lambda_proxy(),
        request_validator_id="v1",
        request_parameters=FrozenMap(parameters or {}),
        request_models=FrozenMap(models) if models else None,
    )
    return serve(
        {"/pets/{id}": [method]},
        models=(Model(id="m1", name="Pet", schema=json.dumps(PET)), Model(id="m2", name="Bad", schema='{"type": 7}')),
        request_validators=(RequestValidator(id="v1", validate_request_body=body, validate_request_parameters=True),),
        gateway_responses=gateway_responses,
    )


PARAMETERS = {
    "method.request.querystring.qs1": True,
    "method.request.path.id": True,
    "method.request.header.x-header": True,
    "method.request.header.optional": False,
}


async def test_missing_parameters() -> None:
    """All that is missing or blank is named, headers first. fact: validation.missing-parameters"""
    pets = a_checked_api(parameters=PARAMETERS, models={"application/json": "Pet"})

    response = await pets.ask("POST", "/pets/7", query="qs1=%20", body=b"{}")

    assert (response.status, response.body) == (
        400,
        b'{"message":"Missing required request parameters: [x-header, qs1]"}',
    )
    assert pets.journey()["reason"] == "validation.parameters"


async def test_all_parameters_there() -> None:
    """A request with all of them passes, and the journey says what was checked."""
    pets = a_checked_api(parameters=PARAMETERS)

    response = await pets.ask("POST", "/pets/7", query="qs1=1", headers={"x-header": "1"})

    assert response.status == 200
    step = next(step for step in pets.journey()["steps"] if step["phase"] == "Request validation")
    assert step["detail"]["required_parameters"] == [
        "method.request.header.x-header",
        "method.request.path.id",
        "method.request.querystring.qs1",
    ]


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({}, 'object has missing required properties (["name"])'),
        ({"name": 1}, 'instance type (integer) does not match any allowed primitive type (allowed: ["string"])'),
        (
            {"name": "Rex", "kind": "bird"},
            'instance value ("bird") not found in enum (possible values: ["dog","cat","fish"])',
        ),
        ({"name": "Rex", "age": -1}, "numeric instance is lower than the required minimum (minimum: 0, found: -1)"),
        ({"name": "R"}, 'string "R" is too short (length: 1, required minimum: 2)'),
        ({"name": "Rex", "friend": {"name": "Max", "friend": {}}}, "object has missing required properties"),
        ([], 'instance type (array) does not match any allowed primitive type (allowed: ["object"])'),
    ],
)
async def test_bodies_that_do_not_fit(document: Any, fault: str) -> None:
    """The client sees AWS's 400, the journey what is wrong. fact: validation.body, validation.error-strings"""
    pets = a_checked_api(models={"application/json": "Pet"})

    response = await pets.ask("POST", "/pets/7", body=json.dumps(document).encode())

    assert (response.status, response.body) == (400, b'{"message":"Invalid request body"}')
    assert fault in pets.journey()["steps"][-1]["detail"]["validation_error"]


@pytest.mark.parametrize(
    ("models", "content_type", "body", "status"),
    [
        ({"application/json": "Pet"}, None, b'{"name": "Rex"}', 200),
        ({"application/json": "Pet"}, "application/json; charset=utf-8", b"{}", 400),
        ({"application/json": "Pet"}, "text/xml", b"<pet/>", 200),
        ({"$default": "Pet"}, "text/xml", b"{}", 400),
        ({"application/json": "Pet"}, None, b"", 400),
        ({"application/json": "Pet"}, None, b"{no json", 400),
        (None, None, b"{no json", 400),
        (None, None, b"[1]", 200),
        (None, "text/plain", b"hello", 200),
        ({"application/json": "Bad"}, None, b"{}", 500),
        ({"application/json": "Nope"}, None, b"{}", 500),
    ],
)
async def test_model_by_content_type(
    models: dict[str, str] | None, content_type: str | None, body: bytes, status: int
) -> None:
    """fact: validation.model-by-content-type, validation.no-model"""
    pets = a_checked_api(models=models)

    response = await pets.ask(
        "POST", "/pets/7", headers={"Content-Type": content_type} if content_type else {}, body=body
    )

    assert response.status == status


@pytest.mark.parametrize(
    "body", [b"", b" ", b"{no json", b'{"name": NaN}', b'{"name": "\xff"}', b"[" * 100_000, b'<pet name="Rex"/>']
)
async def test_bodies_that_cannot_be_read(body: bytes) -> None:
    """Whatever their Content-Type says; the deepest nesting is no error of ours. fact: validation.unreadable-body"""
    pets = a_checked_api(models={"application/json": "Pet"})

    response = await pets.ask("POST", "/pets/7", headers={"Content-Type": "application/json"}, body=body)

    assert (response.status, response.body) == (400, b'{"message":"Invalid request body"}')
    assert pets.journey()["steps"][-1]["detail"]["validation_error"] == "[Unknown error parsing request body]"


async def test_error_string_in_own_wording() -> None:
    """An API may tell its clients what is wrong. fact: validation.error-strings"""
    templates = {"application/json": '{"why": "$context.error.validationErrorString"}'}
    own = GatewayResponse(response_type="BAD_REQUEST_BODY", response_templates=FrozenMap(templates))
    pets = a_checked_api(models={"application/json": "Pet"}, gateway_responses=(own,))

    response = await pets.ask("POST", "/pets/7", body=b'{"name": null}')

    assert response.body == (
        b'{"why": "[instance type (null) does not match any allowed primitive type (allowed: ["string"])]"}'
    )


async def test_validator_of_nothing() -> None:
    """A validator that checks no bodies lets any pass."""
    pets = a_checked_api(models={"application/json": "Pet"}, body=False)

    response = await pets.ask("POST", "/pets/7", body=b"{}")

    assert response.status == 200


async def test_hostile_pattern_in_a_model() -> None:
    """A pattern that backtracks without end costs its request an answer, not the server its time."""
    schema = {"type": "object", "properties": {"a": {"pattern": "^(a|a)*(?=b)$"}}}
    method = a_method("POST", request_validator_id="v1", request_models=FrozenMap({"application/json": "Evil"}))
    pets = serve(
        {"/": [method]},
        models=(Model(id="m", name="Evil", schema=json.dumps(schema)),),
        request_validators=(RequestValidator(id="v1", validate_request_body=True),),
    )

    response = await pets.ask("POST", "/", body=json.dumps({"a": "a" * 60 + "c"}).encode())

    assert response.status == 400
