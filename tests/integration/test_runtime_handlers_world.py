"""What a handler finds around it under both runtime clients: context, environment, modules, log."""

import json
import re
from typing import Any

import pytest

from apiglab.model.function import Invocation, Layer
from tests.runtime_builders import CLIENTS, CREDENTIALS, logged, make_function, make_zip, result, running

pytestmark = pytest.mark.slow

NO_BREAK = "\u00a0"


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> str:
    """The runtime client that workers run."""
    name: str = request.param
    return name


async def run(client: str, source: str, event: Any = None, **settings: Any) -> Invocation:
    """What comes of one invocation of a function with this source."""
    async with running(client=client) as service:
        return await service.invoke(make_function(source, **settings), json.dumps(event).encode(), log_tail=True)


async def test_the_context_object_has_aws_s_members(client: str) -> None:
    """The context tells of the function, the invocation, its logs and its time left."""
    source = """
def handler(event, context):
    names = ("function_name", "function_version", "invoked_function_arn", "memory_limit_in_mb", "aws_request_id",
             "log_group_name", "log_stream_name", "tenant_id")
    seen = {name: getattr(context, name) for name in names}
    seen["left"] = context.get_remaining_time_in_millis()
    seen["identity"] = [context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id]
    client = context.client_context
    seen["client"] = [client.client.app_title, client.custom, client.env]
    return seen
"""
    function = make_function(source, memory_size=256, timeout=5, version="7")
    client_context = json.dumps({"client": {"app_title": "Pets"}, "custom": {"a": 1}, "env": {"locale": "de"}})
    async with running(client=client) as service:
        invocation = await service.invoke(function, b"{}", client_context=client_context, qualifier="live")

    seen = result(invocation)
    assert 4000 < seen.pop("left") <= 5000
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[7\][0-9a-f]{32}", seen.pop("log_stream_name"))
    assert seen == {
        "function_name": "pets",
        "function_version": "7",
        "invoked_function_arn": f"{function.function_arn}:live",
        "memory_limit_in_mb": "256",
        "aws_request_id": invocation.request_id,
        "log_group_name": "/aws/lambda/pets",
        "tenant_id": None,
        "identity": [None, None],
        "client": ["Pets", {"a": 1}, {"locale": "de"}],
    }


async def test_the_context_prints_as_aws_s_does(client: str) -> None:
    """Handlers print their context; it shows its members."""
    invocation = await run(client, "def handler(event, context):\n    return repr(context)[:32]\n")

    assert result(invocation) == "LambdaContext([aws_request_id=" + invocation.request_id[:2]


async def test_a_handler_s_error_is_one_log_event(client: str) -> None:
    """The log tells an error in one event of several lines, indented by no-break spaces."""
    async with running(client=client) as service:
        await service.invoke(make_function("def handler(event, context):\n    raise ValueError('no')\n"), b"{}")

        event = next(message for message in logged(service) if message.startswith("[ERROR]"))

    lines = event.splitlines()
    assert lines[:2] == ["[ERROR] ValueError: no", "Traceback (most recent call last):"]
    assert lines[2].startswith(f"{NO_BREAK * 2}File ")
    assert lines[3] == f"{NO_BREAK * 4}raise ValueError('no')"


async def test_log_records_have_lambda_s_format(client: str) -> None:
    """The root logger's handler writes level, time, request id and message, separated by tabs, as one event each."""
    source = """
import logging
logging.basicConfig(format="ignored, as the root logger has its handler already")
logging.getLogger().setLevel("INFO")
def handler(event, context):
    logging.info("hello %s\\nsecond line", "you")
    logging.debug("not shown")
"""
    async with running(client=client) as service:
        invocation = await service.invoke(make_function(source), b"{}")
        events = logged(service)

    (record,) = [event for event in events if "hello" in event]
    form = rf"\[INFO\]\t\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z\t{invocation.request_id}\thello you\nsecond line\n"
    assert re.fullmatch(form, record)
    assert not any("not shown" in event for event in events)


async def test_output_stands_between_start_and_end_in_order(client: str) -> None:
    """Lines printed, logged and written by other processes are in the log, in the order they were written."""
    source = """
import logging, os, sys
print("while loading")
def handler(event, context):
    print("first")
    logging.warning("second")
    os.system("echo third")
    print("fourth", file=sys.stderr)
    print("no newline", end="")
"""
    async with running(client=client) as service:
        invocation = await service.invoke(make_function(source), b"{}", log_tail=True)
        events = logged(service)

    lines = [re.sub(r"^\[WARNING\].*\t", "", event) for event in events]
    assert lines[0].startswith("INIT_START Runtime Version: python:3.13")
    assert lines[1:-1] == [
        "while loading\n",
        f"START RequestId: {invocation.request_id} Version: $LATEST\n",
        "first\n",
        "second\n",
        "third\n",
        "fourth\n",
        "no newline\n",
        f"END RequestId: {invocation.request_id}\n",
    ]
    assert invocation.log_tail.decode() == "".join(events[2:])


async def test_output_is_read_where_pipes_cannot_be_waited_for(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows nobody is told that a pipe has something: it is read at the outcome, and now and then before."""
    monkeypatch.setattr("apiglab.runtime.worker._READERS", False)
    source = "print('load')\ndef handler(event, context):\n    print('x' * 70_000)\n    print('end')\n"
    async with running(client=client) as service:
        await service.invoke(make_function(source), b"{}")
        lines = logged(service)

    assert lines[1] == "load\n"
    assert lines[3:5] == ["x" * 70_000 + "\n", "end\n"]


async def test_a_worker_has_nothing_of_the_user_s(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is Lambda's and the function's: the role's credentials, this server, a home of its own."""
    for name in ("AWS_PROFILE", "AWS_SECRET_ACCESS_KEY", "HOME", "GITHUB_TOKEN", "PYTHONPATH", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "the-user-s-own")
    source = "import os\ndef handler(event, context):\n    return dict(os.environ)\n"

    invocation = await run(client, source, environment={"TABLE": "pets"}, memory_size=512)

    seen = result(invocation)
    own = {name: seen[name] for name in seen if name not in ("PATH", "LD_LIBRARY_PATH", "LC_CTYPE")}
    private = {name: own.pop(name) for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "LAMBDA_TASK_ROOT")}
    assert "the-user-s-own" not in seen.values()
    assert all("apiglab-lambda-" in path for path in private.values())
    assert re.fullmatch(r"127\.0\.0\.1:\d+/[0-9a-f]{32}", own.pop("AWS_LAMBDA_RUNTIME_API"))
    assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0", own.pop("_X_AMZN_TRACE_ID"))
    assert own.pop("AWS_LAMBDA_LOG_STREAM_NAME")
    assert own.pop("LAMBDA_RUNTIME_DIR")
    own.pop("_LAMBDA_TELEMETRY_LOG_FD", None)
    assert own == {
        "TABLE": "pets",
        "_HANDLER": "app.handler",
        "AWS_ACCESS_KEY_ID": CREDENTIALS[0],
        "AWS_SECRET_ACCESS_KEY": CREDENTIALS[1],
        "AWS_SESSION_TOKEN": CREDENTIALS[2],
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:4566",
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": "pets",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/pets",
        "AWS_EC2_METADATA_DISABLED": "true",
        "TZ": ":UTC",
        "LANG": "en_US.UTF-8",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUTF8": "1",
    }


async def test_the_trace_id_is_that_of_the_invocation(client: str) -> None:
    """Each invocation's X-Ray header is in the environment while it runs; what cannot stand in a header is not."""
    source = "import os\ndef handler(event, context):\n    return os.environ['_X_AMZN_TRACE_ID']\n"
    async with running(client=client) as service:
        function = make_function(source)
        first = await service.invoke(function, b"{}", trace_id="Root=1-1-a")
        second = await service.invoke(function, b"{}", trace_id="Root=1-2-b\r\nX: y")

    assert first.payload == b'"Root=1-1-a"'
    assert second.payload.startswith(b'"Root=1-')
    assert b"X: y" not in second.payload


async def test_the_runtime_s_modules_are_aws_s(client: str) -> None:
    """boto3 is there, as at AWS; what else this interpreter has installed is not. fact: lambda.modules"""
    source = """
import importlib
def handler(event, context):
    found = {}
    for name in event:
        try:
            importlib.import_module(name)
            found[name] = True
        except ModuleNotFoundError as error:
            found[name] = str(error)
    return found
"""
    invocation = await run(client, source, ["boto3", "botocore", "urllib3", "moto", "apiglab", "pytest"], timeout=30)

    assert result(invocation) == {
        "boto3": True,
        "botocore": True,
        "urllib3": True,
        "moto": "No module named 'moto'",
        "apiglab": "No module named 'apiglab'",
        "pytest": "No module named 'pytest'",
    }


async def test_layers_are_found_after_the_function_s_own_code(client: str) -> None:
    """Modules come from the package, then from the layer's python directories. fact: lambda.no-container"""
    layer = Layer(
        arn="arn:aws:lambda:us-east-1:123456789012:layer:shared:1",
        code=make_zip(
            {
                "python/shared.py": "NAME = 'layer'\n",
                "python/own.py": "NAME = 'layer'\n",
                "python/lib/python3.13/site-packages/deep.py": "NAME = 'site-packages'\n",
                "data.txt": "of the layer",
            }
        ),
    )
    source = """
import deep, os, own, shared
def handler(event, context):
    text = open(os.path.join(os.path.dirname(shared.__file__), "..", "data.txt")).read()
    return [own.NAME, shared.NAME, deep.NAME, text, os.getcwd() == os.environ["LAMBDA_TASK_ROOT"]]
"""
    function = make_function(code=make_zip({"app.py": source, "own.py": "NAME = 'package'\n"}), layers=(layer,))
    async with running(client=client) as service:
        invocation = await service.invoke(function, b"{}")

    assert result(invocation) == ["package", "layer", "site-packages", "of the layer", True]


async def test_a_handler_sees_no_arguments_of_the_client_s(client: str) -> None:
    """What the client was started with is not in ``sys.argv``."""
    invocation = await run(client, "import sys\ndef handler(event, context):\n    return sys.argv[1:]\n")

    assert result(invocation) == []
