"""Handlers that misbehave harm nobody but themselves."""

import asyncio
import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT
from tests.runtime_builders import ECHO, alive, comes_true, gone, logged, make_function, make_zip, result, running

pytestmark = pytest.mark.slow


async def test_a_handler_may_print_megabytes() -> None:
    """Output beyond the limit is counted, not kept; neither the handler nor the log has to hold it."""
    source = """
def handler(event, context):
    for _ in range(64):
        print("x" * 1023)
        print("y" * (1 << 20))
"""
    async with running(log_bytes=100_000) as service:
        invocation = await service.invoke(make_function(source, timeout=20), b"{}", log_tail=True)
        lines = logged(service)

    assert invocation.function_error is None
    assert sum(map(len, lines)) < 110_000
    assert lines[-3].startswith("[apiglab] 67")
    assert lines[-3].endswith(" characters of output are not kept: an invocation may log 100000.\n")
    assert len(invocation.log_tail) == 4096


async def test_a_flood_of_one_invocation_does_not_silence_the_next() -> None:
    """The limit on output is each invocation's own."""
    source = "def handler(event, context):\n    print('x' * event)\n"
    async with running(log_bytes=1000) as service:
        function = make_function(source)
        await service.invoke(function, b"5000")
        await service.invoke(function, b"10")
        lines = logged(service)

    assert "x" * 10 + "\n" in lines


async def test_a_handler_may_close_its_output() -> None:
    """Closed standard output costs the log lines, not the invocation."""
    source = """
import logging, os
def handler(event, context):
    os.close(1)
    os.close(2)
    logging.warning("nobody hears")
    if event:
        raise ValueError("told to the caller")
    return "fine"
"""
    async with running() as service:
        fine = await service.invoke(make_function(source), b"false")
        failed = await service.invoke(make_function(source, function_name="other"), b"true")

    assert fine.payload == b'"fine"'
    assert result(failed)["errorMessage"] == "told to the caller"


async def test_a_handler_that_closes_everything_fails_alone() -> None:
    """A handler that closes the runtime's own connection ends its environment; the next invocation gets another."""
    source = "import os\ndef handler(event, context):\n    if event:\n        os.closerange(3, 256)\n    return 1\n"
    async with running() as service:
        function = make_function(source)
        closed = await service.invoke(function, b"true")
        after = await service.invoke(function, b"false")

    assert result(closed)["errorType"] == "Runtime.ExitError"
    assert after.payload == b"1"


async def test_a_child_that_returns_from_the_handler_too_does_no_harm() -> None:
    """After a fork two processes answer on one connection: one answer counts, and invocations go on."""
    source = "import os\ndef handler(event, context):\n    if event:\n        os.fork()\n    return 1\n"
    async with running() as service:
        function = make_function(source, timeout=2)
        payloads = [(await service.invoke(function, b"true")).payload for _ in range(3)]
        after = [(await service.invoke(function, b"false")).payload for _ in range(5)]

    assert payloads[0] == b"1"
    # Which of the processes reads next is chance; the first wrong answer ends them all, and a new one goes on.
    assert after.count(b"1") >= 4


async def test_what_a_handler_starts_goes_with_its_environment() -> None:
    """Child processes end when the environment is ended, by a timeout too."""
    source = """
import subprocess, time
def handler(event, context):
    print(subprocess.Popen(["sleep", "1000"]).pid)
    time.sleep(30)
"""
    async with running() as service:
        await service.invoke(make_function(source, timeout=1), b"{}")
        child = next(int(line) for line in logged(service) if line.strip().isdigit())
        ended = await gone(child)

    assert ended


async def test_a_daemon_that_leaves_the_group_does_not_hold_up_the_server() -> None:
    """What detaches itself outlives its environment (best effort), but nothing waits for it. fact: lambda.daemons"""
    source = """
import subprocess
def handler(event, context):
    return subprocess.Popen(["sleep", "20"], start_new_session=True).pid
"""
    async with running() as service:
        daemon = result(await service.invoke(make_function(source), b"{}"))

    try:
        assert alive(daemon)
    finally:
        os.kill(daemon, 9)


async def test_endless_recursion_is_the_function_s_error() -> None:
    """A RecursionError is told like any other."""
    async with running() as service:
        failed = await service.invoke(
            make_function("def handler(event, context):\n    return handler(event, context)\n"), b"{}"
        )

    assert result(failed)["errorType"] == "RecursionError"


async def test_a_busy_loop_holds_nobody_else_up() -> None:
    """While one handler computes without end, other functions answer."""
    async with running() as service:
        loop = asyncio.create_task(
            service.invoke(make_function("def handler(e, c):\n    while True: pass\n", timeout=1), b"{}")
        )
        other = await service.invoke(make_function(ECHO, function_name="other"), b"5")
        looped = await loop

    assert other.payload == b"5"
    assert result(looped)["errorType"] == "Sandbox.Timedout"


@pytest.mark.parametrize("arguments", [[], ["portable"]])
@pytest.mark.parametrize("signal", [9, 15])
async def test_no_worker_outlives_a_server_that_is_killed(signal: int, arguments: list[str]) -> None:
    """Idle and busy workers, and what these forked, end with the server, even where it had no time to say so."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.runtime_server", *arguments, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert server.stdout is not None
    pids = [int(pid) for pid in (await asyncio.wait_for(server.stdout.readline(), 20)).split()]
    server.send_signal(signal)
    await server.wait()

    assert len(pids) == 3
    assert await gone(*pids)


async def test_a_zip_with_links_out_of_its_directory_is_refused_whole(tmp_path: object) -> None:
    """Nothing of a package that reaches outside is left on disk, and the function is refused."""
    async with running() as service:
        with pytest.raises(Exception, match=r"leaves its directory: '\.\./evil\.py'"):
            await service.invoke(make_function(code=make_zip({"app.py": ECHO, "../evil.py": ""})), b"{}")
        fine = await comes_true(lambda: service.stats().workers == 0)

    assert fine
