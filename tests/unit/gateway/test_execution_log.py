"""The execution log of a request: AWS's words for its trace."""

import re

import pytest

from apiglab.gateway.execution_log import log_text
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import IntegrationResponse
from tests.gateway_builders import FUNCTION, LAMBDA_URI, Served, a_lambda_proxy, a_method, a_mock, serve

_LINE = re.compile(r"Tue Nov 14 22:13:2\d UTC 2023 : (.*)")


def _log(served: Served) -> list[str]:
    """The newest request's log: its first line, then the messages without their dates."""
    trace = next(iter(served.plane.journal))
    first, *lines = log_text(trace).splitlines()
    messages = []
    for line in lines:
        found = _LINE.fullmatch(line)
        assert found is not None, line
        messages.append(re.sub(r"latency: \d+ ms", "latency: N ms", found[1].replace(trace.request_id, "<id>")))
    return [first.replace(trace.request_id, "<id>"), *messages]


async def test_a_mock_has_no_endpoint_in_its_log() -> None:
    """From the method request straight to the method response. fact: execution-log.messages"""
    served = serve({"/pets/{id}": [a_method(integration=a_mock())]})

    await served.ask("GET", "/pets/7", query="a=1&b=%20", headers={"X-One": "1", "X-Two": "2"}, body=b"{}")

    assert _log(served) == [
        "Execution log for request <id>",
        "Starting execution for request: <id>",
        "HTTP Method: GET, Resource Path: /pets/7",
        "Method request path: {id=7}",
        "Method request query string: {a=1, b= }",
        "Method request headers: {X-One=1, X-Two=2}",
        "Method request body before transformations: {}",
        "Method response body after transformations: ",
        "Method response headers: {Content-Type=application/json}",
        "Successfully completed execution",
        "Method completed with status: 200",
    ]


async def test_a_function_is_an_endpoint_in_the_log() -> None:
    """Its address on AWS, the event, the answer and how long it took. fact: execution-log.lambda-headers"""
    served = serve({"/": [a_method(integration=a_lambda_proxy())]}, answer=b'{"statusCode": 201, "body": "made"}')

    await served.ask("GET", "/")

    log = _log(served)
    address = f"https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/{FUNCTION}/invocations"
    event = served.backends.calls[0]["payload"].decode()
    assert LAMBDA_URI.endswith(f"{FUNCTION}/invocations")
    assert log[7:14] == [
        f"Endpoint request URI: {address}",
        (
            "Endpoint request headers: {x-amzn-lambda-integration-tag=<id>, x-amzn-apigateway-api-id=abcde12345, "
            "Accept=application/json, User-Agent=AmazonAPIGateway_abcde12345}"
        ),
        "Endpoint request body after transformations: "
        + event.replace(next(iter(served.plane.journal)).request_id, "<id>"),
        f"Sending request to {address}",
        "Received response. Status: 200, Integration latency: N ms",
        "Endpoint response headers: {}",
        'Endpoint response body before transformations: {"statusCode": 201, "body": "made"}',
    ]
    assert log[-2:] == ["Successfully completed execution", "Method completed with status: 201"]


async def test_a_refusal_ends_the_log_with_its_reason() -> None:
    """What is at fault, then the status; nothing was completed. fact: execution-log.refusals"""
    served = serve({"/": [a_method(integration=a_mock("{}"))]})

    await served.ask("GET", "/")

    assert _log(served)[-2:] == [
        (
            "Execution failed due to configuration error: "
            "Unable to parse statusCode. It should be an integer that is defined in the request template."
        ),
        "Method completed with status: 500",
    ]
    assert "Successfully completed execution" not in _log(served)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("x-api-key", "0123456789abcdefghij", "**************efghij"),
        ("Authorization", "secret", "******"),
        ("X-Amz-Security-Token", "x" * 12, "*" * 12),
        ("X-Key", "secret", "secret"),
    ],
)
async def test_secrets_are_masked_in_the_log(name: str, value: str, shown: str) -> None:
    """But for the last six characters of a long one. fact: execution-log.secrets"""
    served = serve({"/": [a_method(integration=a_mock())]})

    await served.ask("GET", "/", headers={name: value})

    assert f"Method request headers: {{{name}={shown}}}" in _log(served)


async def test_repeated_headers_stand_together() -> None:
    """As one entry of the map."""
    served = serve({"/": [a_method(integration=a_mock())]})

    await served.ask("GET", "/", headers=[("a", "1"), ("b", "2"), ("a", "3")])

    assert "Method request headers: {a=1,3, b=2}" in _log(served)


async def test_a_path_that_no_resource_has_is_logged_without_parameters() -> None:
    """The log of what was refused before a resource was found."""
    served = serve({"/": [a_method(integration=a_mock())]})

    await served.ask("GET", "/nowhere", body=b"\xff")

    log = _log(served)
    assert log[3] == "Method request path: {}"
    assert log[6] == "Method request body before transformations: \ufffd"
    assert log[-2:] == ["Missing Authentication Token", "Method completed with status: 403"]


async def test_the_response_of_a_mock_shows_as_the_client_gets_it() -> None:
    """Mapped body and headers."""
    response = IntegrationResponse(
        status_code="200",
        response_parameters=FrozenMap({"method.response.header.X-Kind": "'cat'"}),
        response_templates=FrozenMap({"application/json": '{"ok": true}'}),
    )
    served = serve({"/": [a_method(integration=a_mock(responses={"200": response}))]})

    await served.ask("GET", "/")

    log = _log(served)
    assert 'Method response body after transformations: {"ok": true}' in log
    assert "Method response headers: {Content-Type=application/json, X-Kind=cat}" in log


async def test_a_coded_answer_is_logged_plain() -> None:
    """What a client reads after decoding is what the log shows. fact: compression.log"""
    response = IntegrationResponse(status_code="200", response_templates=FrozenMap({"application/json": "miaow"}))
    mock = a_mock(responses={"200": response})
    served = serve({"/": [a_method(integration=mock)]}, minimum_compression_size=0)

    await served.ask("GET", "/", headers={"Accept-Encoding": "gzip"})

    assert "Method response body after transformations: miaow" in _log(served)
