"""AWS's tables of headers, row by row: what is dropped, what is renamed, what is added, by type of integration."""

import json

import pytest

from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, Response
from apiglab.model.rest import IntegrationResponse
from tests.gateway_builders import Served
from tests.http_api import OK, a_backed_api, an_http, sent
from tests.lambda_api import a_pets_api, the_event

FROM_CLIENTS = [
    "Connection",
    "Content-Length",
    "Content-MD5",
    "Expect",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Server",
    "TE",
    "Transfer-Encoding",
    "Trailer",
    "Upgrade",
    "WWW-Authenticate",
]
IN_MAPPED_ANSWERS = [
    "Connection",
    "Content-Length",
    "Date",
    "Server",
    "Authorization",
    "Content-MD5",
    "Expect",
    "Host",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Trailer",
    "Upgrade",
    "User-Agent",
    "WWW-Authenticate",
]
IN_PROXY_ANSWERS = {
    "Connection": "x-amzn-Remapped-Connection",
    "Content-Length": "x-amzn-Remapped-Content-Length",
    "Date": "x-amzn-Remapped-Date",
    "Server": "x-amzn-Remapped-Server",
    "WWW-Authenticate": "X-Amzn-Remapped-WWW-Authenticate",
    "x-amzn-RequestId": "x-amzn-remapped-x-amzn-requestid",
}


@pytest.mark.parametrize("name", FROM_CLIENTS)
async def test_what_no_backend_sees_of_a_client(name: str) -> None:
    """Neither a proxied backend nor a function nor a template. fact: headers.dropped-from-client"""
    proxied = a_backed_api(an_http(), OK)
    template = {"application/json": f"[$input.params('{name}')$input.params().header.get('{name}')]"}
    mapped = a_backed_api(an_http(proxy=False, request_templates=template), OK)
    function = a_pets_api()

    for api in (proxied, mapped, function):
        await api.ask("GET", "/pets/7", headers={name: "mine"})

    assert sent(proxied).headers.get(name) is None
    assert b"mine" not in sent(mapped).body
    assert name not in the_event(function)["headers"]


@pytest.mark.parametrize("name", ["Host", "Content-Encoding"])
async def test_what_http_proxy_sends_only_where_it_is_mapped(name: str) -> None:
    """The client's own stays behind. fact: headers.not-forwarded"""
    source = "'identity'" if name == "Content-Encoding" else "'backend.internal'"
    plain = a_backed_api(an_http(), OK)
    mapped = a_backed_api(an_http(request_parameters={f"integration.request.header.{name}": source}), OK)

    for api in (plain, mapped):
        await api.ask("GET", "/pets/7", headers={name: "identity"})

    assert (sent(plain).headers.get(name), sent(mapped).headers.get(name)) == (None, source.strip("'"))


@pytest.mark.parametrize("name", ["Expect", "Proxy-Authenticate", "TE", "Via"])
@pytest.mark.parametrize("proxy", [True, False])
async def test_what_never_reaches_an_http_backend(name: str, proxy: bool) -> None:
    """Not even mapped. fact: headers.dropped-to-http-backends"""
    pets = a_backed_api(an_http(proxy, request_parameters={f"integration.request.header.{name}": "'x'"}), OK)

    await pets.ask("GET", "/pets/7")

    assert sent(pets).headers.get(name) is None


def _mapped_back(name: str) -> Served:
    """An HTTP backend whose header ``name`` is mapped to the client."""
    parameters = {f"method.response.header.{name}": f"integration.response.header.{name}"}
    response = IntegrationResponse(status_code="200", response_parameters=FrozenMap(parameters))
    answer = Response(200, Headers(((name, "theirs"),)))
    return a_backed_api(an_http(proxy=False, integration_responses={"200": response}), answer)


@pytest.mark.parametrize("name", IN_MAPPED_ANSWERS)
async def test_what_is_renamed_where_it_is_mapped(name: str) -> None:
    """Of any backend that is no proxy. fact: headers.remapped-when-mapped"""
    response = await _mapped_back(name).ask("GET", "/pets/7")

    assert (response.headers.get(name), response.headers.get(f"x-amzn-Remapped-{name}")) == (None, "theirs")


@pytest.mark.parametrize(("name", "renamed"), IN_PROXY_ANSWERS.items())
async def test_what_is_renamed_in_a_proxy_s_answer(name: str, renamed: str) -> None:
    """Of a function and of an HTTP backend alike. fact: headers.remapped-in-proxy-responses"""
    function = a_pets_api(json.dumps({"headers": {name: "theirs"}}).encode())
    backend = a_backed_api(an_http(), Response(200, Headers(((name, "theirs"),))))

    for api in (function, backend):
        response = await api.ask("GET", "/pets/7")

        assert [pair for pair in response.headers if pair[1] == "theirs"] == [(renamed, "theirs")]


@pytest.mark.parametrize("name", ["Transfer-Encoding", "Via"])
async def test_what_of_an_http_backend_no_client_sees(name: str) -> None:
    """Be it mapped or passed on. fact: headers.dropped-from-http-backends"""
    passed = a_backed_api(an_http(), Response(200, Headers(((name, "theirs"),))))

    response = await passed.ask("GET", "/pets/7")

    assert "theirs" not in [value for _, value in response.headers]


async def test_a_mapped_transfer_encoding_is_dropped() -> None:
    """It is about another hop. fact: headers.remapped-when-mapped"""
    response = await _mapped_back("Transfer-Encoding").ask("GET", "/pets/7")

    assert "theirs" not in [value for _, value in response.headers]


@pytest.mark.parametrize(
    ("verb", "added"),
    [("GET", {}), ("HEAD", {}), ("OPTIONS", {}), ("POST", {"Content-Type": "application/json"})],
)
async def test_what_is_added_for_a_backend(verb: str, added: dict[str, str]) -> None:
    """Where nobody has sent or mapped it. fact: http.added-headers"""
    pets = a_backed_api(an_http(), OK)

    await pets.ask(verb, "/pets/7")

    headers = dict(sent(pets).headers)
    trace = headers.pop("X-Amzn-Trace-Id")
    assert headers == {
        "Accept": "application/json",
        "User-Agent": "AmazonAPIGateway_abcde12345",
        "x-amzn-apigateway-api-id": "abcde12345",
        **added,
    }
    assert trace.startswith("Root=1-")
