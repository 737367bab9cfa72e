"""AWS service integrations: what the service is asked, as whom, and what the client sees of its answer."""

from typing import Any

import pytest

from apiglab.model.backend import AwsCall, BackendError
from apiglab.model.credentials import RoleCredentials
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, Response
from apiglab.model.rest import Integration, IntegrationResponse
from tests.gateway_builders import Served, a_method, a_stage, serve

TRACE = "Root=1-01234567-89abcdef0123456789abcdef"
ROLE = "arn:aws:iam::123456789012:role/gateway"


def an_aws(uri: str = "sqs:path/123456789012/orders", **members: Any) -> Integration:
    """An AWS integration with a service."""
    maps = {key: FrozenMap(value) if isinstance(value, dict) else value for key, value in members.items()}
    defaults: dict[str, Any] = {
        "type": "AWS",
        "http_method": "POST",
        "uri": f"arn:aws:apigateway:us-east-1:{uri}",
        "credentials": ROLE,
        "integration_responses": FrozenMap({"200": IntegrationResponse(status_code="200")}),
        "cache_namespace": "root",
    }
    return Integration(**{**defaults, **maps})


OK = Response(200, Headers((("Content-Type", "text/xml"), ("Date", "now"))), b"<ok/>")


def a_backed_api(integration: Integration, answer: Response | BackendError = OK, **more: Any) -> Served:
    """An API before a service that gives ``answer``; what it was asked is in ``backends.calls``."""
    orders = serve({"/orders/{id}": [a_method("ANY", integration, **more.pop("method", {}))]}, **more)

    async def call_aws(call: AwsCall) -> Response:
        orders.backends.calls.append({"call": call})
        if isinstance(answer, BackendError):
            raise answer
        return answer

    orders.backends.call_aws = call_aws  # type: ignore[attr-defined]  # the fake has it only here
    return orders


async def test_the_service_gets_what_is_mapped() -> None:
    """Of the client's request nothing else. fact: headers.dropped-to-aws"""
    integration = an_aws(
        "s3:path/${stageVariables.bucket}/{key}",
        http_method="PUT",
        request_parameters={
            "integration.request.path.key": "method.request.path.id",
            "integration.request.querystring.acl": "method.request.querystring.a",
            "integration.request.header.X-Own": "'own'",
            "integration.request.header.Referer": "'https://example.com'",
        },
        request_templates={"text/plain": "<$input.body>"},
    )
    orders = a_backed_api(integration, stage=a_stage(variables=FrozenMap({"bucket": "files"})))

    await orders.ask(
        "POST",
        "/orders/a%20b",
        query="a=x&b=y",
        headers={"Content-Type": "text/plain", "X-Secret": "s", "X-Amzn-Trace-Id": TRACE},
        body=b"hi",
    )

    assert orders.backends.calls[-1]["call"] == AwsCall(
        service="s3",
        region="us-east-1",
        account_id="123456789012",
        kind="path",
        target="files/a%20b",
        method="PUT",
        query=(("acl", "x"),),
        headers=Headers(
            (
                ("X-Own", "own"),
                ("Accept", "application/json"),
                ("User-Agent", "AmazonAPIGateway_abcde12345"),
                ("Content-Type", "text/plain"),
                ("X-Amzn-Trace-Id", TRACE),
                ("x-amzn-apigateway-api-id", "abcde12345"),
            )
        ),
        body=b"<hi>",
        credentials=RoleCredentials(ROLE),
        source_arn="arn:aws:execute-api:us-east-1:123456789012:abcde12345/*",
    )


async def test_the_status_chooses_the_response() -> None:
    """Headers come by mapping, reserved ones renamed. fact: aws-integration.selector, headers.remapped-when-mapped"""
    mapped = {
        "method.response.header.Date": "integration.response.header.Date",
        "method.response.header.X-Type": "integration.response.header.Content-Type",
        "method.response.header.Transfer-Encoding": "'chunked'",
    }
    responses = {
        "200": IntegrationResponse(status_code="200"),
        "404": IntegrationResponse(
            status_code="404", selection_pattern="2\\d\\d", response_parameters=FrozenMap(mapped)
        ),
    }
    orders = a_backed_api(an_aws(integration_responses=responses), method={"statuses": ("200", "404")})

    response = await orders.ask("POST", "/orders/1")

    assert (response.status, response.body) == (404, b"<ok/>")
    assert response.headers.pairs[:3] == (
        ("Content-Type", "application/json"),
        ("x-amzn-Remapped-Date", "now"),
        ("X-Type", "text/xml"),
    )
    assert "Transfer-Encoding" not in response.headers


@pytest.mark.parametrize(
    "name", ["Authorization", "Connection", "Expect", "Proxy-Authenticate", "TE", "Content-Length"]
)
async def test_forbidden_targets(name: str) -> None:
    """fact: headers.forbidden-targets-aws"""
    orders = a_backed_api(an_aws(request_parameters={f"integration.request.header.{name}": "'x'"}))

    response = await orders.ask("POST", "/orders/1")

    assert (response.status, orders.journey()["reason"]) == (500, "integration_request.forbidden_header")


@pytest.mark.parametrize(
    ("credentials", "reason"),
    [
        (None, "integration.aws.no_credentials"),
        ("${stageVariables.nope}", "integration.aws.no_credentials"),
        ("arn:aws:iam::*:user/*", "integration.aws.caller_credentials"),
    ],
)
async def test_no_role_no_call(credentials: str | None, reason: str) -> None:
    """fact: aws-integration.credentials, aws-integration.caller-credentials"""
    orders = a_backed_api(an_aws(credentials=credentials))

    response = await orders.ask("POST", "/orders/1")

    assert (response.status, orders.journey()["reason"], orders.backends.calls) == (500, reason, [])


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (BackendError("role", "no"), 500, "integration.aws.role"),
        (BackendError("not_there", "no"), 500, "integration.aws.not_there"),
        (Response(200, Headers(), b"x" * (10 * 1024 * 1024 + 1)), 500, "integration.http.too_large"),
    ],
)
async def test_services_that_fail(answer: Response | BackendError, status: int, reason: str) -> None:
    """fact: aws-integration.errors"""
    orders = a_backed_api(an_aws(), answer)

    response = await orders.ask("POST", "/orders/1")

    assert (response.status, orders.journey()["reason"]) == (status, reason)


async def test_a_service_that_takes_too_long() -> None:
    """The integration's own timeout holds. fact: aws-integration.errors"""
    import asyncio

    orders = a_backed_api(an_aws(timeout_in_millis=50))

    async def call_aws(call: AwsCall) -> Response:
        await asyncio.Event().wait()
        return OK

    orders.backends.call_aws = call_aws  # type: ignore[attr-defined]  # the fake has it only here

    response = await orders.ask("POST", "/orders/1")

    assert (response.status, response.body) == (504, b'{"message":"Endpoint request timed out"}')


async def test_a_uri_that_names_nothing() -> None:
    """An empty stage variable leaves no path. fact: aws-integration.errors"""
    orders = a_backed_api(an_aws("sqs:path/${stageVariables.nope}"))

    response = await orders.ask("POST", "/orders/1")

    assert (response.status, orders.journey()["reason"]) == (500, "integration.aws.not_there")
