"""boto3 as the client of a control plane in this process: no sockets, no credentials of anybody's."""

import random
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

from apiglab.control.apigateway import ApiGatewayControl
from apiglab.gateway.registry import Registry
from apiglab.model.arn import DEFAULT_ACCOUNT_ID, DEFAULT_REGION
from apiglab.model.clock import Clock, StoppedClock
from apiglab.model.http import Headers, HttpRequest, Response

Respond = Callable[[HttpRequest], Response]


class _Body:
    """The part of urllib3's response that botocore reads."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: object) -> list[bytes]:
        """All of the body at once."""
        return [self._content]


def client_of(respond: Respond, service: str = "apigateway", region: str = DEFAULT_REGION) -> Any:
    """A boto3 client whose requests ``respond`` answers, its own validation of parameters switched off."""
    client = boto3.client(
        service,
        region_name=region,
        endpoint_url="http://localhost",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}, parameter_validation=False),
    )

    def answer(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        response = respond(_http_request(request))
        headers = dict(response.headers.pairs)
        return AWSResponse(request.url, response.status, headers, _Body(response.body))

    client.meta.events.register("before-send", answer)
    return client


def _http_request(request: AWSPreparedRequest) -> HttpRequest:
    parts = urlsplit(request.url)
    headers = Headers((name, _text(value)) for name, value in request.headers.items())
    body = request.body or b""
    return HttpRequest(
        request.method, parts.path, parts.query, headers, body.encode() if isinstance(body, str) else body
    )


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def control_of(
    registry: Registry | None = None, clock: Clock | None = None, seed: int = 0
) -> tuple[ApiGatewayControl, Any]:
    """A control plane with a stopped clock and a seeded chance, and a boto3 client of it."""
    control = ApiGatewayControl(registry or Registry(), clock or StoppedClock(), random.Random(seed))

    def respond(request: HttpRequest) -> Response:
        return control.respond(request, account_id=DEFAULT_ACCOUNT_ID, region=DEFAULT_REGION)

    return control, client_of(respond)
