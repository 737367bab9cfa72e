"""Ends that Lambda reports, in its words."""

import json

import pytest

from apiglab.runtime import outcome


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (0, "Runtime exited without providing a reason"),
        (1, "Runtime exited with error: exit status 1"),
        (-9, "Runtime exited with error: signal: killed"),
        (-11, "Runtime exited with error: signal: segmentation fault"),
        (-64, "Runtime exited with error: signal: signal 64"),
    ],
)
def test_an_exit_is_told_by_status_or_signal(code: int, message: str) -> None:
    """Both in the payload, after the request id, and in the log."""
    failure = outcome.exited(code)

    assert json.loads(failure.body("id-1")) == {
        "errorType": "Runtime.ExitError",
        "errorMessage": f"RequestId: id-1 Error: {message}",
    }
    assert failure.log_line("id-1", "at") == f"RequestId: id-1 Error: {message}\nRuntime.ExitError\n"
    assert failure.status == "Status: error\tError Type: Runtime.ExitError"


def test_a_timeout_names_the_function_s_timeout() -> None:
    """With two decimals, as AWS writes it."""
    failure = outcome.timed_out(3)

    assert json.loads(failure.body("id-1")) == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": "RequestId: id-1 Error: Task timed out after 3.00 seconds",
    }
    assert failure.log_line("id-1", "at") == "at id-1 Task timed out after 3.00 seconds\n\n"
    assert failure.status == "Status: timeout"


def test_what_the_client_reported_goes_out_as_it_is() -> None:
    """The runtime's own JSON is the payload; the log has it already."""
    failure = outcome.init_failed(b'{"errorType": "Runtime.ImportModuleError"}')

    assert failure.body("id-1") == b'{"errorType": "Runtime.ImportModuleError"}'
    assert failure.log_line("id-1", "at") is None
    assert failure.status == "Status: error\tError Type: Runtime.ImportModuleError"


@pytest.mark.parametrize("payload", [b"no json", b"[]", b"{}"])
def test_a_report_that_makes_no_sense_has_an_unknown_type(payload: bytes) -> None:
    """A custom runtime may report anything."""
    assert outcome.init_failed(payload).error_type == "Runtime.Unknown"
