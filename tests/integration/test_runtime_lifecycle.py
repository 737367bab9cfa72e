"""Environments: when they start, are used again, are replaced, and end."""

import asyncio
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from apiglab.model.function import LambdaError
from tests.runtime_builders import comes_true, gone, logged, make_function, result, running

pytestmark = pytest.mark.slow

PID = "import os\ndef handler(event, context):\n    return os.getpid()\n"
SLEEP = "import os, time\ndef handler(event, context):\n    time.sleep(event)\n    return os.getpid()\n"


async def test_the_worker_that_was_used_last_is_used_first() -> None:
    """Of several idle environments the last used goes first, so that the others can be given up."""
    async with running() as service:
        function = make_function(SLEEP)
        both = await asyncio.gather(service.invoke(function, b"0.2"), service.invoke(function, b"0.3"))
        again = [result(await service.invoke(function, b"0")) for _ in range(3)]

    assert result(both[0]) != result(both[1])
    assert again == [result(both[1])] * 3


async def test_each_concurrent_invocation_has_an_environment_of_its_own() -> None:
    """An environment runs one invocation at a time: three at once are three cold starts."""
    async with running() as service:
        function = make_function(SLEEP)
        invocations = await asyncio.gather(*(service.invoke(function, b"0.3") for _ in range(3)))
        stats = service.stats()

    assert len({result(invocation) for invocation in invocations}) == 3
    assert all(invocation.init_seconds is not None for invocation in invocations)
    assert (stats.workers, stats.idle) == (3, 3)
    assert 3 * 5_000_000 < stats.resident_bytes < 3 * 30_000_000


async def test_the_init_phase_is_measured_and_billed() -> None:
    """What a module does while it is loaded is the init phase; only the cold start reports it."""
    source = "import time\ntime.sleep(0.2)\ndef handler(event, context):\n    return 1\n"
    async with running() as service:
        function = make_function(source)
        cold = await service.invoke(function, b"{}", log_tail=True)
        warm = await service.invoke(function, b"{}", log_tail=True)

    assert cold.init_seconds is not None
    assert 0.2 < cold.init_seconds < 2
    assert cold.seconds < 0.2
    assert f"\tInit Duration: {cold.init_seconds * 1000:.2f} ms\t\n" in cold.log_tail.decode()
    assert (warm.init_seconds, b"Init Duration" in warm.log_tail) == (None, False)


async def test_new_code_runs_at_once_and_the_old_workers_go() -> None:
    """After an update the idle environments of the old revision are ended, and their unpacked code removed."""
    source = "import os\ndef handler(event, context):\n    return [os.getpid(), os.getcwd(), {}]\n"
    async with running() as service:
        old_pid, old_code, first = result(await service.invoke(make_function(source.format(1)), b"{}"))
        _, new_code, second = result(await service.invoke(make_function(source.format(2)), b"{}"))
        workers = service.stats().workers
        ended = await gone(old_pid)
        removed = await comes_true(lambda: not Path(old_code).exists())
        kept = Path(new_code).exists()  # noqa: ASYNC240 - one look

    assert (first, second, workers, ended) == (1, 2, 1, True)
    assert (removed, kept) == (True, True)


async def test_an_update_lets_running_invocations_finish() -> None:
    """An invocation of the old revision runs to its end, and its environment is not used again."""
    async with running() as service:
        old = make_function(SLEEP)
        running_still = asyncio.create_task(service.invoke(old, b"0.5"))
        await asyncio.sleep(0.2)
        new = await service.invoke(replace(old, revision_id="new", timeout=9), b"0")
        finished = await running_still
        ended = await gone(result(finished))
        workers = service.stats().workers

    assert (finished.function_error, ended, workers) == (None, True, 1)
    assert result(finished) != result(new)


async def test_a_configuration_alone_is_a_revision_too() -> None:
    """Changed variables reach the handler at the next invocation."""
    source = "import os\ndef handler(event, context):\n    return os.environ['STAGE']\n"
    function = make_function(source, environment={"STAGE": "dev"})
    async with running() as service:
        before = await service.invoke(function, b"{}")
        updated = replace(function, environment=function.environment.with_("STAGE", "prod"), revision_id="2")
        after = await service.invoke(updated, b"{}")

    assert (before.payload, after.payload) == (b'"dev"', b'"prod"')


async def test_versions_have_environments_of_their_own() -> None:
    """Two published versions run side by side, each saying which it is."""
    one = make_function("def handler(event, context):\n    return 'one'\n", version="1")
    two = make_function("def handler(event, context):\n    return 'two'\n", version="2")
    async with running() as service:
        seen = [await service.invoke(function, b"{}") for function in (one, two, one)]

    assert [(each.payload, each.executed_version) for each in seen] == [
        (b'"one"', "1"),
        (b'"two"', "2"),
        (b'"one"', "1"),
    ]
    assert seen[2].init_seconds is None


async def test_an_idle_worker_that_dies_is_replaced() -> None:
    """Whoever kills an idle environment costs a cold start, not an invocation."""
    async with running() as service:
        function = make_function(PID)
        pid = result(await service.invoke(function, b"{}"))
        os.kill(pid, 9)
        settled_down = await comes_true(lambda: service.stats().workers == 0)
        after = await service.invoke(function, b"{}")

    assert settled_down
    assert (after.function_error, after.init_seconds is not None) == (None, True)


async def test_idle_workers_are_reaped() -> None:
    """Environments without work go after a while, sooner where there are many."""
    async with running(idle_seconds=30, spare_workers=1, spare_seconds=0.05, reap_seconds=0.05) as service:
        function = make_function(SLEEP)
        await asyncio.gather(*(service.invoke(function, b"0.3") for _ in range(3)))
        spare_gone = await comes_true(lambda: service.stats().workers == 1)
    async with running(idle_seconds=0.05, reap_seconds=0.05) as service:
        await service.invoke(make_function(), b"1")
        all_gone = await comes_true(lambda: service.stats().workers == 0)

    assert (spare_gone, all_gone) == (True, True)


async def test_stop_ends_every_process_and_removes_every_file() -> None:
    """After ``stop`` there are no workers, none that they started, and no directories."""
    source = """
import os, subprocess
def handler(event, context):
    child = subprocess.Popen(["sleep", "1000"])
    return [os.getpid(), child.pid, os.getcwd(), os.environ["TMPDIR"]]
"""
    async with running() as service:
        *pids, code, scratch = result(await service.invoke(make_function(source), b"{}"))

    assert await gone(*pids)
    assert [os.path.exists(path) for path in (code, scratch)] == [False, False]  # noqa: ASYNC240, PTH110 - one look


async def test_stop_tells_those_who_wait() -> None:
    """Invocations that run, start or wait for room while the runtime is stopped are refused, not left hanging."""
    async with running(max_workers=1) as service:
        function = make_function(SLEEP, timeout=30)
        await service.invoke(function, b"0")
        waiting = [asyncio.create_task(service.invoke(function, b"30")) for _ in range(2)]
        other = make_function("import time\ntime.sleep(30)\n", function_name="slow")
        waiting.append(asyncio.create_task(service.invoke(other, b"1")))
        await asyncio.sleep(0.2)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)

    assert [getattr(outcome, "code", None) for outcome in outcomes] == ["ServiceException"] * 3


async def test_a_stopped_runtime_can_be_started_again() -> None:
    """``reset`` ends every environment; the next invocation is a cold start."""
    async with running() as service:
        function = make_function(PID)
        before = result(await service.invoke(function, b"{}"))
        await service.reset()
        after = result(await service.invoke(function, b"{}"))

    assert before != after
    assert await gone(before)


async def test_an_unstarted_runtime_refuses() -> None:
    """Before ``start`` and after ``stop`` an invocation is refused."""
    async with running() as service:
        pass

    with pytest.raises(LambdaError, match="not started"):
        await service.invoke(make_function(), b"{}")


async def test_a_caller_that_goes_away_does_not_stop_the_invocation() -> None:
    """Lambda runs an invocation to its end whether or not the caller still listens."""
    source = "import time\ndef handler(event, context):\n    time.sleep(0.3)\n    print('done')\n"
    async with running() as service:
        function = make_function(source)
        await service.invoke(function, b"{}")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(service.invoke(function, b"{}"), 0.05)
        again = time.monotonic()
        await service.invoke(function, b"{}")
        lines = logged(service)

    assert time.monotonic() - again < 5
    assert lines.count("done\n") >= 2


async def test_background_threads_keep_running_between_invocations() -> None:
    """AWS freezes an idle environment; here its threads go on. fact: lambda.not-frozen"""
    source = """
import threading, time
ticks = 0
def tick():
    global ticks
    while True:
        ticks += 1
        time.sleep(0.01)
threading.Thread(target=tick, daemon=True).start()
def handler(event, context):
    return ticks
"""
    async with running() as service:
        function = make_function(source)
        before = result(await service.invoke(function, b"{}"))
        await asyncio.sleep(0.2)
        after = result(await service.invoke(function, b"{}"))

    assert after > before + 3
