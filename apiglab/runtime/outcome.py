"""How invocations end other than by the handler's own word, in Lambda's words.

https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
"""

import json
from dataclasses import dataclass

from apiglab.runtime.settings import MAX_RESPONSE_BYTES

UNHANDLED = "Unhandled"

_TIMED_OUT = "Sandbox.Timedout"

_SIGNALS = {
    1: "hangup",
    2: "interrupt",
    3: "quit",
    4: "illegal instruction",
    5: "trace/breakpoint trap",
    6: "aborted",
    7: "bus error",
    8: "floating point exception",
    9: "killed",
    10: "user defined signal 1",
    11: "segmentation fault",
    12: "user defined signal 2",
    13: "broken pipe",
    14: "alarm clock",
    15: "terminated",
}
"""The names that Lambda's own supervisor, a Go program, has for signals on Linux."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An end that Lambda, not the handler, reports."""

    error_type: str
    message: str
    """Without the request id, which stands before it."""
    status: str
    """What the REPORT line says of it: ``Status: …``."""
    payload: bytes | None = None
    """The runtime client's own JSON, where it got as far as sending some."""

    def body(self, request_id: str) -> bytes:
        """What the caller gets."""
        if self.payload is not None:
            return self.payload
        message = f"RequestId: {request_id} Error: {self.message}"
        return json.dumps({"errorType": self.error_type, "errorMessage": message}, separators=(",", ":")).encode()

    def log_line(self, request_id: str, at: str) -> str | None:
        """What the log says of it beside the REPORT line; ``at`` is the time, as Lambda writes it."""
        if self.payload is not None:
            return None
        if self.error_type == _TIMED_OUT:
            return f"{at} {request_id} {self.message}\n\n"
        return f"RequestId: {request_id} Error: {self.message}\n{self.error_type}\n"


def _error(error_type: str, message: str) -> Failure:
    return Failure(error_type, message, f"Status: error\tError Type: {error_type}")


def exited(code: int) -> Failure:
    """The process ended by itself, or by a signal where ``code`` is negative."""
    if code == 0:
        return _error("Runtime.ExitError", "Runtime exited without providing a reason")
    if code > 0:
        return _error("Runtime.ExitError", f"Runtime exited with error: exit status {code}")
    return _error("Runtime.ExitError", f"Runtime exited with error: signal: {_SIGNALS.get(-code, f'signal {-code}')}")


def out_of_memory() -> Failure:
    """The process grew beyond the function's memory and was killed."""
    return _error("Runtime.OutOfMemory", "Runtime exited with error: signal: killed")


def timed_out(seconds: float) -> Failure:
    """The function's timeout passed."""
    return Failure(_TIMED_OUT, f"Task timed out after {seconds:.2f} seconds", "Status: timeout")


def init_failed(payload: bytes) -> Failure:
    """The client reported that the function's code cannot be loaded."""
    try:
        described = json.loads(payload)
        error_type = str(described["errorType"])
    except (ValueError, KeyError, TypeError):
        error_type = "Runtime.Unknown"
    return Failure(error_type, "", f"Status: error\tError Type: {error_type}", payload)


def invalid_entrypoint(message: str) -> Failure:
    """There is nothing that could be started."""
    return _error("Runtime.InvalidEntrypoint", message)


def response_too_large() -> Failure:
    """The handler returned more than may be answered."""
    message = f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes)."
    payload = json.dumps({"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}).encode()
    return Failure("Function.ResponseSizeTooLarge", message, "", payload)
