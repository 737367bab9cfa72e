"""CloudWatch Logs of functions and APIs: lines are taken at once and written a moment later, off any request's path."""

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from apiglab.model.function import Function
from apiglab.surroundings.mount import Surroundings

log = logging.getLogger(__name__)

_FLUSH_SECONDS = 0.05
# A function that prints without end costs this much memory and no more; the rest of its lines are counted.
_WAITING_BYTES = 16 * 1024 * 1024
# The newest events that a log group keeps: a load test must not fill the memory with its lines.
_KEPT_EVENTS = 20_000
# What CloudWatch Logs adds to the size of each event.
# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
_EVENT_OVERHEAD = 26


@dataclass(frozen=True, slots=True)
class _Lines:
    """Events of one stream, waiting to be written."""

    account_id: str
    region: str
    group: str
    stream: str
    events: tuple[tuple[int, str], ...]
    must_exist: bool = False
    """Whether the group is somebody's own, and not made anew where it is gone."""

    @property
    def size(self) -> int:
        return sum(len(message) + _EVENT_OVERHEAD for _, message in self.events)


class LogGroups:
    """The log groups that are written to; those of functions are made when they first are."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._waiting: deque[_Lines] = deque()
        self._waiting_bytes = 0
        self._dropped = 0
        self._gone: set[tuple[str, str, str]] = set()
        """Groups that were missing, each of which is told of once."""
        self._writing = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._flushes: set[asyncio.Task[None]] = set()
        surroundings.before_requests("logs", self.flush)

    def write(self, function: Function, stream: str, events: Sequence[tuple[int, str]]) -> None:
        """Append ``events`` (milliseconds since the epoch, message) to a stream of the function's log group."""
        self.append(function.account_id, function.region, function.log_group, stream, events, must_exist=False)

    def append(
        self,
        account_id: str,
        region: str,
        group: str,
        stream: str,
        events: Sequence[tuple[int, str]],
        *,
        must_exist: bool,
    ) -> None:
        """Append ``events`` to a stream of any log group; with ``must_exist`` they are lost where the group is gone."""
        lines = _Lines(account_id, region, group, stream, tuple(events), must_exist)
        size = lines.size
        if self._waiting_bytes + size > _WAITING_BYTES:
            self._dropped += len(events)
        else:
            self._waiting.append(lines)
            self._waiting_bytes += size
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_FLUSH_SECONDS, self._begin_flush)

    def _begin_flush(self) -> None:
        task = asyncio.create_task(self.flush(), name="write logs")
        self._flushes.add(task)
        task.add_done_callback(self._flushes.discard)

    async def flush(self) -> None:
        """Write what waits; afterwards a reader of the logs sees it."""
        async with self._writing:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            batch = list(self._waiting)
            self._waiting.clear()
            self._waiting_bytes = 0
            if self._dropped:
                log.warning("%d lines of logs came faster than they can be kept, and are lost", self._dropped)
                self._dropped = 0
            if batch:
                await self._surroundings.in_worker(self._write, batch)

    def _write(self, batch: list[_Lines]) -> None:
        self._surroundings.ensure("logs")
        from moto.logs.models import logs_backends

        with self._surroundings.holding("logs"):
            for lines in batch:
                backend = logs_backends[lines.account_id][lines.region]
                if lines.must_exist and lines.group not in backend.groups:
                    self._tell_gone(lines)
                    continue
                try:
                    _put(backend, lines)
                # moto delivers to subscribers in between, and raises whatever Python raises at one that is gone: this
                # is the boundary to its code, and nobody waits for an answer.
                except Exception:
                    log.exception("could not write to %s of %s", lines.stream, lines.group)

    def _tell_gone(self, lines: _Lines) -> None:
        """Say once that a stage logs to a group that is not there. fact: access-log.group-is-gone"""
        group = lines.account_id, lines.region, lines.group
        if group not in self._gone:
            self._gone.add(group)
            log.warning("the log group %s of %s is not there: what is to be logged in it is lost", *reversed(group[1:]))


def _put(backend: Any, lines: _Lines) -> None:
    backend.ensure_log_group(lines.group)
    group = backend.groups[lines.group]
    if lines.stream not in group.streams:
        backend.create_log_stream(lines.group, lines.stream)
    # Out of order, CloudWatch Logs refuses them.
    events = [{"timestamp": stamp, "message": message} for stamp, message in sorted(lines.events, key=itemgetter(0))]
    try:
        backend.put_log_events(lines.group, lines.stream, events)
    finally:
        _forget_oldest(group)


def _forget_oldest(group: Any) -> None:
    """Keep the newest events of a group."""
    excess = sum(len(stream.events) for stream in group.streams.values()) - _KEPT_EVENTS
    while excess > 0:
        oldest = min((stream for stream in group.streams.values() if stream.events), key=_first_timestamp)
        forgotten = min(excess, len(oldest.events), _KEPT_EVENTS // 20)
        del oldest.events[:forgotten]
        excess -= forgotten


def _first_timestamp(stream: Any) -> int:
    return int(stream.events[0].timestamp)
