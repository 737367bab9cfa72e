"""boto3 against ``Surroundings`` without a socket: botocore's own requests, in an event loop of their own."""

import asyncio
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config

from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.surroundings.mount import Surroundings

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}


class _Raw(BytesIO):
    """A body as urllib3 streams it."""

    def stream(self, amount: int = 65536, **_: Any) -> Iterator[bytes]:
        while chunk := self.read(amount):
            yield chunk


class InProcess:
    """Clients whose requests go to one ``Surroundings``."""

    def __init__(self, surroundings: Surroundings, loop: asyncio.AbstractEventLoop) -> None:
        self.surroundings = surroundings
        self.loop = loop

    def run(self, coroutine: Any) -> Any:
        """What ``coroutine`` gives, run in the surroundings' event loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(60)

    def send(self, request: HttpRequest, *, service: str | None = None) -> Response:
        """The answer to a request as it would come over the wire."""
        response: Response = self.run(self.surroundings.respond(request, service=service))
        return response

    def client(self, service: str, *, region: str = "us-east-1", key: str = "test", **config: Any) -> Any:
        """A boto3 client whose requests never leave the process."""
        settings = Config(retries={"max_attempts": 1, "mode": "standard"}, **config)
        client = boto3.client(
            service,
            region_name=region,
            endpoint_url="http://127.0.0.1:4566",
            aws_access_key_id=key,
            aws_secret_access_key="test",
            config=settings,
        )
        client.meta.events.register("before-send.*.*", self._before_send)
        return client

    def _before_send(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        response = self.send(http_request(request))
        return AWSResponse(request.url, response.status, dict(response.headers.pairs), _Raw(response.body))


def http_request(prepared: AWSPreparedRequest) -> HttpRequest:
    """botocore's prepared request as the edge would read it."""
    url = urlsplit(prepared.url)
    body = prepared.body or b""
    if hasattr(body, "read"):
        body = body.read()
    headers = [(name, v.decode() if isinstance(v, bytes) else str(v)) for name, v in prepared.headers.items()]
    return HttpRequest(
        prepared.method,
        url.path or "/",
        url.query,
        Headers([("Host", url.netloc), *headers]),
        body.encode() if isinstance(body, str) else bytes(body),
    )


@contextmanager
def in_process(surroundings: Surroundings) -> Iterator[InProcess]:
    """``surroundings`` started, in the event loop of a thread; emptied and stopped at the end."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="surroundings-test-loop")
    thread.start()
    inside = InProcess(surroundings, loop)
    try:
        inside.run(surroundings.start())
        yield inside
        inside.run(surroundings.reset())
        inside.run(surroundings.stop())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def a_zip(text: str = "def handler(event, context): return 1") -> bytes:
    """A deployment package of one module, ``app``."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("app.py"), text)
    return packed.getvalue()


def a_function(aws: InProcess, name: str = "pets", *, key: str = "test", code: bytes | None = None, **more: Any) -> Any:
    """A boto3 client of Lambda in whose account the function ``name`` was just made."""
    role = aws.client("iam", key=key).create_role(RoleName="runs", AssumeRolePolicyDocument=json.dumps(TRUST))
    client = aws.client("lambda", key=key)
    client.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="app.handler",
        Role=role["Role"]["Arn"],
        Code={"ZipFile": code or a_zip()},
        **more,
    )
    return client
