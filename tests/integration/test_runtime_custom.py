"""Custom runtimes: whatever executable speaks the Runtime API."""

import io
import sys
import zipfile
from typing import Any

import pytest

from apiglab.model.function import Function, Layer
from tests.runtime_builders import comes_true, logged, make_function, make_zip, result, running

pytestmark = pytest.mark.slow

BOOTSTRAP = (
    f"#!{sys.executable}"
    r"""
import json, os, sys, urllib.error, urllib.request
base = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/"
def post(path, body, **headers):
    request = urllib.request.Request(base + path, body, headers)
    try:
        return urllib.request.urlopen(request).status
    except urllib.error.HTTPError as error:
        told = json.load(error)
        return error.code, told["errorType"] + ": " + told["errorMessage"]
while True:
    with urllib.request.urlopen(base + "invocation/next") as answer:
        request_id = answer.headers["Lambda-Runtime-Aws-Request-Id"]
        event = json.load(answer)
    print("got", event, flush=True)
    if event == "fail":
        post(f"invocation/{request_id}/error", b'{"errorType": "Custom", "errorMessage": "as told"}')
    elif event == "chunked":
        post(f"invocation/{request_id}/response", iter([b'"in ', b'chunks"']))
    elif event == "wrong id":
        post(f"invocation/{request_id}/response", json.dumps(post("invocation/nobody/response", b"1")).encode())
    elif event == "extension":
        post(f"invocation/{request_id}/response", json.dumps(post("extension/register", b"1")).encode())
    else:
        post(f"invocation/{request_id}/response", json.dumps([event, os.environ["_HANDLER"]]).encode())
"""
)


def package(bootstrap: str = BOOTSTRAP, mode: int = 0o755) -> bytes:
    """A zip with an executable ``bootstrap``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = mode << 16
        archive.writestr(entry, bootstrap)
    return packed.getvalue()


def custom(code: bytes, **settings: Any) -> Function:
    """A function on a custom runtime."""
    return make_function(code=code, runtime="provided.al2023", handler="any.thing", timeout=10, **settings)


async def test_a_bootstrap_runs_the_function() -> None:
    """A package with an executable bootstrap is a runtime: it gets events and hands in results and errors."""
    async with running() as service:
        function = custom(package())
        fine = await service.invoke(function, b"1")
        failed = await service.invoke(function, b'"fail"')
        warm = await service.invoke(function, b"2")
        lines = logged(service)

    assert (result(fine), result(warm), warm.init_seconds) == ([1, "any.thing"], [2, "any.thing"], None)
    assert (result(failed), failed.function_error) == ({"errorType": "Custom", "errorMessage": "as told"}, "Unhandled")
    assert [line for line in lines if line.startswith("got")] == ["got 1\n", "got fail\n", "got 2\n"]


async def test_a_bootstrap_may_come_from_a_layer_and_send_chunks() -> None:
    """The layer's bootstrap serves where the package has none; chunked bodies are bodies."""
    layer = Layer(arn="arn:aws:lambda:us-east-1:123456789012:layer:runtime:1", code=package())
    async with running() as service:
        invocation = await service.invoke(custom(make_zip({"data": "x"}), layers=(layer,)), b'"chunked"')

    assert invocation.payload == b'"in chunks"'


@pytest.mark.parametrize(
    ("event", "answer"),
    [
        (b'"wrong id"', [400, "InvalidRequestID: Invalid request ID"]),
        (
            b'"extension"',
            [
                404,
                "UnknownOperation: The local Runtime API has no POST /2018-06-01/runtime/extension/register.",
            ],
        ),
    ],
)
async def test_the_runtime_api_refuses_what_it_cannot_do(event: bytes, answer: list[object]) -> None:
    """A wrong request id or an unknown path is an error of the Runtime API's kind; the invocation goes on."""
    async with running() as service:
        invocation = await service.invoke(custom(package()), event)

    assert result(invocation) == answer


async def test_a_client_that_hangs_up_while_it_waits_loses_no_event() -> None:
    """An event is given to a connection that is there: one that was closed meanwhile is not waited on."""
    impatient = (
        f"#!{sys.executable}"
        r"""
import json, os, socket, time, urllib.request
api = os.environ["AWS_LAMBDA_RUNTIME_API"]
base = f"http://{api}/2018-06-01/runtime/invocation/"
authority, _, secret = api.partition("/")
host, _, port = authority.partition(":")
while True:
    with urllib.request.urlopen(base + "next") as answer:
        request_id = answer.headers["Lambda-Runtime-Aws-Request-Id"]
    urllib.request.urlopen(urllib.request.Request(base + request_id + "/response", b"1"))
    waiting = socket.create_connection((host, int(port)))
    waiting.sendall(f"GET /{secret}/2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n".encode())
    time.sleep(0.1)
    waiting.close()
    time.sleep(0.1)
"""
    )
    async with running() as service:
        function = custom(package(impatient))
        await service.invoke(function, b"1")
        hung_up = await comes_true(lambda: service.stats().idle == 1) and await comes_true(
            lambda: service.stats().idle == 0
        )
        after = await service.invoke(function, b"2")

    assert (hung_up, after.payload, after.function_error) == (True, b"1", None)


async def test_a_package_without_a_bootstrap_has_aws_s_error() -> None:
    """What cannot be started fails the invocation as Runtime.InvalidEntrypoint. fact: lambda.invalid-entrypoint"""
    async with running() as service:
        missing = await service.invoke(custom(make_zip({"data": "x"})), b"1")
        forbidden = await service.invoke(custom(package(mode=0o644)), b"1")

    assert [result(invocation)["errorType"] for invocation in (missing, forbidden)] == ["Runtime.InvalidEntrypoint"] * 2
    none_found = "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
    assert result(missing)["errorMessage"].endswith(none_found)
    assert result(forbidden)["errorMessage"].endswith("fork/exec /var/task/bootstrap: permission denied")


async def test_a_bootstrap_that_is_no_program_is_told() -> None:
    """A file that the system cannot execute fails like one that is not there."""
    async with running() as service:
        invocation = await service.invoke(custom(package("\x00\x01 no program")), b"1")

    assert result(invocation)["errorType"] == "Runtime.InvalidEntrypoint"
    assert "fork/exec /var/task/bootstrap: exec format error" in result(invocation)["errorMessage"]
