"""HTTP and HTTP_PROXY integrations: what the backend is sent, and what the client sees of its answer."""

from typing import Any

import pytest

from apiglab.model.backend import BackendError, BackendRequest
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.model.rest import IntegrationResponse
from apiglab.model.stream import Stream, StreamBrokenError
from tests.gateway_builders import API_ID, a_stage
from tests.http_api import OK, a_backed_api, an_http, sent

TRACE = "Root=1-01234567-89abcdef0123456789abcdef"


async def test_proxy_passes_the_request() -> None:
    """Verb, query, headers and body go through; hop-by-hop headers and the host do not.

    fact: headers.not-forwarded, headers.dropped-to-http-backends, headers.signature-dropped
    """
    pets = a_backed_api(an_http(), OK)

    await pets.ask(
        "PATCH",
        "/pets/a%20b",
        query="x=1&x=2",
        headers=[
            ("Host", "api"),
            ("Accept", "text/*"),
            ("X-Custom", "one"),
            ("Via", "1.1 me"),
            ("Content-Encoding", "identity"),
            ("Authorization", "AWS4-HMAC-SHA256 Credential=x"),
            ("X-Amzn-Trace-Id", TRACE),
            ("Content-Type", "text/plain"),
            ("Connection", "close"),
        ],
        body=b"body",
    )

    assert sent(pets) == BackendRequest(
        method="PATCH",
        url="http://backend.example/base/a%20b?x=1&x=2",
        headers=Headers(
            (
                ("Accept", "text/*"),
                ("X-Custom", "one"),
                ("Content-Type", "text/plain"),
                ("User-Agent", "AmazonAPIGateway_abcde12345"),
                ("X-Amzn-Trace-Id", TRACE),
                ("x-amzn-apigateway-api-id", "abcde12345"),
            )
        ),
        body=b"body",
        timeout=29.0,
    )


async def test_proxy_mappings_lie_over_the_request() -> None:
    """A mapped header replaces the client's, a mapped query parameter follows it. fact: http-proxy.mappings"""
    mapped = {
        "integration.request.header.X-Custom": "'mapped'",
        "integration.request.querystring.t": "method.request.header.X-Custom",
        "integration.request.path.id": "stageVariables.fixed",
    }
    pets = a_backed_api(an_http(request_parameters=mapped), OK, stage=a_stage(variables=FrozenMap({"fixed": "7"})))

    await pets.ask("GET", "/pets/1", query="t=bar", headers={"X-Custom": "client"})

    assert sent(pets).url == "http://backend.example/base/7?t=bar&t=client"
    assert sent(pets).headers.all("X-Custom") == ("mapped",)


async def test_proxy_passes_the_answer() -> None:
    """Status, body and headers come through, reserved ones renamed, codings dropped.

    fact: headers.dropped-from-http-backends, headers.remapped-in-proxy-responses
    """
    headers = Headers(
        (("Server", "nginx"), ("X-Own", "1"), ("Content-Encoding", "identity"), ("Date", "now"), ("Via", "x"))
    )
    pets = a_backed_api(an_http(), Response(404, headers, b"gone"))

    response = await pets.ask("GET", "/pets/1")

    assert (response.status, response.body) == (404, b"gone")
    assert response.headers.pairs[1:-2] == (
        ("x-amzn-Remapped-Server", "nginx"),
        ("X-Own", "1"),
        ("x-amzn-Remapped-Date", "now"),
    )


async def test_custom_sends_only_what_is_mapped() -> None:
    """HTTP sends mapped parameters and the template's text; the client's headers stay behind."""
    integration = an_http(
        proxy=False,
        request_parameters={
            "integration.request.path.id": "method.request.path.id",
            "integration.request.header.X-Name": "method.request.body.pet.name",
            "integration.request.querystring.q": "method.request.multivaluequerystring.q",
        },
        request_templates={"application/json": '{"id": "$input.params(\'id\')"}'},
    )
    pets = a_backed_api(integration, OK)

    await pets.ask("GET", "/pets/7", query="q=1&q=2", headers={"X-Secret": "s"}, body=b'{"pet": {"name": "Rex"}}')

    request = sent(pets)
    assert (request.method, request.url, request.body) == (
        "POST",
        "http://backend.example/base/7?q=1%2C2",
        b'{"id": "7"}',
    )
    assert [name for name, _ in request.headers] == [
        "X-Name",
        "Accept",
        "User-Agent",
        "Content-Type",
        "X-Amzn-Trace-Id",
        "x-amzn-apigateway-api-id",
    ]


async def test_overrides_of_the_request() -> None:
    """A template's overrides go over what was mapped; a list makes several values. fact: overrides.once"""
    template = (
        '#set($context.requestOverride.header.X-Name = ["a", "b"])#set($context.requestOverride.path.id = "9")'
        '#set($context.requestOverride.querystring.q = "over")x'
    )
    integration = an_http(
        proxy=False,
        request_parameters={
            "integration.request.path.id": "method.request.path.id",
            "integration.request.querystring.q": "'mapped'",
        },
        request_templates={"application/json": template},
    )
    pets = a_backed_api(integration, OK)

    await pets.ask("GET", "/pets/7")

    assert sent(pets).url == "http://backend.example/base/9?q=over"
    assert sent(pets).headers.all("X-Name") == ("a", "b")


async def test_custom_maps_the_answer() -> None:
    """The response is chosen by the backend's status; headers and body come by mapping only."""
    responses = {
        "200": IntegrationResponse(status_code="200"),
        "404": IntegrationResponse(
            status_code="404",
            selection_pattern="4..",
            response_parameters=FrozenMap(
                {
                    "method.response.header.X-From": "integration.response.header.X-Own",
                    "method.response.header.X-Why": "integration.response.body.error.why",
                    "method.response.header.X-None": "integration.response.header.Nope",
                }
            ),
            response_templates=FrozenMap({"application/json": "$input.json('$.error')"}),
        ),
    }
    integration = an_http(proxy=False, integration_responses=responses)
    answer = Response(410, Headers((("X-Own", "1"),)), b'{"error": {"why": "gone"}}')
    pets = a_backed_api(integration, answer, method={"statuses": ("200", "404")})

    response = await pets.ask("GET", "/pets/7")

    assert (response.status, response.body) == (404, b'{"why":"gone"}')
    assert [pair for pair in response.headers if pair[0].startswith("X-") and pair[0] != "X-Amzn-Trace-Id"] == [
        ("X-From", "1"),
        ("X-Why", "gone"),
    ]


async def test_a_400_through_the_default() -> None:
    """Without a pattern a backend's 400 is the default's 200, with the 400's body. fact: http.default-response"""
    pets = a_backed_api(an_http(proxy=False), Response(400, Headers(), b"bad"))

    response = await pets.ask("GET", "/pets/7")

    assert (response.status, response.body) == (200, b"bad")


@pytest.mark.parametrize(
    ("kind", "status", "body", "reason"),
    [
        ("unreachable", 500, b'{"message":"Internal server error"}', "integration.http.unreachable"),
        ("timeout", 504, b'{"message":"Endpoint request timed out"}', "integration.timeout"),
        ("network", 504, b'{"message":"Network error communicating with endpoint"}', "integration.http.network_error"),
        ("too_large", 500, b'{"message":"Internal server error"}', "integration.http.too_large"),
    ],
)
async def test_backends_that_fail(kind: Any, status: int, body: bytes, reason: str) -> None:
    """fact: http.backend-errors"""
    pets = a_backed_api(an_http(), BackendError(kind, "it broke"))

    response = await pets.ask("GET", "/pets/7")

    assert (response.status, response.body, pets.journey()["reason"]) == (status, body, reason)


@pytest.mark.parametrize("name", ["Content-Length", "Transfer-Encoding", "X-Amzn-Trace-Id", "X-Amzn-Apigateway-Api-Id"])
async def test_forbidden_targets(name: str) -> None:
    """fact: headers.forbidden-targets"""
    pets = a_backed_api(an_http(request_parameters={f"integration.request.header.{name}": "'x'"}), OK)

    response = await pets.ask("GET", "/pets/7")

    assert (response.status, pets.backends.calls) == (500, [])


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("http://${stageVariables.nope}/x", "integration.http.invalid_endpoint"),
        ("ftp://backend.example/", "integration.http.invalid_endpoint"),
    ],
)
async def test_invalid_endpoints(uri: str, reason: str) -> None:
    """A URL that is none, be it for want of a stage variable, is a 500."""
    pets = a_backed_api(an_http(uri=uri), OK)

    response = await pets.ask("GET", "/pets/7")

    assert (response.status, pets.journey()["reason"]) == (500, reason)


async def test_bad_json_in_body_mappings() -> None:
    """The client's bad JSON is a 400, the backend's a 500. fact: mapping.bad-json-body"""
    by_request = {"integration.request.header.X": "method.request.body.a"}
    by_response = {
        "200": IntegrationResponse(
            status_code="200",
            response_parameters=FrozenMap({"method.response.header.X": "integration.response.body.a"}),
        )
    }
    request_side = a_backed_api(an_http(request_parameters=by_request), OK)
    response_side = a_backed_api(an_http(proxy=False, integration_responses=by_response), Response(200, body=b"{oops"))

    mine = await request_side.ask("POST", "/pets/7", body=b"{oops")
    theirs = await response_side.ask("POST", "/pets/7")

    assert (mine.status, mine.body) == (400, b'{"message":"Invalid JSON in request body"}')
    assert theirs.status == 500


async def test_a_test_gets_what_there_is_of_a_stream() -> None:
    """TestInvokeMethod answers with text, whole or as far as it came. fact: streaming.test-invoke"""
    pieces = iter([b"one ", b"two"])
    closed = []

    async def read() -> bytes:
        try:
            return next(pieces)
        except StopIteration:
            raise StreamBrokenError("gone") from None

    answer = Response(200, stream=Stream(read, lambda: closed.append(True)))
    pets = a_backed_api(an_http(response_transfer_mode="STREAM"), answer)
    served = pets.plane.registry.find(API_ID, "dev")
    assert served is not None

    response, trace = await pets.plane.test_invoke(served, HttpRequest("GET", "/pets/7"))

    step = next(step for step in trace.describe()["steps"] if step["phase"] == "Integration")
    assert (response.body, response.stream, step["detail"]["broken_off"], closed) == (b"one two", None, "gone", [True])
    assert sent(pets).stream_idle == 30.0
