"""Lambda proxy integrations: the answer of a function, and of Lambda itself."""

import asyncio
import json
from typing import Any

import pytest

from apiglab.model.frozen import FrozenMap
from apiglab.model.function import LambdaError
from tests.gateway_builders import FUNCTION, LAMBDA_URI, a_lambda_proxy, a_method, a_stage, serve
from tests.lambda_api import a_pets_api


@pytest.mark.parametrize(
    ("answer", "status", "body"),
    [
        ({}, 200, b""),
        ({"headers": {"A": "b"}}, 200, b""),
        ({"statusCode": "201", "body": "made"}, 201, b"made"),
        ({"statusCode": 200, "headers": None, "multiValueHeaders": None, "body": None}, 200, b""),
        ({"statusCode": 404, "body": "{}"}, 404, b"{}"),
        ({"statusCode": 200, "body": "aGk=", "isBase64Encoded": True}, 200, b"aGk="),
        ({"statusCode": 200, "body": "caf\u00e9"}, 200, "caf\u00e9".encode()),
    ],
)
async def test_accepted_answers(answer: Any, status: int, body: bytes) -> None:
    """fact: lambda-proxy.accepted-answers"""
    pets = a_pets_api(json.dumps(answer).encode())

    response = await pets.ask("GET", "/pets/7")

    assert (response.status, response.body) == (status, body)
    assert response.headers.get("Content-Type") == "application/json"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ('"just a string"', "it is a JSON string, not an object"),
        ("[]", "it is a JSON array"),
        ("null", "it is a JSON null"),
        ("7", "it is a JSON number"),
        ("{not json", "it is not JSON"),
        ('{"statusCode": 200, "message": "hi"}', "it holds 'message'"),
        ('{"statusCode": "two hundred"}', "its statusCode is a JSON string"),
        ('{"statusCode": 200.5}', "its statusCode is a JSON number"),
        ('{"statusCode": true}', "its statusCode is a JSON boolean"),
        ('{"statusCode": 99}', "its statusCode is 99"),
        ('{"statusCode": 200, "body": {"pets": []}}', "its body is a JSON object, not a string"),
        ('{"headers": {"A": 1}}', "its header 'A' is a JSON number"),
        ('{"headers": {"A": ["b"]}}', "its header 'A' is a JSON array"),
        ('{"headers": {"A": "b\\r\\nC: d"}}', "cannot be sent"),
        ('{"headers": {"A B": "c"}}', "cannot be sent"),
        ('{"headers": ["A"]}', "its headers is a JSON array"),
        ('{"multiValueHeaders": {"A": "b"}}', "its multiValueHeaders['A'] is a JSON string"),
    ],
)
async def test_malformed_answers(answer: str, why: str) -> None:
    """The client sees AWS's 502, the journey what is wrong. fact: lambda-proxy.unknown-key-is-502"""
    pets = a_pets_api(answer.encode())

    response = await pets.ask("GET", "/pets/7")

    assert (response.status, response.body) == (502, b'{"message":"Internal server error"}')
    assert response.headers.get("x-amzn-ErrorType") == "InternalServerErrorException"
    step = pets.journey()["steps"][-1]
    assert (step["phase"], step["reason"]) == ("Integration response", "integration.lambda.malformed_response")
    assert why in step["detail"]["log"]


async def test_answer_headers() -> None:
    """Both maps merge, booleans are spelt, reserved names renamed.

    fact: lambda-proxy.headers-merged, headers.remapped-in-proxy-responses
    """
    answer = {
        "headers": {"set-cookie": "solo", "B": True, "Content-Type": "text/plain", "Date": "today", "Server": "mine"},
        "multiValueHeaders": {"Set-Cookie": ["first", "second"], "Transfer-Encoding": ["chunked"]},
    }
    pets = a_pets_api(json.dumps(answer).encode())

    response = await pets.ask("GET", "/pets/7")

    assert response.headers.pairs[:-3] == (
        ("Set-Cookie", "first"),
        ("Set-Cookie", "second"),
        ("Set-Cookie", "solo"),
        ("B", "true"),
        ("Content-Type", "text/plain"),
        ("x-amzn-Remapped-Date", "today"),
        ("x-amzn-Remapped-Server", "mine"),
    )
    assert [name for name, _ in response.headers.pairs[-3:]] == [
        "X-Amzn-Trace-Id",
        "x-amzn-RequestId",
        "x-amz-apigw-id",
    ]


@pytest.mark.parametrize(
    ("accept", "body"),
    [("image/png", b"hi"), ("image/png;q=1, text/html", b"hi"), ("text/html, image/png", b"aGk="), ("", b"aGk=")],
)
async def test_base64_by_accept(accept: str, body: bytes) -> None:
    """fact: lambda-proxy.base64-by-accept"""
    pets = a_pets_api(b'{"body": "aGk=", "isBase64Encoded": true}', binary_media_types=("image/png",))

    response = await pets.ask("GET", "/pets/7", headers={"Accept": accept} if accept else {})

    assert response.body == body


async def test_body_that_is_no_base64() -> None:
    """A body that was to be decoded and cannot be is malformed."""
    pets = a_pets_api(b'{"body": "abc", "isBase64Encoded": true}', binary_media_types=("*/*",))

    response = await pets.ask("GET", "/pets/7", headers={"Accept": "image/png"})

    assert response.status == 502


async def test_function_error() -> None:
    """A function that raised is 502; its message is in the journey only. fact: lambda-proxy.service-errors"""
    pets = a_pets_api(b'{"errorMessage": "no such pet", "errorType": "KeyError"}', function_error="Unhandled")

    response = await pets.ask("GET", "/pets/7")

    assert (response.status, response.body) == (502, b'{"message":"Internal server error"}')
    journey = pets.journey()
    assert journey["reason"] == "integration.lambda.function_error"
    assert journey["steps"][-1]["detail"]["log"] == (
        "Lambda execution failed with status 200 due to customer function error: no such pet. "
        "Lambda request id: lambda-request"
    )


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("AccessDeniedException", 500, "integration.lambda.no_permission"),
        ("ResourceNotFoundException", 500, "integration.lambda.not_found"),
        ("TooManyRequestsException", 500, "integration.lambda.throttled"),
        ("RequestTooLargeException", 413, "request.too_large"),
        ("ServiceException", 500, "integration.lambda.refused"),
    ],
)
async def test_lambda_refuses(code: str, status: int, reason: str) -> None:
    """fact: lambda-proxy.service-errors"""
    pets = a_pets_api(LambdaError(code, 400, "refused"))

    response = await pets.ask("GET", "/pets/7")

    assert response.status == status
    assert pets.journey()["reason"] == reason


async def test_permission_is_asked_for_the_method() -> None:
    """The function's policy is checked against the ARN of stage, verb and resource."""
    pets = a_pets_api()

    await pets.ask("GET", "/pets/7")

    call = pets.backends.calls[-1]
    assert (call["function"], call["source_arn"]) == (
        FUNCTION,
        "arn:aws:execute-api:us-east-1:123456789012:abcde12345/dev/GET/pets/{id}",
    )


async def test_integration_method_must_be_post() -> None:
    """fact: lambda-proxy.method-must-be-post"""
    pets = serve({"/": [a_method("GET", a_lambda_proxy(http_method="GET"))]})

    response = await pets.ask("GET", "/")

    assert response.status == 500
    assert pets.backends.calls == []


@pytest.mark.parametrize(("variables", "function"), [({"fn": "pets:prod"}, f"{FUNCTION}:prod"), ({}, None)])
async def test_function_by_stage_variable(variables: dict[str, str], function: str | None) -> None:
    """The function in the URI may be named by a stage variable; without its value the call is a 500."""
    uri = LAMBDA_URI.replace(":pets/", ":${stageVariables.fn}/")
    pets = serve({"/": [a_method("GET", a_lambda_proxy(uri))]}, stage=a_stage(variables=FrozenMap(variables)))

    response = await pets.ask("GET", "/")

    assert response.status == (200 if function else 500)
    assert [call["function"] for call in pets.backends.calls] == ([function] if function else [])


async def test_timeout() -> None:
    """fact: integration.timeout"""
    pets = serve({"/": [a_method("GET", a_lambda_proxy(timeout_in_millis=0))]})

    async def hang(*_: Any, **__: Any) -> Any:
        await asyncio.get_running_loop().create_future()

    pets.backends.invoke_lambda = hang  # type: ignore[method-assign]  # a backend that never answers
    response = await pets.ask("GET", "/")

    assert (response.status, response.body) == (504, b'{"message":"Endpoint request timed out"}')
    assert pets.journey()["response_type"] == "INTEGRATION_TIMEOUT"
