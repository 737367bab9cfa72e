"""Edge-optimized APIs are called through CloudFront by viewers of a country."""

import json
from typing import Any

import pytest

from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.model.origin import Origin
from apiglab.model.rest import EndpointConfiguration
from tests.gateway_builders import API_ID, Served, a_lambda_proxy, a_method, serve

DE = Origin(country="DE")


async def ask(
    pets: Served, *headers: tuple[str, str], path: str = "/pets", origin: Origin | None = DE
) -> tuple[Response, dict[str, Any]]:
    """The answer to a viewer, and the headers that the function saw."""
    request = HttpRequest("GET", f"/dev{path}", "", Headers(headers), b"", "192.0.2.7", origin=origin)
    response = await pets.plane.serve(request, api_id=API_ID, path=f"/dev{path}", domain_name="127.0.0.1")
    calls = pets.backends.calls
    return response, json.loads(calls[-1]["payload"])["headers"] if calls else {}


def edge(*types: str) -> Served:
    """An API of this endpoint type before a function."""
    configuration = EndpointConfiguration(types=types or ("EDGE",))
    return serve({"/pets": [a_method("GET", a_lambda_proxy())]}, endpoint_configuration=configuration)


async def test_the_backend_sees_the_viewer_s_country_and_device() -> None:
    """fact: edge-optimized.headers"""
    _, seen = await ask(edge(), ("User-Agent", "Phone Mobile"))

    added = {name: value for name, value in seen.items() if name.startswith("CloudFront-")}
    assert added == {
        "CloudFront-Forwarded-Proto": "https",
        "CloudFront-Is-Desktop-Viewer": "false",
        "CloudFront-Is-Mobile-Viewer": "true",
        "CloudFront-Is-SmartTV-Viewer": "false",
        "CloudFront-Is-Tablet-Viewer": "false",
        "CloudFront-Viewer-Country": "DE",
    }
    assert "Via" in seen
    assert "X-Amz-Cf-Id" in seen


async def test_standard_names_are_written_in_one_way() -> None:
    """fact: edge-optimized.header-names"""
    _, seen = await ask(edge(), ("user-agent", "x"), ("tEsT-HEADeR", "1"), ("cookie", "b=2; a=1"), ("Content-MD5", "x"))

    assert (seen["User-Agent"], seen["tEsT-HEADeR"], seen["Cookie"]) == ("x", "1", "a=1; b=2")
    assert "Content-MD5" not in seen


@pytest.mark.parametrize(("path", "said"), [("/pets", "Miss from cloudfront"), ("/nope", "Error from cloudfront")])
async def test_the_answer_says_that_nothing_was_cached(path: str, said: str) -> None:
    """fact: edge-optimized.headers"""
    response, _ = await ask(edge(), path=path)

    assert response.headers.get("X-Cache") == said


@pytest.mark.parametrize(("types", "origin"), [(("REGIONAL",), DE), (("EDGE",), None), (("EDGE",), Origin())])
async def test_everybody_else_reaches_the_api_itself(types: tuple[str, ...], origin: Origin | None) -> None:
    """fact: edge-optimized.simulated"""
    response, seen = await ask(edge(*types), ("user-agent", "x"), origin=origin)

    assert (response.headers.get("X-Cache"), "user-agent" in seen) == (None, True)
    assert not any(name.startswith("CloudFront-") for name in seen)
