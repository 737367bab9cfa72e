"""Refusals: AWS's 21 gateway responses, their wording, and what is not built yet."""

import json
import random
from typing import Any

import pytest

from apiglab.gateway.deployment import compile_deployment
from apiglab.gateway.errors import DEFAULTS, GatewayError, ResponseType
from apiglab.gateway.gateway_response import default_body
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import HttpRequest
from apiglab.model.rest import EndpointConfiguration, GatewayResponse, Method, RestApiSnapshot
from apiglab.model.stage import CanarySettings
from tests.gateway_builders import API_ID, FakeBackends, Served, a_lambda_proxy, a_method, a_stage, an_api, serve
from tests.http_api import an_http


async def test_no_match() -> None:
    """fact: routing.no-match-is-403"""
    pets = serve({"/pets": [a_method()]})

    unknown = await pets.ask("GET", "/nope")
    wrong_verb = await pets.ask("POST", "/pets")

    for response in (unknown, wrong_verb):
        assert (response.status, response.body) == (403, b'{"message":"Missing Authentication Token"}')
        assert response.headers.get("x-amzn-ErrorType") == "MissingAuthenticationTokenException"
    newest = pets.plane.journal.recent()
    assert [journey["reason"] for journey in newest] == ["routing.no_such_method", "routing.no_match"]


INCOMPLETE, MISSING = "IncompleteSignatureException", "MissingAuthenticationTokenException"
NO_PAIR = "'x' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer x'."
LACKING = " ".join(
    [
        *(
            f"Authorization header requires '{name}' parameter."
            for name in ("Credential", "Signature", "SignedHeaders")
        ),
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=token=1",
    ]
)
SIGNED = "AWS4-HMAC-SHA256 Credential=A/20231114/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=a"


@pytest.mark.parametrize(
    ("authorization", "error_type", "message"),
    [
        ("Bearer x", INCOMPLETE, NO_PAIR),
        ("token=1", INCOMPLETE, LACKING),
        (SIGNED, MISSING, "Missing Authentication Token"),
    ],
)
@pytest.mark.parametrize(("verb", "path"), [("GET", "/nope"), ("DELETE", "/pets")])
async def test_no_match_with_authorization(
    verb: str, path: str, authorization: str, error_type: str, message: str
) -> None:
    """AWS reads the header as a signature first. fact: routing.no-match-with-authorization"""
    pets = serve({"/pets": [a_method("GET")]})

    headers = {"Authorization": authorization} | ({"X-Amz-Date": "20231114T221320Z"} if "," in authorization else {})
    response = await pets.ask(verb, path, headers=headers)

    assert (response.status, response.headers.get("x-amzn-ErrorType")) == (403, error_type)
    assert json.loads(response.body) == {"message": message}


async def test_unknown_stage_and_api() -> None:
    """fact: routing.unknown-stage-is-forbidden"""
    pets = serve({"/pets": [a_method()]})

    stage = await pets.ask("GET", "/pets", stage="prod")
    api = await pets.plane.serve(HttpRequest("GET", "/dev"), api_id="nosuchapi1", path="/dev", domain_name="")

    for response in (stage, api):
        assert (response.status, response.body) == (403, b'{"message":"Forbidden"}')
        assert response.headers.get("x-amzn-ErrorType") == "ForbiddenException"
    newest = pets.plane.journal.recent()
    assert [journey["reason"] for journey in newest] == ["routing.unknown_api", "routing.unknown_stage"]


def test_defaults_cover_every_type() -> None:
    """All 21 types have a default, and no two members of the enum are the same. fact: gateway-responses.defaults"""
    statuses = {response_type.value: default.status for response_type, default in DEFAULTS.items()}

    assert statuses == {
        "ACCESS_DENIED": 403,
        "API_CONFIGURATION_ERROR": 500,
        "AUTHORIZER_CONFIGURATION_ERROR": 500,
        "AUTHORIZER_FAILURE": 500,
        "BAD_REQUEST_BODY": 400,
        "BAD_REQUEST_PARAMETERS": 400,
        "DEFAULT_4XX": 400,
        "DEFAULT_5XX": 500,
        "EXPIRED_TOKEN": 403,
        "INTEGRATION_FAILURE": 504,
        "INTEGRATION_TIMEOUT": 504,
        "INVALID_API_KEY": 403,
        "INVALID_SIGNATURE": 403,
        "MISSING_AUTHENTICATION_TOKEN": 403,
        "QUOTA_EXCEEDED": 429,
        "REQUEST_TOO_LARGE": 413,
        "RESOURCE_NOT_FOUND": 404,
        "THROTTLED": 429,
        "UNAUTHORIZED": 401,
        "UNSUPPORTED_MEDIA_TYPE": 415,
        "WAF_FILTERED": 403,
    }
    assert len(ResponseType) == 21


def a_response(response_type: str, **members: Any) -> GatewayResponse:
    """A gateway response of the API's own."""
    maps = {key: FrozenMap(value) for key, value in members.items() if isinstance(value, dict)}
    return GatewayResponse(response_type=response_type, **{**members, **maps})


async def test_own_wording() -> None:
    """Status, headers and template of the API's own, with plain substitution.

    fact: gateway-responses.precedence, context.variables, mapping.names-are-case-sensitive
    """
    own = a_response(
        "MISSING_AUTHENTICATION_TOKEN",
        status_code="404",
        response_parameters={
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
            "gatewayresponse.header.X-Asked": "method.request.header.X-Ask",
            "gatewayresponse.header.X-Wrong-Case": "method.request.header.x-ask",
        },
        response_templates={
            "application/json": '{"error": $context.error.messageString, "type": "$context.error.responseType", '
            '"path": "$context.path", "q": "$method.request.querystring.q", "none": "$context.authorizer.x"}'
        },
    )
    pets = serve({"/pets": [a_method()]}, gateway_responses=(own,))

    response = await pets.ask("GET", "/nope", query="q=a&q=b", headers={"X-Ask": "me"})

    assert (response.status, response.body) == (
        404,
        (
            b'{"error": "Missing Authentication Token", "type": "MISSING_AUTHENTICATION_TOKEN", '
            b'"path": "/dev/nope", "q": "b", "none": ""}'
        ),
    )
    assert [pair for pair in response.headers if pair[0] not in ("x-amzn-RequestId", "x-amz-apigw-id")] == [
        ("Content-Type", "application/json"),
        ("x-amzn-ErrorType", "MissingAuthenticationTokenException"),
        ("Access-Control-Allow-Origin", "*"),
        ("X-Asked", "me"),
    ]


@pytest.mark.parametrize(
    ("responses", "status"),
    [
        ((a_response("DEFAULT_4XX", status_code="418"),), 418),
        ((a_response("DEFAULT_4XX"),), 403),
        ((a_response("DEFAULT_5XX", status_code="599"),), 403),
        ((a_response("DEFAULT_4XX", status_code="418"), a_response("MISSING_AUTHENTICATION_TOKEN")), 403),
    ],
)
async def test_precedence(responses: tuple[GatewayResponse, ...], status: int) -> None:
    """The type's own goes before the family's, which holds for every unset one. fact: gateway-responses.precedence"""
    pets = serve({"/pets": [a_method()]}, gateway_responses=responses)

    response = await pets.ask("GET", "/nope")

    assert response.status == status


async def test_default_5xx_words_a_502() -> None:
    """A function's failure is worded by DEFAULT_5XX and keeps its 502. fact: gateway-responses.precedence"""
    own = a_response("DEFAULT_5XX", response_templates={"text/html": "<h1>sorry</h1>", "application/json": "{}"})
    pets = serve({"/": [a_method("GET", a_lambda_proxy())]}, answer=b"[]", gateway_responses=(own,))

    response = await pets.ask("GET", "/", headers={"Accept": "text/html"})

    assert (response.status, response.headers.get("Content-Type"), response.body) == (
        502,
        "text/html",
        b"<h1>sorry</h1>",
    )


async def test_capital_message() -> None:
    """fact: gateway-responses.access-denied-capital-message"""
    body = default_body(GatewayError(ResponseType.ACCESS_DENIED, reason="authorization.denied"))

    assert body == b'{"Message":"User is not authorized to access this resource"}'


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"body": bytes(10 * 1024 * 1024 + 1)}, 413, "request.too_large"),
        ({"headers": {"A": "x" * 10_241}}, 431, "request.headers_too_large"),
        ({"query": "q" * 10_241}, 414, "request.uri_too_long"),
    ],
)
async def test_limits(changes: dict[str, Any], status: int, reason: str) -> None:
    """fact: limits.payload, limits.headers, limits.url"""
    pets = serve({"/pets": [a_method("POST")]})

    response = await pets.ask("POST", "/pets", **changes)

    assert (response.status, pets.journey()["reason"]) == (status, reason)


async def test_limits_are_inclusive() -> None:
    """What is just at the limit passes. fact: limits.payload, limits.headers"""
    pets = serve({"/pets": [a_method("POST")]})

    response = await pets.ask("POST", "/pets", body=bytes(10 * 1024 * 1024), headers={"A": "x" * 10_240})

    assert response.status == 200


@pytest.mark.parametrize(
    ("api", "reason"),
    [
        ({"disable_execute_api_endpoint": True}, "endpoint.disabled"),
        ({"endpoint_configuration": EndpointConfiguration(types=("PRIVATE",))}, "endpoint.private"),
    ],
)
async def test_closed_endpoints(api: dict[str, Any], reason: str) -> None:
    """A disabled endpoint, and a private API's from outside its VPC, are 403 Forbidden.

    fact: endpoints.disabled-is-forbidden, endpoints.private-is-forbidden
    """
    pets = serve({"/": [a_method("GET", a_lambda_proxy())]}, **api)

    response = await pets.ask("GET", "/")

    assert (response.status, response.body) == (403, b'{"message":"Forbidden"}')
    assert (pets.journey()["reason"], pets.backends.calls) == (reason, [])


@pytest.mark.parametrize("guard", ["CUSTOM", "COGNITO_USER_POOLS"])
async def test_guarded_methods_let_nobody_in(guard: str) -> None:
    """A guard that cannot be checked yet refuses. fact: not-built.fails-closed"""
    pets = serve({"/": [a_method("GET", a_lambda_proxy(), authorization_type=guard)]})

    response = await pets.ask("GET", "/")

    assert (response.status, response.body) == (500, b'{"message":null}')
    assert pets.journey()["reason"] == "authorization.not_built"
    assert pets.backends.calls == []


@pytest.mark.parametrize(
    ("api", "reason"),
    [
        (
            an_api({"/": [a_method(integration=a_lambda_proxy("arn:aws:apigateway:us-east-1:sqs:path/q"))]}),
            "integration.not_built",
        ),
        (an_api({"/": [Method(http_method="GET")]}), "integration.not_built"),
        (
            an_api({"/": [a_method(integration=an_http(connection_type="VPC_LINK", integration_target="arn:aws:x"))]}),
            "integration.not_built",
        ),
    ],
)
async def test_not_built(api: RestApiSnapshot, reason: str) -> None:
    """Each is a 500 whose journey names it. fact: not-built.fails-closed"""
    pets = Served(api, FakeBackends(), a_stage())

    response = await pets.ask("GET", "/")

    assert response.status == 500
    assert pets.journey()["reason"] == reason


async def test_canary() -> None:
    """Its share of requests, drawn each time, has its deployment and variables. fact: stage.canary-arm"""
    canary = CanarySettings(
        percent_traffic=25.0, deployment_id="dep456", stage_variable_overrides=FrozenMap({"colour": "green"})
    )
    stage = a_stage(variables=FrozenMap({"colour": "blue"}), canary_settings=canary)
    pets = serve({"/": [a_method("GET", a_lambda_proxy())]}, stage=stage)
    api = an_api({"/": [a_method("GET", a_lambda_proxy())]})
    pets.plane.registry.publish(compile_deployment(api, "dep123"), stage, compile_deployment(api, "dep456"))
    pets.plane.chance = random.Random(1)

    for _ in range(400):
        await pets.ask("GET", "/")

    arms = [trace.deployment_id for trace in pets.plane.journal]
    green = [b'"colour":"green"' in call["payload"] for call in pets.backends.calls]
    assert [arm == "dep456" for arm in arms] == green
    assert 65 < green.count(True) < 135  # four standard deviations about 100


async def test_a_bug_is_awss_500() -> None:
    """A bug of ours is AWS's 500 outside, its traceback is in the journey."""
    pets = serve({"/": [a_method("GET", a_lambda_proxy())]}, answer=ZeroDivisionError("ours"))
    pets.plane.raise_bugs = False

    response = await pets.ask("GET", "/")

    assert (response.status, response.body) == (500, b'{"message":"Internal server error"}')
    step = pets.journey()["steps"][-1]
    assert (step["outcome"], step["reason"]) == ("failed", "internal_error")
    assert "ZeroDivisionError: ours" in step["detail"]["traceback"]
    assert API_ID not in response.body.decode()
