"""How many invocations run at once: reserved concurrency, and what one machine has room for."""

import asyncio
import time

import pytest

from apiglab.model.function import LambdaError
from tests.runtime_builders import ECHO, make_function, result, running

pytestmark = pytest.mark.slow

SLEEP = "import os, time\ndef handler(event, context):\n    time.sleep(event)\n    return os.getpid()\n"


async def test_reserved_concurrency_throttles_beyond_it() -> None:
    """The invocation that is one too many gets 429 with AWS's reason; those before it run. fact: lambda.throttled"""
    async with running() as service:
        function = make_function(SLEEP, reserved_concurrent_executions=2)
        outcomes = await asyncio.gather(*(service.invoke(function, b"0.3") for _ in range(3)), return_exceptions=True)
        after = await service.invoke(function, b"0")

    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, LambdaError)]
    assert (refused.code, refused.status, refused.message, refused.members) == (
        "TooManyRequestsException",
        429,
        "Rate Exceeded.",
        {"Reason": "ReservedFunctionConcurrentInvocationLimitExceeded", "Type": "User"},
    )
    assert after.function_error is None


async def test_reserved_concurrency_of_zero_lets_nothing_through() -> None:
    """Zero is how a function is switched off."""
    async with running() as service:
        with pytest.raises(LambdaError, match="TooManyRequestsException"):
            await service.invoke(make_function(reserved_concurrent_executions=0), b"1")

        assert service.stats().workers == 0


async def test_invocations_that_fail_free_their_concurrency() -> None:
    """A timeout, an exit and a refused package count no longer once they are over."""
    async with running() as service:
        for source in ("def handler(event, context):\n    exit(1)\n", "raise ValueError\n", ECHO):
            function = make_function(source, reserved_concurrent_executions=1)
            await service.invoke(function, b"1")
        for _ in range(2):
            with pytest.raises(LambdaError, match="Could not unzip"):
                await service.invoke(make_function(code=b"no zip", reserved_concurrent_executions=1), b"1")
        last = await service.invoke(make_function(reserved_concurrent_executions=1), b"1")

    assert last.payload == b"1"


async def test_the_account_s_concurrency_is_bounded_too() -> None:
    """Across functions the account's limit holds, with a reason of its own."""
    async with running(account_concurrency=1) as service:
        first = asyncio.create_task(service.invoke(make_function(SLEEP), b"0.3"))
        await asyncio.sleep(0)
        with pytest.raises(LambdaError) as refused:
            await service.invoke(make_function(function_name="other"), b"1")
        await first

    assert refused.value.members["Reason"] == "ConcurrentInvocationLimitExceeded"


async def test_beyond_the_machine_s_room_invocations_wait_their_turn() -> None:
    """With all workers busy, invocations wait and are served in order. fact: lambda.workers"""
    async with running(max_workers=2) as service:
        function = make_function(SLEEP)
        invocations = await asyncio.gather(*(service.invoke(function, b"0.05") for _ in range(10)))
        workers = service.stats().workers

    assert (len({result(invocation) for invocation in invocations}), workers) == (2, 2)


async def test_waiting_too_long_for_room_is_a_throttle_that_says_so() -> None:
    """Who gets no worker in time is told why, and how many there are."""
    async with running(max_workers=1, queue_seconds=0.2) as service:
        function = make_function(SLEEP, timeout=5)
        busy = asyncio.create_task(service.invoke(function, b"1"))
        await asyncio.sleep(0)
        with pytest.raises(LambdaError) as refused:
            await service.invoke(function, b"0")
        await busy

    message = "Rate Exceeded. (This machine's 1 workers were all busy for 0.2 seconds.)"
    assert (refused.value.code, refused.value.message) == ("TooManyRequestsException", message)


async def test_an_idle_worker_makes_room_for_another_function() -> None:
    """Where all room is taken by idle workers, the one that has been idle longest goes."""
    async with running(max_workers=2) as service:
        one, two, three = (make_function(SLEEP, function_name=name) for name in ("one", "two", "three"))
        for function in (one, two, three):
            await service.invoke(function, b"0")
        kept, restarted = await service.invoke(two, b"0"), await service.invoke(one, b"0")

    assert kept.init_seconds is None
    assert restarted.init_seconds is not None


async def test_a_busy_function_cannot_starve_another() -> None:
    """A function that always has work waiting gives a worker up once another has waited for a second."""
    async with running(max_workers=1) as service:
        greedy = make_function(SLEEP, function_name="greedy")

        async def never_enough() -> None:
            while True:
                await service.invoke(greedy, b"0.05")

        crowd = [asyncio.create_task(never_enough()) for _ in range(3)]
        await asyncio.sleep(0.1)
        began = time.monotonic()
        modest = await service.invoke(make_function(function_name="modest"), b"1")
        waited = time.monotonic() - began
        for task in crowd:
            task.cancel()

    assert modest.payload == b"1"
    assert waited < 3


async def test_a_crowd_on_a_cold_function_is_served_by_few_starts_at_once() -> None:
    """A burst does not start everything at once: starts are bounded, and warm workers serve those who wait."""
    async with running(max_starting=2, max_workers=64) as service:
        function = make_function()
        invocations = await asyncio.gather(*(service.invoke(function, b"1") for _ in range(40)))
        workers = service.stats().workers

    assert {invocation.payload for invocation in invocations} == {b"1"}
    assert workers < 20


async def test_an_event_over_six_megabytes_is_refused() -> None:
    """Lambda takes events up to 6 MB from anyone, the gateway too. fact: lambda.request-too-large"""
    async with running() as service:
        with pytest.raises(LambdaError) as refused:
            await service.invoke(make_function(), b'"' + b"x" * 6_291_456 + b'"')

    message = "Request must be smaller than 6291456 bytes for the InvokeFunction operation"
    assert (refused.value.code, refused.value.status) == ("RequestEntityTooLargeException", 413)
    assert refused.value.message == message
