"""What becomes of text and binary bodies on their way to a backend and back."""

import pytest

from apiglab.model.http import Headers, Response
from apiglab.model.rest import IntegrationResponse
from tests.http_api import OK, a_backed_api, an_http, sent

PNG = b"\x89PNG"


@pytest.mark.parametrize(
    ("types", "content_type", "handling", "body", "result"),
    [
        (None, "text/plain", None, "caf\u00e9".encode(), "caf\u00e9".encode()),
        (None, "image/png", None, PNG, b"\xef\xbf\xbdPNG"),
        (None, "text/plain", "CONVERT_TO_BINARY", b"aGk=", b"hi"),
        (None, "text/plain", "CONVERT_TO_TEXT", b"hi", b"hi"),
        (("image/png",), "text/plain", None, b"hi", b"hi"),
        (("image/png",), "text/plain", "CONVERT_TO_BINARY", b"aGk=", b"hi"),
        (("image/png",), "text/plain", "CONVERT_TO_TEXT", b"hi", b"hi"),
        (("image/png",), "image/png", None, PNG, PNG),
        (("image/png",), "image/png", "CONVERT_TO_BINARY", PNG, PNG),
        (("image/png",), "image/png", "CONVERT_TO_TEXT", PNG, b"iVBORw=="),
    ],
)
async def test_request_conversions(
    types: tuple[str, ...] | None, content_type: str, handling: str | None, body: bytes, result: bytes
) -> None:
    """AWS's table, row by row. fact: payload.request-conversions"""
    integration = an_http(proxy=False, content_handling=handling)
    pets = a_backed_api(integration, OK, binary_media_types=types)

    await pets.ask("POST", "/pets/7", headers={"Content-Type": content_type}, body=body)

    assert sent(pets).body == result


@pytest.mark.parametrize(
    ("types", "content_type", "accept", "handling", "body", "result"),
    [
        (None, "text/plain", "text/plain", None, b"hi", b"hi"),
        (None, "text/plain", "text/plain", "CONVERT_TO_BINARY", b"aGk=", b"hi"),
        (None, "image/png", "image/png", "CONVERT_TO_TEXT", PNG, b"\xef\xbf\xbdPNG"),
        (("image/png",), "text/plain", "text/plain", None, b"hi", b"hi"),
        (("image/png",), "text/plain", "text/plain", "CONVERT_TO_BINARY", b"aGk=", b"hi"),
        (("image/png",), "text/plain", "text/plain", "CONVERT_TO_TEXT", b"hi", b"hi"),
        (("image/png",), "text/plain", "image/png", None, b"aGk=", b"hi"),
        (("image/png",), "text/plain", "image/png", "CONVERT_TO_BINARY", b"aGk=", b"hi"),
        (("image/png",), "text/plain", "image/png", "CONVERT_TO_TEXT", b"hi", b"hi"),
        (("image/png",), "image/png", "text/plain", None, PNG, b"iVBORw=="),
        (("image/png",), "image/png", "text/plain", "CONVERT_TO_BINARY", PNG, PNG),
        (("image/png",), "image/png", "text/plain", "CONVERT_TO_TEXT", PNG, b"iVBORw=="),
        (("image/png",), "image/png", "image/png", None, PNG, PNG),
        (("image/png",), "image/png", "image/png, text/*", "CONVERT_TO_BINARY", PNG, PNG),
        (("image/png",), "image/png", "image/png", "CONVERT_TO_TEXT", PNG, b"iVBORw=="),
    ],
)
async def test_response_conversions(
    types: tuple[str, ...] | None, content_type: str, accept: str, handling: str | None, body: bytes, result: bytes
) -> None:
    """AWS's table, row by row. fact: payload.response-conversions"""
    responses = {"200": IntegrationResponse(status_code="200", content_handling=handling)}
    answer = Response(200, Headers((("Content-Type", content_type),)), body)
    pets = a_backed_api(an_http(proxy=False, integration_responses=responses), answer, binary_media_types=types)

    response = await pets.ask("GET", "/pets/7", headers={"Accept": accept})

    assert response.body == result


async def test_text_that_is_no_base64() -> None:
    """Text that is to become binary and is no base64 is a 500. fact: payload.request-conversions"""
    pets = a_backed_api(an_http(proxy=False, content_handling="CONVERT_TO_BINARY"), OK)

    response = await pets.ask("POST", "/pets/7", body=b"no base64!")

    assert (response.status, pets.journey()["reason"]) == (500, "payload.no_base64")


@pytest.mark.parametrize(
    ("types", "accept", "at_the_backend", "at_the_client"),
    [
        (None, "*/*", b"\xef\xbf\xbdPNG", b"\xef\xbf\xbdPNG"),
        (("image/png",), "text/html", PNG, b"iVBORw=="),
        (("image/png",), "image/png", PNG, PNG),
        (("*/*",), None, PNG, PNG),
    ],
)
async def test_http_proxy_converts_as_well(
    types: tuple[str, ...] | None, accept: str | None, at_the_backend: bytes, at_the_client: bytes
) -> None:
    """A picture through HTTP_PROXY needs binary media types both ways. fact: payload.http-proxy"""
    pets = a_backed_api(
        an_http(), Response(200, Headers((("Content-Type", "image/png"),)), PNG), binary_media_types=types
    )
    headers = {"Content-Type": "image/png"} | ({"Accept": accept} if accept else {})

    response = await pets.ask("POST", "/pets/7", headers=headers, body=PNG)

    assert (sent(pets).body, response.body) == (at_the_backend, at_the_client)


async def test_http_proxy_decodes_base64_for_its_backend() -> None:
    """Its integration may have a contentHandling of its own. fact: payload.http-proxy"""
    pets = a_backed_api(an_http(content_handling="CONVERT_TO_BINARY"), OK)

    await pets.ask("POST", "/pets/7", headers={"Content-Type": "text/plain"}, body=b"aGk=")

    assert sent(pets).body == b"hi"
