"""An execution environment: one process, its place in the Runtime API, and the invocation it is busy with.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html

A worker is *starting* until its client first asks for an event, *idle* while the client waits for one, and *busy* from
the event to the outcome. Whatever happens meanwhile (an answer, an exit, a timeout, too much memory) arrives here as a
call and ends what is under way exactly once. AWS freezes an environment between invocations; here its threads go on.
"""

import asyncio
import os
import time
from collections.abc import Callable
from typing import Protocol

from apiglab.model.clock import Clock
from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.runtime import outcome
from apiglab.runtime.listener import RefusalError, RuntimeConnection
from apiglab.runtime.log_lines import LineSplitter
from apiglab.runtime.log_stream import LogStream, report, timestamp
from apiglab.runtime.memory import resident_bytes
from apiglab.runtime.outcome import UNHANDLED, Failure
from apiglab.runtime.process import WorkerProcess
from apiglab.runtime.wire import ApiRequest
from apiglab.runtime.work import Work

_READERS = os.name == "posix"
"""Elsewhere event loops cannot wait for pipes, and the watch reads them."""
_READS = 16
"""How often a pipe is read at one go, so that a handler that floods it holds nobody else up."""
_FRESH_SECONDS = 0.25
"""A memory reading is good for as long: reading it at each of thousands of invocations a second would show."""


class Owner(Protocol):
    """Whoever keeps the workers."""

    def rested(self, worker: "Worker") -> None:
        """The worker waits for an event."""

    def left(self, worker: "Worker") -> None:
        """The worker's process has ended, or is about to."""

    def finished(self, worker: "Worker") -> None:
        """The worker has handed in an outcome, and will soon ask for more."""

    def stirred(self) -> None:
        """A worker that was idle is not any more: its process is to be watched."""

    def withdrew(self, worker: "Worker") -> None:
        """The client of an idle worker is gone: there is nobody to give an event to."""


class Worker:
    """One execution environment of one revision of a function."""

    def __init__(self, function: Function, process: WorkerProcess, log: LogStream, owner: Owner, clock: Clock) -> None:
        self.function = function
        self.process = process
        self.log = log
        self.born = self.since = time.monotonic()
        """When it was started, and when it last became idle."""
        self.alive = True
        self.buried: Callable[[], None] = lambda: None
        """Called once the process is gone."""
        self._owner = owner
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._lines = LineSplitter()
        self._started: asyncio.Future[Failure | None] | None = self._loop.create_future()
        self._waiter: RuntimeConnection | None = None
        self._work: Work | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._began = 0.0
        self.init_seconds = 0.0
        """How long the init phase took."""
        self._told_init: float | None = None
        """What of it the invocation under way has to report."""
        self.memory = 0
        """The most that the process has been seen to take, in bytes."""
        self._memory_at = 0.0
        if _READERS:
            self._loop.add_reader(process.output, self.read_output)

    @property
    def idle(self) -> bool:
        """Whether its client waits for an event that nothing is chosen for yet."""
        return self._waiter is not None and self._started is None

    @property
    def busy(self) -> bool:
        """Whether an invocation is under way."""
        return self._work is not None

    async def started(self, seconds: float) -> Failure | None:
        """Wait for the end of the init phase; what is returned is why it failed, None where it did not."""
        assert self._started is not None  # noqa: S101 - asked once, right after the start
        try:
            failure = await asyncio.wait_for(self._started, seconds)
        except TimeoutError:
            failure = outcome.timed_out(seconds)
        self._started = None
        self.init_seconds = time.monotonic() - self.born
        if failure is None and self._waiter is None:
            failure = outcome.exited(self.process.exit_code() or 0)
        self._drain()
        if failure is not None:
            self.leave()
        return failure

    def run(self, work: Work, *, init_seconds: float | None = None, began: float | None = None) -> None:
        """Give the waiting client ``work``; ``began`` is set where its time has been running since then."""
        waiter, self._waiter = self._waiter, None
        assert waiter is not None  # noqa: S101 - only idle workers are given work
        self._work = work
        self._told_init = init_seconds
        if began is None:
            began = time.perf_counter()
            self.log.start(work.request_id, tail=work.log_tail)
        self._began = began
        left = work.function.timeout - (time.perf_counter() - began)
        self._timer = self._loop.call_later(left, self._time_out)
        context = work.client_context
        waiter.send(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: %b\r\n"
            b"Lambda-Runtime-Deadline-Ms: %d\r\nLambda-Runtime-Trace-Id: %b\r\n"
            b"Lambda-Runtime-Invoked-Function-Arn: %b\r\n%bContent-Length: %d\r\n\r\n"
            % (
                work.request_id.encode(),
                int((time.time() + left) * 1000),
                work.trace_id.encode("latin-1"),
                work.arn.encode(),
                b"" if context is None else b"Lambda-Runtime-Client-Context: %b\r\n" % context.encode("latin-1"),
                len(work.payload),
            ),
            work.payload,
        )
        self._owner.stirred()

    # The Runtime API's side

    def next(self, connection: RuntimeConnection) -> None:
        """The client asks for an event."""
        if self._work is not None or self._waiter is not None or not self.alive:
            raise RefusalError("403 Forbidden", "InvalidStateTransition", "Transition is not allowed")
        self._waiter = connection
        self.since = time.monotonic()
        if self._started is not None:
            if not self._started.done():
                self._started.set_result(None)
            return
        self._owner.rested(self)

    def responded(self, request_id: str, request: ApiRequest) -> None:
        """The client hands in the handler's result."""
        work = self._work_of(request_id)
        self._hand_in(work, request.body, None)

    def failed(self, request_id: str, request: ApiRequest) -> None:
        """The client hands in the handler's error."""
        self._hand_in(self._work_of(request_id), request.body, UNHANDLED)

    def _hand_in(self, work: Work, body: bytes | None, error: str | None) -> None:
        if body is None:
            failure = outcome.response_too_large()
            self._complete(work, failure.body(work.request_id), UNHANDLED, failure.status)
            raise RefusalError("413 Payload Too Large", "RequestEntityTooLarge", failure.message)
        if time.monotonic() - self._memory_at > _FRESH_SECONDS:
            self.weigh(resident_bytes((self.process.pid,)).get(self.process.pid, 0))
        if self._work is work:
            self._complete(work, body, error)

    def init_failed(self, request: ApiRequest) -> None:
        """The client could not load the function's code."""
        if self._started is None or self._started.done():
            raise RefusalError("403 Forbidden", "InvalidStateTransition", "Transition is not allowed")
        self._started.set_result(outcome.init_failed(request.body or b"{}"))

    def disconnected(self, connection: RuntimeConnection) -> None:
        """A connection of the client's is gone, most often because its process is."""
        if self._waiter is connection:
            self._waiter = None
            self._owner.withdrew(self)
        self.examine()
        if self.alive:  # sockets close a moment before the process can be waited for
            self._loop.call_later(0.002, self.examine)

    def _work_of(self, request_id: str) -> Work:
        if self._work is None or self._work.request_id != request_id:
            raise RefusalError("400 Bad Request", "InvalidRequestID", "Invalid request ID")
        return self._work

    # What happens to the process

    def examine(self) -> None:
        """See whether the process still lives and is within its memory; called often while it is not idle."""
        if not self.alive:
            return
        code = self.process.exit_code()
        if code is not None:
            self._end(outcome.exited(code))

    def weigh(self, resident: int) -> None:
        """Take note of the process's size, and end it where that is beyond the function's memory."""
        self.memory = max(self.memory, resident)
        self._memory_at = time.monotonic()
        if resident > self.function.memory_size * 1048576:
            self._end(outcome.out_of_memory())

    def _time_out(self) -> None:
        self._end(outcome.timed_out(self.function.timeout))

    def _end(self, failure: Failure) -> None:
        """The process ends, now if it has not: whatever was under way failed by that."""
        work = self._work
        self.leave()
        if self._started is not None and not self._started.done():
            self._started.set_result(failure)
        if work is not None:
            last = failure.log_line(work.request_id, timestamp(self._clock))
            self._complete(work, failure.body(work.request_id), UNHANDLED, failure.status, last)

    def leave(self) -> None:
        """End the process and leave the pool."""
        if self.alive:
            self.alive = False
            self._waiter = None
            if _READERS:
                self._loop.remove_reader(self.process.output)
            self.process.kill()
            self._owner.left(self)

    def stop(self, error: LambdaError) -> None:
        """End the process because everything ends; whoever waits for its work is told so."""
        work, self._work = self._work, None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self.leave()
        if work is not None:
            work.refuse(error)

    def read_output(self) -> None:
        """Log what the process has written."""
        for _ in range(_READS):
            data = self.process.read_output()
            if not data:
                break
            if self.log.full:
                self.log.drop(len(data))
            else:
                self.log.output(self._lines.feed(data))
        if _READERS and not self.process.output_open:
            self._loop.remove_reader(self.process.output)

    def _drain(self) -> None:
        """Log what was written so far, an unfinished line too."""
        self.read_output()
        self.log.output(self._lines.flush())

    def _complete(self, work: Work, body: bytes, error: str | None, status: str = "", last: str | None = None) -> None:
        seconds = time.perf_counter() - self._began
        self._work = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if status == "Status: timeout":
            seconds = max(seconds, float(work.function.timeout))
        self._drain()
        if last is not None:
            self.log.platform(last)
        tail = self.log.end(
            work.request_id,
            report(
                work.request_id,
                work.function,
                seconds=seconds,
                init_seconds=self._told_init,
                memory_bytes=min(self.memory, work.function.memory_size * 1048576),
                status=status,
            ),
        )
        if self.alive:
            self.since = time.monotonic()
            self._owner.finished(self)
        work.finish(self._invocation(work, body, error, seconds, tail))

    def _invocation(self, work: Work, body: bytes, error: str | None, seconds: float, tail: bytes) -> Invocation:
        return Invocation(
            request_id=work.request_id,
            payload=body,
            function_error=error,
            log_tail=tail,
            executed_version=work.function.version,
            seconds=seconds,
            init_seconds=self._told_init,
        )
