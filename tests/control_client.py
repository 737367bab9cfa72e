"""boto3 as the client of a control plane in this process: no sockets, no credentials of anybody's."""

import asyncio
import random
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import ClientError

from apiglab.control.apigateway import ApiGatewayControl
from apiglab.gateway.data_plane import DataPlane
from apiglab.gateway.registry import Registry
from apiglab.model.arn import DEFAULT_ACCOUNT_ID, DEFAULT_REGION
from apiglab.model.clock import StoppedClock
from apiglab.model.http import Headers, HttpRequest, Response
from tests.gateway_builders import FakeBackends

Respond = Callable[[HttpRequest], Response]

LAMBDA_URI = (
    "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
    "arn:aws:lambda:us-east-1:123456789012:function:hello/invocations"
)
TO_MOCK = {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}}


UNKNOWN_CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/gone"


def _is_issued(arn: str) -> bool:
    return arn != UNKNOWN_CERTIFICATE


class Plane(NamedTuple):
    """A control plane with what stands around it, and a boto3 client of it."""

    control: ApiGatewayControl
    registry: Registry
    clock: StoppedClock
    client: Any
    backends: FakeBackends
    data_plane: DataPlane

    def respond(self, method: str, path: str, body: bytes = b"", query: str = "") -> Response:
        """The answer to a request as it stands on the wire."""
        request = HttpRequest(method, path, query, body=body)
        return asyncio.run(self.control.respond(request, account_id=DEFAULT_ACCOUNT_ID, region=DEFAULT_REGION))


class Refusal(NamedTuple):
    """An error as boto3 raises it."""

    code: str
    status: int
    message: str


class _Body:
    """The part of urllib3's response that botocore reads."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_: object) -> list[bytes]:
        """All of the body at once."""
        return [self._content]


def plane(seed: int = 0) -> Plane:
    """An empty control plane with a stopped clock and a seeded chance."""
    registry, clock, chance = Registry(), StoppedClock(), random.Random(seed)
    backends = FakeBackends()
    data_plane = DataPlane(registry, backends, clock, chance, raise_bugs=True)
    control = ApiGatewayControl(
        registry,
        clock,
        chance,
        invoke=data_plane.test_invoke,
        authorize=data_plane.test_authorize,
        flush_authorizers=data_plane.live.authorizers.flush,
        has_certificate=_is_issued,
        flush_responses=data_plane.live.responses.flush,
        usage=data_plane.live.usage,
    )
    return Plane(control, registry, clock, client_of(control), backends, data_plane)


def client_of(
    control: ApiGatewayControl,
    *,
    service: str = "apigateway",
    account_id: str = DEFAULT_ACCOUNT_ID,
    region: str = DEFAULT_REGION,
) -> Any:
    """A boto3 client that ``control`` answers, its own validation of parameters switched off."""
    client = boto3.client(
        service,
        region_name=region,
        endpoint_url="http://localhost",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )

    def answer(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        response = asyncio.run(control.respond(_http_request(request), account_id=account_id, region=region))
        return AWSResponse(request.url, response.status, dict(response.headers.pairs), _Body(response.body))

    client.meta.events.register("before-send", answer)
    return client


def refusal(operation: Callable[..., object], **arguments: object) -> Refusal:
    """The error that an operation must raise."""
    with pytest.raises(ClientError) as caught:
        operation(**arguments)
    answer = caught.value.response
    return Refusal(answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Message"])


def bad_request(message: str) -> Refusal:
    """The BadRequestException with that message."""
    return Refusal("BadRequestException", 400, message)


def not_found(message: str) -> Refusal:
    """The NotFoundException with that message."""
    return Refusal("NotFoundException", 404, message)


def conflict(message: str) -> Refusal:
    """The ConflictException with that message."""
    return Refusal("ConflictException", 409, message)


def bare(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without boto3's metadata."""
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def a_method(client: Any, *, verb: str = "GET", **method: object) -> dict[str, str]:
    """The identifiers of a new method on the root of a new API."""
    api = client.create_rest_api(name="pets")
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": verb}
    client.put_method(**place, **{"authorizationType": "NONE", **method})
    return place


def a_mock(client: Any) -> dict[str, str]:
    """The identifiers of a new method that calls a MOCK and declares the status 200."""
    place = a_method(client)
    client.put_integration(**place, **TO_MOCK)
    client.put_method_response(**place, statusCode="200")
    client.put_integration_response(**place, statusCode="200")
    return place


def a_stage(client: Any, **deployment: object) -> dict[str, str]:
    """The identifiers of a stage ``dev`` of a new API, just deployed."""
    api_id = a_mock(client)["restApiId"]
    client.create_deployment(restApiId=api_id, stageName="dev", **deployment)
    return {"restApiId": api_id, "stageName": "dev"}


def _http_request(request: AWSPreparedRequest) -> HttpRequest:
    parts = urlsplit(request.url)
    headers = Headers((name, _decoded(value)) for name, value in request.headers.items())
    body = request.body or b""
    return HttpRequest(
        request.method, parts.path, parts.query, headers, body.encode() if isinstance(body, str) else body
    )


def _decoded(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
