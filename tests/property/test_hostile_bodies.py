"""Bodies that were made to break something, through everything that reads them: no error of ours comes out."""

import json

import pytest

from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, Response
from apiglab.model.rest import IntegrationResponse
from tests.gateway_builders import a_lambda_proxy, a_method, serve
from tests.http_api import OK, a_backed_api, an_http, sent
from tests.lambda_api import the_event

BODIES = [
    b"",
    b" ",
    b"\x00",
    b"null",
    b'"x"',
    b"1e999",
    b"[1,2",
    b"\xff\xfe",
    b'{"a": NaN}',
    b'{"a": "\\ud800"}',
    b'{"a": 1, "a": 2}',
    b'{"": {"": 1}}',
    b"<a>text</a>",
    '{"é": "\U0001f600"}'.encode(),
    b"[" * 900 + b"]" * 900,
    b"[" * 100_000,
    b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    b'{"a": {"b": [1, {"c": null}]}}',
]
TEMPLATES = [
    "$input.body",
    "$input.json('$')",
    "$input.path('$')",
    "$input.path('$.a.b[0]')",
    "$input.json('$..a')",
    "#foreach($x in $input.path('$'))$x#end",
    "$util.parseJson($input.body)",
    "$util.escapeJavaScript($input.body)$util.base64Encode($input.body)$util.urlEncode($input.body)",
    "$util.base64Decode($input.body)$util.urlDecode($input.body)",
    "$input.params()",
]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:20]))
async def test_a_template_reads_any_body(template: str, body: bytes) -> None:
    """A client's on its way in, a backend's on its way out; what does not run is AWS's 400 or 500."""
    templates = FrozenMap({"application/json": template})
    response = IntegrationResponse(
        status_code="200",
        response_templates=templates,
        response_parameters=FrozenMap({"method.response.header.X-A": "integration.response.body.a"}),
    )
    mapped = {
        "integration.request.header.X-A": "method.request.body.a",
        "integration.request.querystring.a": "method.request.body.a",
        "integration.request.path.id": "method.request.body.a.b",
    }
    inwards = a_backed_api(an_http(proxy=False, request_templates=templates, request_parameters=mapped), OK)
    outwards = a_backed_api(
        an_http(proxy=False, integration_responses={"200": response}), Response(200, Headers(), body)
    )

    answers = [await inwards.ask("POST", "/pets/7", body=body), await outwards.ask("POST", "/pets/7", body=b"{}")]

    assert {answer.status for answer in answers} <= {200, 400, 500}
    reasons = [api.journey()["reason"] for api in (inwards, outwards)]
    assert "internal_error" not in reasons
    json.dumps([api.journey() for api in (inwards, outwards)]).encode()


@pytest.mark.parametrize("handling", [None, "CONVERT_TO_TEXT", "CONVERT_TO_BINARY"])
@pytest.mark.parametrize("types", [None, ("image/png",), ("*/*",)])
@pytest.mark.parametrize("content_type", ["application/json", "image/png", ";;", "text/xml; charset=\xff", ""])
async def test_a_body_is_converted_whatever_its_type_says(
    content_type: str, types: tuple[str, ...] | None, handling: str | None
) -> None:
    """Both ways, with and without mapping."""
    for body in BODIES:
        for proxy in (True, False):
            response = IntegrationResponse(status_code="200", content_handling=handling)
            integration = an_http(proxy, content_handling=handling, integration_responses={"200": response})
            answer = Response(200, Headers((("Content-Type", content_type),)), body)
            api = a_backed_api(integration, answer, binary_media_types=types)

            await api.ask("POST", "/pets/7", headers={"Content-Type": content_type, "Accept": content_type}, body=body)

            assert api.journey()["reason"] in (None, "payload.no_base64")


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body[:20]))
async def test_a_function_gets_and_gives_any_body(body: bytes) -> None:
    """As a text in its event; as an answer it is one of Lambda's or a 502."""
    api = serve({"/": [a_method("POST", a_lambda_proxy())]}, answer=body)

    answer = await api.ask("POST", "/", body=body)

    assert the_event(api)["body"] == (body.decode("utf-8", "replace") or None)
    assert answer.status == 502


async def test_half_a_character_is_a_question_mark() -> None:
    """As Java writes it, in bodies and in parameters. fact: payload.half-surrogates"""
    mapped = {
        "integration.request.header.X-A": "method.request.body.a",
        "integration.request.querystring.a": "method.request.body.a",
    }
    templates = FrozenMap({"application/json": "$input.path('$.a')"})
    api = a_backed_api(an_http(proxy=False, request_templates=templates, request_parameters=mapped), OK)

    await api.ask("POST", "/pets/7", body=b'{"a": "x\\ud800y"}')

    request = sent(api)
    assert (request.body, request.headers.get("X-A"), request.url.partition("?")[2]) == (b"x?y", "x?y", "a=x%3Fy")


@pytest.mark.parametrize("place", ["header", "path", "querystring"])
async def test_an_override_with_an_empty_list(place: str) -> None:
    """Nothing is sent for it."""
    template = f"#set($context.requestOverride.{place}.id = [])x"
    api = a_backed_api(an_http(proxy=False, request_templates=FrozenMap({"application/json": template})), OK)

    answer = await api.ask("POST", "/pets/7", body=b"{}")

    assert answer.status == 200
