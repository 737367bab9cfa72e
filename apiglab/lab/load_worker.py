"""The process that sends a load: a plan in as one line of JSON, what happened out in lines of JSON.

It imports nothing of apiglab, so it starts at once. Lines out are ``{"began": epoch}``, then ten times a second
``{"records": [[started, latency, status, error, request_id], …]}``, and at last ``{"end": {…}}``. A line ``stop`` on
its input, or the end of the input (the notebook's kernel is gone), ends the load: what is still under way is dropped
and counted.

Latency in the open model counts from the instant the schedule meant a request to leave, so a slow server cannot hide
behind the requests it kept from being sent (coordinated omission). How late the schedule's own timer is does not count.
"""

import asyncio
import base64
import json
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TextIO

import aiohttp
import yarl
from aiohttp.abc import AbstractResolver, ResolveResult

OPEN_CONNECTIONS = 400
"""Requests under way at once in the open model; select() takes 512 sockets on Windows, 1024 elsewhere."""
GIVE_UP_AFTER = 50
"""Failed connections in a row after which nobody is home."""
PAUSE_AFTER_FAILURE = 0.02
BATCH_EVERY = 0.1

ADDED = {"User-Agent": "apiglab-load", "Accept-Encoding": "identity"}
NOT_ADDED = ("Content-Type",)
"""The gateway chooses by it, so only what the learner wrote is sent."""

Record = tuple[float, float, int, str | None, str | None]


@dataclass(slots=True)
class Load:
    """One load under way: the plan, its clock, and what was measured since the last batch."""

    plan: dict[str, Any]
    session: aiohttp.ClientSession
    stopped: asyncio.Event = field(default_factory=asyncio.Event)
    began: float = field(default_factory=time.perf_counter)
    records: list[Record] = field(default_factory=list)
    in_flight: int = 0
    unreachable: int = 0
    late: float = 0.0

    def now(self) -> float:
        """Seconds since the load began."""
        return time.perf_counter() - self.began

    async def send(self, started: float, since: float) -> None:
        """Send one request that was meant to leave at ``started``; its latency counts from ``since``."""
        plan = self.plan
        self.in_flight += 1
        status, error, request_id = 0, None, None
        try:
            async with self.session.request(
                plan["method"],
                plan["url"],
                data=plan["body"] or None,
                headers=plan["headers"],
                skip_auto_headers=NOT_ADDED,
                allow_redirects=False,
            ) as response:
                await response.read()
            status = response.status
            error = response.headers.get("x-amzn-ErrorType")
            request_id = response.headers.get("x-amzn-RequestId")
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as problem:
            error = kind_of(problem)
        self.in_flight -= 1
        self.records.append((round(started, 6), round(self.now() - since, 6), status, error, request_id))
        await self._note_reachability(reached=error not in {"connection refused", "unknown host"})

    async def _note_reachability(self, *, reached: bool) -> None:
        self.unreachable = 0 if reached else self.unreachable + 1
        if self.unreachable >= GIVE_UP_AFTER:
            self.stopped.set()
        elif not reached:
            await asyncio.sleep(PAUSE_AFTER_FAILURE)


def kind_of(problem: Exception) -> str:
    """The reason why a request has no answer, in words that can be counted."""
    if isinstance(problem, TimeoutError):
        return "timeout"
    if isinstance(problem, aiohttp.ClientConnectorDNSError):
        return "unknown host"
    if isinstance(problem, aiohttp.ClientConnectorError):
        return "connection refused" if isinstance(problem.os_error, ConnectionRefusedError) else "cannot connect"
    if isinstance(problem, aiohttp.ServerDisconnectedError | ConnectionResetError | aiohttp.ClientPayloadError):
        return "connection closed"
    return type(problem).__name__


async def arrive(load: Load, arrivals: Iterator[int]) -> None:
    """One of the senders of the open model: take the next arrival, wait until it is due, send it."""
    rate = load.plan["rate"]
    for arrival in arrivals:
        due = arrival / rate
        since = due
        wait = due - load.now()
        if wait > 0:
            await asyncio.sleep(wait)
            since = load.now()
            load.late = max(load.late, since - due)
        if load.stopped.is_set():
            return
        await load.send(due, since)


async def repeat(load: Load, turns: Iterator[int]) -> None:
    """One worker of the closed model: send, wait for the answer, send the next."""
    for _ in turns:
        if load.stopped.is_set() or load.now() >= load.plan["seconds"]:
            return
        now = load.now()
        await load.send(now, now)


async def run(plan: dict[str, Any], write: Callable[[dict[str, Any]], None], on_stop: "StopSignal") -> None:
    """Carry out ``plan``, writing batches while it runs and an end when it is over."""
    timeout = aiohttp.ClientTimeout(total=plan["timeout"])
    connector = aiohttp.TCPConnector(limit=0, resolver=LoopbackNames())
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        headers=ADDED,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=plan["proxies"],
    ) as session:
        load = Load(plan=plan, session=session)
        write({"began": time.time()})
        on_stop.tell(load.stopped)
        turns = iter(range(plan["requests"]))
        if plan["rate"] is not None:
            senders = [arrive(load, turns) for _ in range(min(plan["requests"], OPEN_CONNECTIONS))]
        else:
            senders = [repeat(load, turns) for _ in range(plan["workers"])]
        await _drive(load, [asyncio.create_task(sender) for sender in senders], write)


async def _drive(load: Load, senders: list[asyncio.Task[None]], write: Callable[[dict[str, Any]], None]) -> None:
    """Batch out what the senders record until they are done or told to stop."""
    stop = asyncio.create_task(load.stopped.wait())
    over = asyncio.create_task(asyncio.wait(senders))
    while not over.done() and not stop.done():
        await asyncio.wait({over, stop}, timeout=BATCH_EVERY, return_when=asyncio.FIRST_COMPLETED)
        records, load.records = load.records, []
        if records:
            write({"records": records})
    end = {
        "seconds": round(load.now(), 6),
        "unfinished": load.in_flight,
        "late": round(load.late, 6),
        "gave_up": load.unreachable >= GIVE_UP_AFTER,
    }
    for task in (*senders, over, stop):
        task.cancel()
    outcomes = await asyncio.gather(*senders, return_exceptions=True)
    problems = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    if problems:
        raise problems[0]
    write({"records": load.records})
    write({"end": end})


class LoopbackNames(AbstractResolver):
    """The system's resolver, with every name under ``localhost`` on this machine, as browsers have it."""

    def __init__(self) -> None:
        self._system = aiohttp.DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of ``host``."""
        return await self._system.resolve("127.0.0.1" if host.endswith(".localhost") else host, port, family)

    async def close(self) -> None:
        """Let go of the system's resolver."""
        await self._system.close()


class StopSignal:
    """The wish to stop, which arrives on the input's own thread."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines

    def tell(self, stopped: asyncio.Event) -> None:
        """Set ``stopped`` once the input says ``stop`` or ends."""
        loop = asyncio.get_running_loop()

        def listen() -> None:
            self._lines.readline()
            if not loop.is_closed():
                loop.call_soon_threadsafe(stopped.set)

        threading.Thread(target=listen, name="stop", daemon=True).start()


def new_loop() -> asyncio.AbstractEventLoop:
    """A loop with select(), whose timers are exact to the microsecond; epoll's round up to the next millisecond."""
    return asyncio.SelectorEventLoop(selectors.SelectSelector())


def main() -> None:
    """Read a plan from standard input and carry it out."""
    plan = json.loads(sys.stdin.readline())
    plan["body"] = base64.b64decode(plan["body"])
    plan["url"] = yarl.URL(plan["url"], encoded=True)

    def write(line: dict[str, Any]) -> None:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(run(plan, write, StopSignal(sys.stdin)))


if __name__ == "__main__":
    main()
