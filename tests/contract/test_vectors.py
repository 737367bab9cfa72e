"""Conformance vectors: a request, and exactly what AWS answers. Their numbers are those of the sheet's appendix G."""

import json
from typing import Any

import pytest

from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, Response
from apiglab.model.rest import Integration, IntegrationResponse, Model, RequestValidator
from tests.gateway_builders import LAMBDA_URI, Served, a_lambda_proxy, a_method, a_mock, serve
from tests.http_api import a_backed_api, an_http, sent
from tests.lambda_api import the_event

INTERNAL = b'{"message":"Internal server error"}'
PET = {"type": "object", "properties": {"type": {"enum": ["dog", "cat", "fish"]}}}


def _function(answer: Any, function_error: str | None = None, **api: Any) -> Served:
    method = a_method("GET", a_lambda_proxy())
    return serve({"/": [method]}, answer=json.dumps(answer).encode(), function_error=function_error, **api)


def _checked() -> Served:
    """A POST that wants q1 and a pet."""
    method = a_method(
        "POST",
        request_validator_id="v",
        request_parameters=FrozenMap({"method.request.querystring.q1": True}),
        request_models=FrozenMap({"application/json": "Pet"}),
    )
    validator = RequestValidator(id="v", validate_request_body=True, validate_request_parameters=True)
    models = (Model(id="m", name="Pet", schema=json.dumps(PET)),)
    return serve({"/": [method]}, models=models, request_validators=(validator,))


async def _answer(api: Served, verb: str = "GET", path: str = "/", **request: Any) -> tuple[int, bytes, str | None]:
    response = await api.ask(verb, path, **request)
    return response.status, response.body, response.headers.get("x-amzn-ErrorType")


@pytest.mark.parametrize(("verb", "path"), [("GET", "/nope"), ("GET", "/x")])
async def test_1_2_nothing_matches(verb: str, path: str) -> None:
    """An unknown path, and a verb that a resource does not have. fact: routing.no-match-is-403"""
    api = serve({"/x": [a_method("POST")]})

    answer = await _answer(api, verb, path)

    assert answer == (403, b'{"message":"Missing Authentication Token"}', "MissingAuthenticationTokenException")


async def test_3_nothing_matches_with_a_bearer_token() -> None:
    """The token is taken for a signature. fact: routing.no-match-with-authorization"""
    status, _, error = await _answer(
        serve({"/x": [a_method("POST")]}), path="/nope", headers={"Authorization": "Bearer x"}
    )

    assert (status, error) == (403, "IncompleteSignatureException")


async def test_4_greedy_paths_keep_their_slashes() -> None:
    """And what is percent-encoded. fact: routing.slashes-after-the-stage"""
    api = serve({"/{proxy+}": [a_method("GET", a_lambda_proxy())]})

    await api.ask("GET", "/a//%20b")

    assert the_event(api)["pathParameters"] == {"proxy": "a//%20b"}


async def test_5_repeated_parameters() -> None:
    """The last one, and all. fact: lambda-proxy.event"""
    api = _function({})

    await api.ask("GET", "/", query="a=1&a=2")

    event = the_event(api)
    assert event["queryStringParameters"] == {"a": "2"}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}


@pytest.mark.parametrize("query", ["", "q1=", "q1=%20"])
async def test_6_a_required_parameter(query: str) -> None:
    """Missing or blank. fact: validation.missing-parameters"""
    answer = await _answer(_checked(), "POST", query=query, body=b'{"type": "dog"}')

    assert answer == (400, b'{"message":"Missing required request parameters: [q1]"}', "BadRequestException")


async def test_7_a_model_s_enum() -> None:
    """fact: validation.body"""
    answer = await _answer(_checked(), "POST", query="q1=1", body=b'{"type": "bird"}')

    assert answer == (400, b'{"message":"Invalid request body"}', "BadRequestException")


async def test_8_never_and_an_unknown_content_type() -> None:
    """fact: integration-request.passthrough"""
    api = serve({"/": [a_method("POST", a_mock(passthrough_behavior="NEVER"))]})

    answer = await _answer(api, "POST", headers={"Content-Type": "text/csv"}, body=b"a,b")

    assert answer == (415, b'{"message":"Unsupported Media Type"}', "BadRequestException")


async def test_9_a_mock() -> None:
    """It has no trace id. fact: mock.lenient-status-code"""
    response = await serve({"/": [a_method(integration=a_mock("{statusCode: 200}"))]}).ask("GET", "/")

    assert (response.status, response.headers.get("X-Amzn-Trace-Id")) == (200, None)


async def test_10_a_mock_without_a_status() -> None:
    """fact: mock.lenient-status-code"""
    answer = await _answer(serve({"/": [a_method(integration=a_mock("{}"))]}))

    assert answer == (500, INTERNAL, "InternalServerErrorException")


@pytest.mark.parametrize(
    ("template", "body", "rendered"),
    [
        ("$input.path('$')", b'{"foo": "bar"}', b"{foo=bar}"),
        ("$input.path('$')", b'[{"foo": "bar"}]', b'[{"foo":"bar"}]'),
        ("$input.body", b"", b"{}"),
    ],
)
async def test_11_12_13_how_input_prints(template: str, body: bytes, rendered: bytes) -> None:
    """An object, a list, and no body at all. fact: vtl.json-arrays-print-as-json"""
    api = a_backed_api(an_http(proxy=False, request_templates={"application/json": template}), Response(200))

    await api.ask("POST", "/pets/7", body=body)

    assert sent(api).body == rendered


async def test_14_a_status_override_in_the_request() -> None:
    """fact: overrides.status"""
    mock = a_mock('#set($context.responseOverride.status = 444){"statusCode": 200}')

    status, *_ = await _answer(serve({"/": [a_method(integration=mock)]}))

    assert status == 444


@pytest.mark.parametrize(("proxy", "status"), [(False, 200), (True, 400)])
async def test_15_16_a_backend_s_400(proxy: bool, status: int) -> None:
    """The default response has a status of its own; a proxy has none. fact: http.default-response"""
    api = a_backed_api(an_http(proxy), Response(400, Headers(), b"no"))

    assert (await _answer(api, path="/pets/7"))[:2] == (status, b"no")


async def test_17_a_mapped_parameter_is_appended() -> None:
    """fact: http-proxy.mappings"""
    api = a_backed_api(an_http(request_parameters={"integration.request.querystring.t": "'foo'"}), Response(200))

    await api.ask("GET", "/pets/7", query="t=bar")

    assert sent(api).url.endswith("?t=bar&t=foo")


async def test_18_a_mapped_content_length() -> None:
    """fact: headers.forbidden-targets"""
    mapped = {"integration.request.header.Content-Length": "'7'"}
    api = a_backed_api(an_http(request_parameters=mapped), Response(200))

    assert await _answer(api, path="/pets/7") == (500, INTERNAL, "InternalServerErrorException")


async def test_19_a_lambda_proxy_by_get() -> None:
    """fact: lambda-proxy.method-must-be-post"""
    api = serve({"/": [a_method("GET", a_lambda_proxy(http_method="GET"))]})

    assert await _answer(api) == (500, INTERNAL, "InternalServerErrorException")


@pytest.mark.parametrize("answer", ["justAString", {"foo": "bar"}, {"statusCode": 200, "foo": 1}, [], None, 7])
async def test_20_answers_that_are_none(answer: Any) -> None:
    """fact: lambda-proxy.unknown-key-is-502"""
    assert await _answer(_function(answer)) == (502, INTERNAL, "InternalServerErrorException")


async def test_21_a_status_as_text() -> None:
    """fact: lambda-proxy.accepted-answers"""
    assert await _answer(_function({"statusCode": "200"})) == (200, b"", None)


async def test_22_a_header_that_is_true() -> None:
    """fact: lambda-proxy.headers-merged"""
    response = await _function({"headers": {"b": True}}).ask("GET", "/")

    assert response.headers.get("b") == "true"


async def test_23_base64_without_binary_types() -> None:
    """fact: lambda-proxy.base64-by-accept"""
    assert (await _answer(_function({"body": "aGk=", "isBase64Encoded": True})))[:2] == (200, b"aGk=")


async def test_24_a_failed_function_chooses_its_response() -> None:
    """fact: lambda-custom.selector"""
    error = json.dumps({"errorMessage": "[400] bad pet", "errorType": "Error"}).encode()
    responses = {
        "200": IntegrationResponse(status_code="200"),
        "400": IntegrationResponse(status_code="400", selection_pattern=".*400.*"),
    }
    integration = Integration(
        type="AWS", http_method="POST", uri=LAMBDA_URI, cache_namespace="r", integration_responses=FrozenMap(responses)
    )
    method = a_method("GET", integration, statuses=("200", "400"))

    answer = await _answer(serve({"/": [method]}, answer=error, function_error="Unhandled"))

    assert answer == (400, error, None)
