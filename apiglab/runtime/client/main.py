"""The loop of a worker: load the handler, then take event after event until the server goes."""

import builtins
import os
import sys

from .connection import RuntimeApi
from .context import LambdaContext
from .faults import RuntimeFaultError
from .logs import ERROR, LoggingSetup, write_frame
from .modules import Handler, find_modules, load_handler
from .values import JsonFormat

TYPE_CHECKING = False
if TYPE_CHECKING:  # so that no cold start imports what only a type checker needs
    from types import TracebackType

_NO_BREAK_SPACE = "\u00a0"


def main(opt: str, packages: list[str], runtime_client: str, life: str) -> None:
    """Run one worker: ``opt`` has the layers, ``packages`` the runtime's own packages; ``life`` says who ends it."""
    _imitate_site()
    if life == "stdin":
        _end_with_server()
    find_modules(os.environ["LAMBDA_TASK_ROOT"], opt, packages)
    if runtime_client == "awslambdaric":
        from .awslambdaric_loop import run

        run()
        return
    logging_setup = LoggingSetup()
    sys.meta_path.insert(0, logging_setup)
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    json_format = JsonFormat(os.environ.get("AWS_EXECUTION_ENV", ""))
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:  # noqa: BLE001 - the choke point of a function's init: whatever it is, Lambda gets told
        _fail_init(api, json_format, error)
        sys.exit(1)
    while True:
        _serve(api, json_format, handler, logging_setup)


def _serve(api: RuntimeApi, json_format: JsonFormat, handler: Handler, logging_setup: LoggingSetup) -> None:
    """One invocation."""
    headers, body = api.next()
    request_id = logging_setup.request_id = headers[b"lambda-runtime-aws-request-id"].decode()
    trace_id = headers.get(b"lambda-runtime-trace-id")
    if trace_id is not None:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id.decode()
    try:
        result = handler(json_format.decode(body), LambdaContext(headers))
        if isinstance(result, bytes):
            api.post(f"invocation/{request_id}/response", result, "application/unknown")
        else:
            api.post(f"invocation/{request_id}/response", json_format.encode(result), "application/json")
    except Exception as error:  # noqa: BLE001 - the choke point of a handler: whatever it raises is the invocation's outcome
        described = describe(error, request_id)
        log_error(described)
        api.post(
            f"invocation/{request_id}/error", json_format.encode(described), "application/json", error_type(described)
        )


def _fail_init(api: RuntimeApi, json_format: JsonFormat, error: Exception) -> None:
    described = describe(error, "")
    log_error(described)
    api.post("init/error", json_format.encode(described), "application/json", error_type(described))
    api.flush()


def error_type(described: dict[str, object]) -> str:
    """The name under which an error is reported to Lambda."""
    return str(described["errorType"])


def describe(error: Exception, request_id: str) -> dict[str, object]:
    """An error as the JSON that callers get."""
    if isinstance(error, RuntimeFaultError):
        kind, message, trace = error.error_type, error.message, list(error.trace)
    else:
        kind, message, trace = type(error).__name__, str(error), _stack_trace(error.__traceback__)
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}


def _stack_trace(trace: "TracebackType | None") -> list[str]:
    """The frames of the function's own code: those of this client are not its business."""
    import traceback

    here = os.path.dirname(__file__)  # noqa: PTH120 - pathlib would be imported by every cold start's first error
    frames = traceback.extract_tb(trace)
    while frames and os.path.dirname(frames[0].filename) == here:  # noqa: PTH120 - as above
        del frames[0]
    bare = [(frame.filename, frame.lineno or 0, frame.name, frame.line) for frame in frames]  # AWS's have no carets
    return traceback.format_list(bare)


def log_error(described: dict[str, object]) -> None:
    """Log an error as AWS does, as one event."""
    write_frame("\n".join(error_lines(described)), ERROR)


def error_lines(described: dict[str, object]) -> list[str]:
    """What the log says of an error; the indents are of no-break spaces."""
    message = f": {described['errorMessage']}" if described["errorMessage"] else ""
    lines = [f"[ERROR] {described['errorType']}{message}", "Traceback (most recent call last):"]
    trace = described["stackTrace"]
    for entry in trace if isinstance(trace, list) else ():
        for line in entry.splitlines():
            text = line.lstrip(" ")
            lines.append(_NO_BREAK_SPACE * (len(line) - len(text)) + text)
    return lines


def _imitate_site() -> None:
    """The interpreter runs without ``site``, which is slow; handlers know two names that it defines."""
    import _sitebuiltins

    end_of_file = "Ctrl-D (i.e. EOF)"
    for name in ("exit", "quit"):
        setattr(builtins, name, _sitebuiltins.Quitter(name, end_of_file))


def _end_with_server() -> None:
    """Where the kernel cannot be asked to: standard input is the life pipe, and a thread waits for its end."""
    import _thread

    life = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)

    def wait() -> None:
        os.read(life, 1)
        if sys.platform != "win32":
            os.killpg(0, 9)
        os._exit(0)

    _thread.start_new_thread(wait, ())
