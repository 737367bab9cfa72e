"""What goes wrong in a function, and what its callers and its log are told."""

import errno
from pathlib import Path

import pytest

from apiglab.model.function import LambdaError
from tests.runtime_builders import ECHO, gone, logged, make_function, make_zip, result, running

pytestmark = pytest.mark.slow

PID = "import os\ndef handler(event, context):\n    return os.getpid()\n"
SLEEP = "import os, time\ndef handler(event, context):\n    time.sleep(event)\n    return os.getpid()\n"


async def test_a_timeout_ends_the_invocation_and_its_process() -> None:
    """What runs too long is killed, told as AWS tells it, and replaced. fact: lambda.timeout-payload"""
    async with running() as service:
        function = make_function(SLEEP, timeout=1)
        pid = result(await service.invoke(function, b"0"))
        timed_out = await service.invoke(function, b"30", log_tail=True)
        ended = await gone(pid)
        after = await service.invoke(function, b"0")

    message = f"RequestId: {timed_out.request_id} Error: Task timed out after 1.00 seconds"
    assert result(timed_out) == {"errorType": "Sandbox.Timedout", "errorMessage": message}
    assert (timed_out.function_error, ended) == ("Unhandled", True)
    assert after.init_seconds is not None
    lines = timed_out.log_tail.decode().splitlines()
    assert lines[1].endswith(f"Z {timed_out.request_id} Task timed out after 1.00 seconds")
    assert lines[-1].startswith(f"REPORT RequestId: {timed_out.request_id}\tDuration: 1")
    assert lines[-1].endswith("\tStatus: timeout")


async def test_output_before_a_timeout_is_logged() -> None:
    """What a handler printed before it was killed is in the log, an unfinished line too."""
    source = (
        "import time\ndef handler(event, context):\n    print('begun')\n    print('...', end='')\n    time.sleep(9)\n"
    )
    async with running() as service:
        invocation = await service.invoke(make_function(source, timeout=1), b"{}", log_tail=True)

    assert invocation.log_tail.decode().splitlines()[1:3] == ["begun", "..."]


async def test_too_much_memory_ends_the_invocation() -> None:
    """A process that outgrows the function's memory is killed, in Lambda's words. fact: lambda.out-of-memory"""
    source = "import time\ndef handler(event, context):\n    hog = b'x' * (300 << 20)\n    time.sleep(20)\n"
    async with running() as service:
        killed = await service.invoke(make_function(source, memory_size=128, timeout=30), b"{}", log_tail=True)

    message = f"RequestId: {killed.request_id} Error: Runtime exited with error: signal: killed"
    assert result(killed) == {"errorType": "Runtime.OutOfMemory", "errorMessage": message}
    assert killed.seconds < 10
    report = killed.log_tail.decode().splitlines()[-1]
    assert "\tMax Memory Used: 128 MB\t" in report
    assert report.endswith("\tStatus: error\tError Type: Runtime.OutOfMemory")


async def test_a_handler_that_answers_while_over_its_memory_fails_too() -> None:
    """Memory is looked at when the answer comes as well: a quick hog does not get away with it."""
    source = "hog = []\ndef handler(event, context):\n    hog.append(b'x' * (300 << 20))\n"
    async with running(watch_seconds=30.0) as service:
        function = make_function(source, memory_size=128, timeout=30)
        killed = await service.invoke(function, b"{}")

    assert result(killed)["errorType"] == "Runtime.OutOfMemory"


async def test_a_failing_init_is_tried_once_more_within_the_invocation() -> None:
    """The log shows both tries, the second after START. fact: lambda.init-retry"""
    async with running() as service:
        failed = await service.invoke(make_function("raise RuntimeError('no luck')\n"), b"{}")
        lines = logged(service)

    kinds = [line.split(" ", 1)[0] for line in lines]
    assert kinds == ["INIT_START", "[ERROR]", "INIT_REPORT", "START", "[ERROR]", "INIT_REPORT", "END", "REPORT"]
    status = "Status: error\tError Type: RuntimeError\n"
    assert [line.split("\t", 1)[1] for line in lines if line.startswith("INIT_REPORT")] == [
        f"Phase: init\t{status}",
        f"Phase: invoke\t{status}",
    ]
    assert lines[-1].endswith(status)
    assert result(failed)["errorType"] == "RuntimeError"


async def test_an_init_that_fails_once_does_no_harm(tmp_path: Path) -> None:
    """Where the second try succeeds, the invocation does."""
    source = f"""
import os
if not os.path.exists({str(tmp_path / "tried")!r}):
    open({str(tmp_path / "tried")!r}, "w").close()
    raise RuntimeError("the first time")
{ECHO}"""
    async with running() as service:
        invocation = await service.invoke(make_function(source), b"1")

    assert (invocation.payload, invocation.function_error, invocation.init_seconds) == (b"1", None, None)


async def test_an_init_longer_than_its_limit_is_tried_within_the_timeout() -> None:
    """What takes longer than init may is tried again on the invocation's time. fact: lambda.init-timeout"""
    source = "import time\ntime.sleep(0.6)\n" + ECHO
    async with running(init_seconds=0.3) as service:
        slow = await service.invoke(make_function(source, timeout=5), b"1")
        never = await service.invoke(make_function(source, timeout=0.4, function_name="never"), b"1")
        lines = logged(service)

    assert (slow.payload, slow.function_error) == (b"1", None)
    assert slow.seconds > 0.6
    assert result(never)["errorType"] == "Sandbox.Timedout"
    assert [line.split("\t", 1)[1] for line in lines if line.startswith("INIT_REPORT")] == [
        "Phase: init\tStatus: timeout\n",
        "Phase: init\tStatus: timeout\n",
        "Phase: invoke\tStatus: timeout\n",
    ]


async def test_a_process_that_ends_while_loading_is_an_exit_error() -> None:
    """``sys.exit`` at module level fails the invocation with its status."""
    async with running() as service:
        ended = await service.invoke(make_function("import sys\nsys.exit(7)\n"), b"{}")

    message = f"RequestId: {ended.request_id} Error: Runtime exited with error: exit status 7"
    assert result(ended) == {"errorType": "Runtime.ExitError", "errorMessage": message}


async def test_a_machine_without_room_for_a_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be started is refused with the reason, and works once there is room again."""

    def no_room(*_: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    async with running() as service:
        with monkeypatch.context() as patched:
            patched.setattr("apiglab.runtime.cold_start.WorkerProcess", no_room)
            with pytest.raises(LambdaError) as refused:
                await service.invoke(make_function(), b"1")
        after = await service.invoke(make_function(), b"1")

    assert (refused.value.code, refused.value.status) == ("ServiceException", 500)
    assert refused.value.message == (
        "No worker could be started for pets: Resource temporarily unavailable. "
        "See to it that there is room for one more process and its files, and invoke again."
    )
    assert after.payload == b"1"


async def test_code_that_is_no_zip_is_refused() -> None:
    """Bytes that cannot be unzipped are a refusal in AWS's words, not a crash of the worker."""
    async with running() as service:
        with pytest.raises(LambdaError) as refused:
            await service.invoke(make_function(code=b"not a zip"), b"{}")

    text = "Could not unzip uploaded file. Please check your file, then try to upload again."
    assert (refused.value.code, refused.value.status, refused.value.message) == (
        "InvalidParameterValueException",
        400,
        text,
    )


async def test_runtimes_without_an_interpreter_are_refused_by_name() -> None:
    """A function for Node.js is refused, with what there is. fact: lambda.runtimes"""
    async with running() as service:
        with pytest.raises(LambdaError) as refused:
            await service.invoke(make_function(runtime="nodejs22.x"), b"{}")

    text = "The local Lambda does not run nodejs22.x: it runs python3.x, and provided.* with a bootstrap."
    assert (refused.value.code, refused.value.message) == ("InvalidParameterValueException", text)


async def test_modules_in_a_package_cannot_be_written() -> None:
    """The function's directory is read-only, as /var/task is; its TMPDIR is not."""
    source = """
import os, tempfile
def handler(event, context):
    mode = os.stat(os.environ["LAMBDA_TASK_ROOT"]).st_mode & 0o222
    with tempfile.NamedTemporaryFile(dir=os.environ["TMPDIR"]) as file:
        return [mode, os.path.dirname(file.name) == os.environ["TMPDIR"]]
"""
    async with running() as service:
        invocation = await service.invoke(make_function(code=make_zip({"app.py": source})), b"{}")

    assert result(invocation) == [0, True]
