"""Both Python runtime clients, ours and AWS's own, run handlers alike."""

import json
from typing import Any

import pytest

from apiglab.model.function import Invocation
from tests.runtime_builders import CLIENTS, ECHO, logged, make_function, make_zip, result, running

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


async def test_a_handler_gets_the_event_and_its_result_is_the_payload(client: str) -> None:
    """What the handler returns is what the caller gets; nothing is reported as an error."""
    event = {"path": "/pets", "body": None, "n": 1.5, "text": "Grüße, \u2603 \U0001f600", "list": [1, True]}

    invocation = await run(client, ECHO, event)

    assert result(invocation) == event
    assert (invocation.function_error, invocation.executed_version) == (None, "$LATEST")


async def test_the_second_invocation_is_warm_and_keeps_globals(client: str) -> None:
    """An environment is used again: module-level state survives, and only the first invocation has an init phase."""
    source = "calls = 0\ndef handler(event, context):\n    global calls\n    calls += 1\n    return calls\n"
    async with running(client=client) as service:
        function = make_function(source)
        first, second = await service.invoke(function, b"{}"), await service.invoke(function, b"{}")

    assert (first.payload, second.payload) == (b"1", b"2")
    assert first.init_seconds is not None
    assert second.init_seconds is None


async def test_a_handler_s_error_is_the_payload(client: str) -> None:
    """An exception becomes AWS's error JSON, its stack trace that of the function's own code."""
    source = "def handler(event, context):\n    return 1 + {}['name']\n"

    invocation = await run(client, source)

    error = result(invocation)
    trace = error.pop("stackTrace")
    assert error == {"errorMessage": "'name'", "errorType": "KeyError", "requestId": invocation.request_id}
    assert len(trace) == 1
    assert trace[0].endswith("app.py\", line 2, in handler\n    return 1 + {}['name']\n")
    assert invocation.function_error == "Unhandled"


@pytest.mark.parametrize(
    ("files", "handler", "error_type", "message"),
    [
        (
            {"app.py": "import nosuchmodule\n"},
            "app.handler",
            "Runtime.ImportModuleError",
            "Unable to import module 'app': No module named 'nosuchmodule'",
        ),
        (
            {"app.py": "def other(): pass\n"},
            "app.handler",
            "Runtime.HandlerNotFound",
            "Handler 'handler' missing on module 'app'",
        ),
        (
            {"app.py": "def handler(event, context)\n    pass\n"},
            "app.handler",
            "Runtime.UserCodeSyntaxError",
            "Syntax error in module 'app': expected ':' (app.py, line 1)",
        ),
        (
            {"app.py": ""},
            "handler",
            "Runtime.MalformedHandlerName",
            "Bad handler 'handler': not enough values to unpack (expected 2, got 1)",
        ),
        (
            {"app.py": ""},
            "sys.handler",
            "Runtime.BuiltInModuleConflict",
            "Cannot use built-in module sys as a handler module",
        ),
        ({"app.py": "1 / 0\n"}, "app.handler", "ZeroDivisionError", "division by zero"),
    ],
)
async def test_code_that_cannot_be_loaded_has_aws_s_error(
    client: str, files: dict[str, str], handler: str, error_type: str, message: str
) -> None:
    """Init errors have AWS's types and texts, and no request id. fact: lambda.init-error-payload"""
    async with running(client=client) as service:
        invocation = await service.invoke(make_function(code=make_zip(files), handler=handler), b"{}")

    error = result(invocation)
    error.pop("stackTrace")
    assert error == {"errorMessage": message, "errorType": error_type, "requestId": ""}
    assert invocation.function_error == "Unhandled"


async def test_a_nested_handler_is_found_by_its_path(client: str) -> None:
    """A handler's module may stand in directories, named by slashes or dots."""
    code = make_zip({"src/pets/api.py": ECHO})
    async with running(client=client) as service:
        slashed = await service.invoke(make_function(code=code, handler="src/pets/api.handler"), b"1")
        dotted = await service.invoke(make_function(code=code, handler="src.pets.api.handler", revision_id="2"), b"2")

    assert (slashed.payload, dotted.payload) == (b"1", b"2")


@pytest.mark.parametrize(
    ("expression", "payload"),
    [
        ("__import__('decimal').Decimal('3.10')", b"3.10"),
        ("{'price': __import__('decimal').Decimal('1E+2'), 'id': 'decimal-x'}", b'{"price": 1E+2, "id": "decimal-x"}'),
        ("__import__('decimal').Decimal('NaN')", b"NaN"),
        ("{'a': b'bytes'}", b'{"a": "bytes"}'),
        ("b'raw \\xff'", b"raw \xff"),
        ("float('nan')", b"NaN"),
        ("None", b"null"),
        ("{1: (2, 3)}", b'{"1": [2, 3]}'),
        ("'ü'", '"ü"'.encode()),
    ],
)
async def test_results_are_json_as_aws_s_runtime_makes_it(client: str, expression: str, payload: bytes) -> None:
    """Decimals become numbers, bytes in a result text, bytes as the result go as they are. fact: lambda.results"""
    invocation = await run(client, f"def handler(event, context):\n    return {expression}\n")

    assert (invocation.payload, invocation.function_error) == (payload, None)


async def test_before_python_3_12_results_are_ascii(client: str) -> None:
    """Runtimes up to python3.11 escape what is not ASCII."""
    invocation = await run(client, "def handler(event, context):\n    return 'ü'\n", runtime="python3.11")

    assert invocation.payload == b'"\\u00fc"'


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("{1, 2}", "Object of type set is not JSON serializable"),
        ("{'at': __import__('datetime').datetime(2024, 1, 1)}", "Object of type datetime is not JSON serializable"),
        ("{(1, 2): 3}", "keys must be str, int, float, bool or None, not tuple"),
    ],
)
async def test_what_cannot_be_json_is_a_marshal_error(client: str, expression: str, message: str) -> None:
    """A result that JSON lacks fails the invocation with Runtime.MarshalError."""
    invocation = await run(client, f"def handler(event, context):\n    return {expression}\n")

    assert result(invocation) == {
        "errorMessage": f"Unable to marshal response: {message}",
        "errorType": "Runtime.MarshalError",
        "requestId": invocation.request_id,
        "stackTrace": [],
    }


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("sys.exit(3)", "Runtime exited with error: exit status 3"),
        ("exit(4)", "Runtime exited with error: exit status 4"),
        ("os._exit(0)", "Runtime exited without providing a reason"),
        ("os.kill(os.getpid(), 11)", "Runtime exited with error: signal: segmentation fault"),
    ],
)
async def test_a_handler_that_ends_its_process_fails_with_exit_error(client: str, statement: str, reason: str) -> None:
    """The invocation fails in Lambda's words, and the next one gets a new environment. fact: lambda.exit-error"""
    source = f"import os, sys\ndef handler(event, context):\n    if event:\n        {statement}\n    return 'fine'\n"
    async with running(client=client) as service:
        function = make_function(source)
        ended = await service.invoke(function, b"true")
        after = await service.invoke(function, b"false")
        lines = logged(service)

    message = f"RequestId: {ended.request_id} Error: {reason}"
    assert result(ended) == {"errorType": "Runtime.ExitError", "errorMessage": message}
    assert (ended.function_error, after.payload) == ("Unhandled", b'"fine"')
    assert f"{message}\nRuntime.ExitError\n" in lines


async def test_events_and_results_of_eight_megabytes_pass(client: str) -> None:
    """Size is limited by Lambda's limits alone: the Runtime API carries any event, and results up to 6 MB."""
    event = json.dumps("x" * (8 << 20)).encode()
    async with running(client=client, max_request_bytes=16 << 20) as service:
        invocation = await service.invoke(make_function("def handler(e, c):\n    return e[:6 << 20]\n"), event)

    assert (len(invocation.payload), invocation.function_error) == ((6 << 20) + 2, None)


async def test_a_result_over_six_megabytes_fails(client: str) -> None:
    """The caller gets Lambda's error, and the function goes on working. fact: lambda.response-too-large"""
    source = "def handler(event, context):\n    return 'x' * event\n"
    async with running(client=client) as service:
        function = make_function(source)
        failed = await service.invoke(function, str(6_291_556).encode())
        after = await service.invoke(function, b"1")

    assert result(failed) == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    }
    assert (failed.function_error, after.payload) == ("Unhandled", b'"x"')
