"""Asynchronous invocations: accepted at once, run in the background, tried again where they fail.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html

How AWS does this: where the function fails, the event is tried twice more, after one and two minutes. Where it is
throttled or Lambda itself fails, the event goes back to the queue for up to six hours, with pauses from one second to
five minutes. A function whose reserved concurrency is zero loses its events at once.
"""

import asyncio
from typing import Protocol

from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.runtime.settings import MAX_EVENT_BYTES, Settings

_LONGEST_PAUSE = 300.0
_TEMPORARY = ("TooManyRequestsException", "ServiceException")


class Invoke(Protocol):
    """A synchronous invocation."""

    async def __call__(
        self, function: Function, payload: bytes, *, request_id: str, trace_id: str | None = None
    ) -> Invocation:
        """Run the function on one event."""
        ...


class EventQueue:
    """The events that are waiting or running."""

    def __init__(self, invoke: Invoke, settings: Settings) -> None:
        self._invoke = invoke
        self._settings = settings
        self._tasks: set[asyncio.Task[None]] = set()

    def accept(self, function: Function, payload: bytes, request_id: str, trace_id: str | None) -> None:
        """Take an event over; all its tries carry ``request_id``."""
        if len(payload) > MAX_EVENT_BYTES:
            size = f"{len(payload)} byte payload is too large"
            message = f"{size} for the Event invocation type (limit {MAX_EVENT_BYTES} bytes)"
            raise LambdaError("RequestEntityTooLargeException", 413, message, Type="User")
        if len(self._tasks) >= self._settings.max_events:
            message = f"Rate Exceeded. ({self._settings.max_events} asynchronous invocations are waiting already.)"
            raise LambdaError("TooManyRequestsException", 429, message, Reason="CallerRateLimitExceeded", Type="User")
        task = asyncio.create_task(self._deliver(function, payload, request_id, trace_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, function: Function, payload: bytes, request_id: str, trace_id: str | None) -> None:
        if function.reserved_concurrent_executions == 0:
            return
        loop = asyncio.get_running_loop()
        until = loop.time() + self._settings.max_event_age
        pauses = iter(self._settings.retry_delays)
        throttled = self._settings.throttle_delay
        while True:
            try:
                invocation = await self._invoke(function, payload, request_id=request_id, trace_id=trace_id)
            except LambdaError as error:
                if error.code not in _TEMPORARY:
                    return
                pause, throttled = throttled, min(2 * throttled, _LONGEST_PAUSE)
            else:
                if invocation.function_error is None:
                    return
                next_pause = next(pauses, None)
                if next_pause is None:
                    return
                pause = next_pause
            if loop.time() + pause > until:
                return
            await asyncio.sleep(pause)

    @property
    def waiting(self) -> int:
        """How many events are not done with."""
        return len(self._tasks)

    async def drained(self) -> None:
        """Wait until every event was delivered or given up."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self) -> None:
        """Give up what waits."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
