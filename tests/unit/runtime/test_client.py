"""The worker's client: JSON, context, errors and modules, without a worker."""

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from apiglab.runtime.client.context import LambdaContext
from apiglab.runtime.client.faults import RuntimeFaultError
from apiglab.runtime.client.main import describe, error_lines
from apiglab.runtime.client.modules import RuntimePackages, load_handler
from apiglab.runtime.client.values import JsonFormat

HEADERS = {
    b"lambda-runtime-aws-request-id": b"id-1",
    b"lambda-runtime-invoked-function-arn": b"arn:x",
    b"lambda-runtime-deadline-ms": b"0",
}


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory that imports look in first; its modules are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    known = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - known:
        del sys.modules[name]


def test_decimals_are_numbers_and_leave_texts_alone() -> None:
    """Digits are kept as they are; text that looks like a placeholder is text."""
    value = {"a": Decimal("1.10"), "b": ["decimal-0", Decimal("-0E-7")]}

    assert JsonFormat("").encode(value) == b'{"a": 1.10, "b": ["decimal-0", -0E-7]}'


def test_named_tuples_are_arrays() -> None:
    """Unlike with awslambdaric, whose JSON library makes objects of them. fact: lambda.results"""

    class Point(NamedTuple):
        x: int
        y: int

    assert JsonFormat("").encode(Point(1, 2)) == b"[1, 2]"


def test_a_failed_result_leaves_nothing_for_the_next() -> None:
    """Decimals of a result that could not be encoded do not turn up later."""
    format_ = JsonFormat("")
    with pytest.raises(RuntimeFaultError, match="Object of type set"):
        format_.encode([Decimal(1), {1}])

    assert format_.encode("decimal") == b'"decimal"'


def test_an_object_that_raises_while_it_is_read_is_a_marshal_error() -> None:
    """Whatever a handler returns, Lambda hears of it."""

    class Trap(dict[str, object]):
        def items(self) -> Any:
            raise LookupError("trap")

    with pytest.raises(RuntimeFaultError, match="Unable to marshal response: trap") as failed:
        JsonFormat("").encode(Trap(a=1))

    assert failed.value.error_type == "Runtime.MarshalError"


def test_an_event_that_is_no_json_is_an_unmarshal_error() -> None:
    """The type is AWS's."""
    with pytest.raises(RuntimeFaultError, match="Unable to unmarshal input: Expecting value") as failed:
        JsonFormat("").decode(b"hello")

    assert failed.value.error_type == "Runtime.UnmarshalError"


@pytest.mark.parametrize(
    ("environment", "encoded"),
    [("AWS_Lambda_python3.12", '"ü"'), ("AWS_Lambda_python3.13", '"ü"'), ("AWS_Lambda_python3.11", '"\\u00fc"')],
)
def test_newer_runtimes_write_unicode(environment: str, encoded: str) -> None:
    """From python3.12 on results are not escaped."""
    assert JsonFormat(environment).encode("ü") == encoded.encode()


def test_no_time_is_left_after_the_deadline() -> None:
    """Never less than zero."""
    assert LambdaContext(HEADERS).get_remaining_time_in_millis() == 0


def test_the_w3c_trace_context_is_taken_out_of_the_client_context() -> None:
    """Only its known text fields are told, by ``w3c()``."""
    client = {"custom": {"a": 1}, "w3c": {"traceparent": "00-1", "tracestate": 5, "other": "x"}}
    context = LambdaContext({**HEADERS, b"lambda-runtime-client-context": json.dumps(client).encode()})

    assert context.w3c() == {"traceparent": "00-1"}
    assert repr(context.client_context) == "ClientContext([custom={'a': 1},env=None,client=None])"


def test_the_cognito_identity_is_told() -> None:
    """Who invoked by way of Cognito is in ``context.identity``."""
    identity = b'{"cognitoIdentityId": "id", "cognitoIdentityPoolId": "pool"}'
    context = LambdaContext({**HEADERS, b"lambda-runtime-cognito-identity": identity})

    assert (context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id) == ("id", "pool")  # type: ignore[attr-defined]


def test_a_client_context_that_is_no_json_is_a_fault() -> None:
    """The type is AWS's."""
    with pytest.raises(RuntimeFaultError, match="Unable to parse Client Context JSON") as failed:
        LambdaContext({**HEADERS, b"lambda-runtime-client-context": b"{"})

    assert failed.value.error_type == "Runtime.LambdaContextUnmarshalError"


def test_a_stack_trace_begins_in_the_function_s_code(module: Path) -> None:
    """The frames of the client are left out; an error raised in it has none."""
    (module / "fn_trace.py").write_text("def handler(event, context):\n    return 1 / event\n")
    handler = load_handler("fn_trace.handler")
    try:
        handler(0, LambdaContext(HEADERS))
    except ZeroDivisionError as error:
        described = describe(error, "id-1")
    without_code = describe(TypeError("not callable"), "id-1")

    trace = described["stackTrace"]
    assert isinstance(trace, list)
    assert trace[-1].endswith('fn_trace.py", line 2, in handler\n    return 1 / event\n')
    assert without_code["stackTrace"] == []


def test_an_error_s_lines_have_no_plain_indents() -> None:
    """No-break spaces keep CloudWatch from trimming them."""
    lines = error_lines({"errorType": "E", "errorMessage": "m", "stackTrace": ['  File "a"\n    b = 1\n']})

    assert lines == [
        "[ERROR] E: m",
        "Traceback (most recent call last):",
        '\u00a0\u00a0File "a"',
        "\u00a0" * 4 + "b = 1",
    ]


def test_an_error_without_text_is_told_by_its_type() -> None:
    """No colon without a message."""
    assert error_lines({"errorType": "E", "errorMessage": "", "stackTrace": []})[0] == "[ERROR] E"


def test_only_the_runtime_s_packages_are_found(tmp_path: Path) -> None:
    """A package that AWS's runtime lacks is not found where this interpreter has it; neither are their submodules."""
    for name in ("boto3", "moto"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    finder = RuntimePackages([str(tmp_path)])

    assert finder.find_spec("boto3") is not None
    assert (finder.find_spec("moto"), finder.find_spec("boto3.session", [])) == (None, None)
