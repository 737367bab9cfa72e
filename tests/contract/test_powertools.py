"""An independent reader of AWS's events accepts every event that the gateway makes: Powertools for AWS Lambda."""

import json
from typing import Any

import pytest
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from aws_lambda_powertools.utilities.parser.models import APIGatewayProxyEventModel

from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, HttpRequest
from tests.gateway_builders import API_ID, Served, a_lambda_proxy, a_method, a_stage, serve
from tests.lambda_api import the_event

EVERYTHING = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in "?#")


def _api(**api: Any) -> Served:
    method = a_method("ANY", a_lambda_proxy(), operation_name="walk")
    stage = a_stage(variables=FrozenMap({"colour": "blue", "empty": ""}))
    return serve({"/": [method], "/pets/{id}": [method], "/{proxy+}": [method]}, stage=stage, **api)


ODD: dict[str, dict[str, Any]] = {
    "the root": {"path": "/"},
    "nothing but slashes": {"path": "//"},
    "a path parameter": {"path": "/pets/7"},
    "a greedy path": {"path": "/a//b/../c/%2F%00%ff"},
    "every printable character": {"path": f"/{EVERYTHING}"},
    "parameters without names or values": {"path": "/", "query": "=&a&b=&=c&&%=%&a=1&a=2&%ff=%00"},
    "headers said twice": {"path": "/", "headers": [("X-A", "1"), ("x-a", "2"), ("X-A", ""), ("Cookie", "a=b; c=d")]},
    "an agent": {"path": "/", "headers": {"User-Agent": "curl/8"}},
    "an empty agent": {"path": "/", "headers": {"User-Agent": ""}},
    "forwarding": {
        "path": "/",
        "headers": {"X-Forwarded-For": "::1, unknown", "X-Forwarded-Port": "x", "Via": "1.1 v"},
    },
    "a trace of the client's": {
        "path": "/",
        "headers": {"X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793"},
    },
    "a text": {"path": "/", "method": "POST", "body": "caf\u00e9".encode()},
    "bytes that are no text": {"path": "/", "method": "PUT", "body": bytes(range(256))},
    "bytes of a binary type": {
        "path": "/",
        "method": "PATCH",
        "headers": {"Content-Type": "image/png"},
        "body": bytes(range(256)),
    },
    "JSON": {"path": "/", "method": "DELETE", "headers": {"Content-Type": "application/json"}, "body": b'{"a": null}'},
    "what is not JSON though it says so": {
        "path": "/",
        "method": "POST",
        "headers": {"Content-Type": "application/json"},
        "body": b"<a/>",
    },
    "options": {"path": "/", "method": "OPTIONS"},
    "head": {"path": "/", "method": "HEAD"},
}


@pytest.mark.parametrize("request_", ODD.values(), ids=ODD.keys())
async def test_every_event_fits_its_model(request_: dict[str, Any]) -> None:
    """However odd the request that it is made of. fact: lambda-proxy.event"""
    api = _api(binary_media_types=("image/*",))

    response = await api.ask(request_.get("method", "GET"), **{k: v for k, v in request_.items() if k != "method"})

    event = the_event(api)
    parsed = APIGatewayProxyEventModel.model_validate(event)
    read = APIGatewayProxyEvent(event)
    assert response.status == 200
    assert (parsed.httpMethod, parsed.path) == (read.http_method, read.path)
    assert parsed.requestContext.model_dump()["stage"] == read.request_context.stage == "dev"
    assert (read.body is None) is (not request_.get("body"))
    assert read.resolved_headers_field is not None


@pytest.mark.parametrize("source_ip", ["192.0.2.7", "2001:db8::1", "127.0.0.1"])
async def test_callers_of_every_kind(source_ip: str) -> None:
    """By either version of IP, over HTTP/1.0 too, by a domain of one's own. fact: lambda-proxy.event"""
    api = _api()
    request = HttpRequest("GET", "/dev/pets/7", source_ip=source_ip, protocol="HTTP/1.0", headers=Headers())

    await api.plane.serve(request, api_id=API_ID, path="/dev/pets/7", domain_name="api.example.com")

    parsed = APIGatewayProxyEventModel.model_validate(the_event(api))
    assert parsed.requestContext.identity.sourceIp is not None


async def test_the_event_of_a_test() -> None:
    """TestInvokeMethod's has a source of its own. fact: test-invoke.context"""
    api = _api()
    served = api.plane.registry.find(API_ID, "dev")
    assert served is not None

    await api.plane.test_invoke(
        served, HttpRequest("GET", "/pets/7", source_ip="test-invoke-source-ip", scheme="https")
    )

    parsed = APIGatewayProxyEventModel.model_validate(the_event(api))
    assert str(parsed.requestContext.identity.sourceIp) == "test-invoke-source-ip"


async def test_its_router_reads_our_events_and_we_read_its_answers() -> None:
    """A function written with it runs as on AWS: routes, cookies, compression. fact: lambda-proxy.headers-merged"""
    app = APIGatewayRestResolver()

    @app.get("/pets/<name>", compress=True)
    def pet(name: str) -> Response[str]:
        return Response(
            200, "text/plain", f"{name} {app.current_event.query_string_parameters}", headers={"X-A": ["1", "2"]}
        )

    api = _api()
    await api.ask("GET", "/pets/7", query="a=1", headers={"Accept-Encoding": "identity"})
    api.backends.answer = json.dumps(app.resolve(the_event(api), None)).encode()  # type: ignore[arg-type]

    response = await api.ask("GET", "/pets/7", query="a=1", headers={"Accept-Encoding": "identity"})

    assert (response.status, response.body) == (200, b"7 {'a': '1'}")
    assert response.headers.all("X-A") == ("1", "2")
