"""The log of one execution environment: its handler's lines between START, END and REPORT.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
"""

import asyncio
import time
from collections.abc import Callable
from math import ceil

from apiglab.model.clock import Clock
from apiglab.model.function import Function
from apiglab.runtime.ports import LogSink
from apiglab.runtime.settings import LOG_TAIL_BYTES, Settings


class LogStream:
    """One stream of a function's log group; what is written is gathered and sent on in batches."""

    __slots__ = ("_budget", "_clock", "_dropped", "_limit", "_tail", "_touched", "events", "function", "name")

    def __init__(
        self, function: Function, name: str, clock: Clock, limit: int, touched: Callable[["LogStream"], None]
    ) -> None:
        self.function = function
        self.name = name
        self.events: list[tuple[int, str]] = []
        """Events that CloudWatch Logs does not have yet."""
        self._clock = clock
        self._limit = limit
        self._budget = limit
        self._dropped = 0
        self._tail: list[str] | None = None
        self._touched = touched

    def start(self, request_id: str, *, tail: bool) -> None:
        """An invocation begins; with ``tail`` its lines are kept for the caller too."""
        self._budget = self._limit
        self._dropped = 0
        self._tail = [] if tail else None
        self.platform(f"START RequestId: {request_id} Version: {self.function.version}\n")

    def platform(self, message: str) -> None:
        """A line of Lambda's own."""
        if not self.events:
            self._touched(self)
        self.events.append((int(self._clock.now() * 1000), message))
        if self._tail is not None:
            self._tail.append(message)

    def output(self, messages: list[str]) -> None:
        """What the handler's process wrote."""
        for whole in messages:
            message = whole
            size = len(message)
            if size > self._budget:
                self._dropped += size - self._budget
                message = message[: self._budget]
            if message:
                self._budget -= len(message)
                self.platform(message if message[-1:] == "\n" else message + "\n")

    @property
    def full(self) -> bool:
        """Whether the invocation has logged all it may."""
        return self._budget <= 0

    def drop(self, size: int) -> None:
        """Count output that is not even looked at."""
        self._dropped += size

    def end(self, request_id: str, report: str) -> bytes:
        """The invocation is over; what is returned is the last 4 KB of its log where that was asked for."""
        if self._dropped:
            self.platform(
                f"[apiglab] {self._dropped} characters of output are not kept: an invocation may log {self._limit}.\n"
            )
        self.platform(f"END RequestId: {request_id}\n")
        self.platform(report)
        if self._tail is None:
            return b""
        tail, self._tail = "".join(self._tail).encode("utf-8"), None
        return tail[-LOG_TAIL_BYTES:]


class Logs:
    """All streams, and the one timer that sends their lines on."""

    def __init__(self, sink: LogSink, clock: Clock, settings: Settings) -> None:
        self._sink = sink
        self._clock = clock
        self._settings = settings
        self._touched: list[LogStream] = []

    def open(self, function: Function, identity: str) -> LogStream:
        """A new stream, named as Lambda names them; ``identity`` is 32 hex digits."""
        day = time.strftime("%Y/%m/%d", time.gmtime(self._clock.now()))
        name = f"{day}/[{function.version}]{identity}"
        return LogStream(function, name, self._clock, self._settings.log_bytes, self._touch)

    def _touch(self, stream: LogStream) -> None:
        if not self._touched:
            asyncio.get_running_loop().call_later(self._settings.log_seconds, self.flush)
        self._touched.append(stream)

    def flush(self) -> None:
        """Send every gathered line to CloudWatch Logs now."""
        touched, self._touched = self._touched, []
        for stream in touched:
            events, stream.events = stream.events, []
            self._sink.write(stream.function, stream.name, events)


def report(
    request_id: str,
    function: Function,
    *,
    seconds: float,
    memory_bytes: int,
    init_seconds: float | None = None,
    status: str = "",
) -> str:
    """The REPORT line; the init phase is billed with the invocation, as it is since August 2025."""
    billed = ceil((seconds + (init_seconds or 0.0)) * 1000)
    init = "" if init_seconds is None else f"Init Duration: {init_seconds * 1000:.2f} ms\t"
    return (
        f"REPORT RequestId: {request_id}\tDuration: {seconds * 1000:.2f} ms\tBilled Duration: {billed} ms\t"
        f"Memory Size: {function.memory_size} MB\tMax Memory Used: {ceil(memory_bytes / 1048576)} MB\t{init}{status}\n"
    )


def init_report(seconds: float, phase: str, status: str) -> str:
    """The line on an init phase that did not come to its end."""
    return f"INIT_REPORT Init Duration: {seconds * 1000:.2f} ms\tPhase: {phase}\t{status}\n"


def timestamp(clock: Clock) -> str:
    """The time as it stands before Lambda's own messages: ``2024-05-15T09:26:53.589Z``."""
    now = clock.now()
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now))}.{int(now * 1000) % 1000:03d}Z"
