"""An API before an HTTP backend of the test."""

from typing import Any

from apiglab.model.backend import BackendError, BackendRequest
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Headers, Response
from apiglab.model.rest import Integration, IntegrationResponse
from tests.gateway_builders import Served, a_method, serve


def an_http(proxy: bool = True, **members: Any) -> Integration:
    """An HTTP or HTTP_PROXY integration."""
    maps = {key: FrozenMap(value) if isinstance(value, dict) else value for key, value in members.items()}
    defaults: dict[str, Any] = {
        "type": "HTTP_PROXY" if proxy else "HTTP",
        "http_method": "ANY" if proxy else "POST",
        "uri": "http://backend.example/base/{id}",
        "request_parameters": FrozenMap({"integration.request.path.id": "method.request.path.id"}),
        "integration_responses": FrozenMap({"200": IntegrationResponse(status_code="200")}),
        "cache_namespace": "root",
    }
    return Integration(**{**defaults, **maps})


def a_backed_api(integration: Integration, answer: Response | BackendError, verb: str = "ANY", **more: Any) -> Served:
    """An API before a backend that gives ``answer``; what it was sent is in ``backends.calls``."""
    pets = serve({"/pets/{id}": [a_method(verb, integration, **more.pop("method", {}))]}, **more)

    async def send_http(request: BackendRequest) -> Response:
        pets.backends.calls.append({"request": request})
        if isinstance(answer, BackendError):
            raise answer
        return answer

    pets.backends.send_http = send_http  # type: ignore[attr-defined]  # the fake has it only here
    return pets


def sent(pets: Served) -> BackendRequest:
    """The request that the backend got last."""
    request: BackendRequest = pets.backends.calls[-1]["request"]
    return request


OK = Response(200, Headers((("Content-Type", "text/plain"), ("X-Own", "1"))), b"hello")
