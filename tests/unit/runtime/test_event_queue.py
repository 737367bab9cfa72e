"""Asynchronous invocations: what is tried again, and what is given up."""

import asyncio
from typing import Any

import pytest

from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.runtime.event_queue import EventQueue
from apiglab.runtime.settings import Settings
from tests.runtime_builders import make_function

THROTTLED = LambdaError("TooManyRequestsException", 429, "Rate Exceeded.")
FAILED = Invocation(request_id="id-1", payload=b"{}", function_error="Unhandled")
FINE = Invocation(request_id="id-1", payload=b"{}")


class Script:
    """An ``invoke`` that answers as told, the last answer again and again."""

    def __init__(self, *answers: Invocation | LambdaError) -> None:
        self.answers = list(answers)
        self.calls: list[str] = []

    async def __call__(
        self, function: Function, payload: bytes, *, request_id: str, trace_id: str | None = None
    ) -> Invocation:
        """The next answer."""
        self.calls.append(request_id)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, LambdaError):
            raise answer
        return answer


async def deliver(script: Script, function: Function | None = None, **settings: Any) -> list[str]:
    """The request ids of all tries of one event."""
    queue = EventQueue(script, Settings(**{"retry_delays": (0, 0), "throttle_delay": 0, **settings}))
    queue.accept(function or make_function(), b"{}", "id-1", None)
    await queue.drained()
    return script.calls


async def test_success_is_delivered_once() -> None:
    """What works is not tried again."""
    assert await deliver(Script(FINE)) == ["id-1"]


async def test_a_failing_function_is_tried_three_times() -> None:
    """Two retries, with the same request id, then the event is lost. fact: lambda.event-retries"""
    assert await deliver(Script(FAILED)) == ["id-1"] * 3


async def test_a_retry_that_works_ends_it() -> None:
    """Nothing more follows a success."""
    assert await deliver(Script(FAILED, FINE)) == ["id-1"] * 2


async def test_throttles_do_not_count_as_tries() -> None:
    """A throttled event goes back to the queue; its two retries are still to come."""
    assert await deliver(Script(THROTTLED, THROTTLED, THROTTLED, FAILED)) == ["id-1"] * 6


async def test_an_event_that_is_too_old_is_given_up() -> None:
    """Beyond the maximum age nothing is tried."""
    assert await deliver(Script(THROTTLED), max_event_age=10.0, throttle_delay=20.0) == ["id-1"]


async def test_a_function_that_is_switched_off_loses_its_events() -> None:
    """With a reserved concurrency of zero an event is not tried at all. fact: lambda.event-reserved-zero"""
    assert await deliver(Script(FINE), make_function(reserved_concurrent_executions=0)) == []


async def test_a_package_that_cannot_be_run_is_not_tried_again() -> None:
    """What no retry can mend is given up at once."""
    assert await deliver(Script(LambdaError("InvalidParameterValueException", 400, "no zip"))) == ["id-1"]


async def test_an_event_over_one_megabyte_is_refused() -> None:
    """Asynchronous events have a limit of their own. fact: lambda.event-too-large"""
    queue = EventQueue(Script(FINE), Settings())

    with pytest.raises(LambdaError) as refused:
        queue.accept(make_function(), b"x" * 1_048_577, "id-1", None)

    assert (refused.value.code, refused.value.status, refused.value.message) == (
        "RequestEntityTooLargeException",
        413,
        "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
    )


async def test_the_queue_is_bounded() -> None:
    """Memory is not the limit: beyond so many waiting events the next is throttled."""
    queue = EventQueue(Script(FAILED), Settings(max_events=1, retry_delays=(3600.0,)))
    queue.accept(make_function(), b"{}", "id-1", None)

    with pytest.raises(LambdaError, match="1 asynchronous invocations are waiting already"):
        queue.accept(make_function(), b"{}", "id-2", None)
    await queue.stop()

    assert queue.waiting == 0


async def test_stop_gives_up_what_waits() -> None:
    """An event that waits for its retry does not hold up the end."""
    script = Script(FAILED)
    queue = EventQueue(script, Settings(retry_delays=(3600.0,)))
    queue.accept(make_function(), b"{}", "id-1", None)
    await asyncio.sleep(0)
    await queue.stop()

    assert script.calls == ["id-1"]
