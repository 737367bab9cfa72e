"""``apiglab serve``: one stack in the foreground, from the ready line to Ctrl-C.

Standard output gets the ready line and nothing else; whatever there is to say goes to standard error.
"""

import asyncio
import errno
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from apiglab.stack import Stack

FAILED = 1


def serve(*, host: str, port: int, strict: bool) -> int:
    """Serve until told to stop; the process's exit code."""
    if strict:
        print("apiglab: --strict does not check anything yet", file=sys.stderr)  # noqa: T201  a command's own words
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        run(_serve(host, port))
    except ServeError as error:
        print(f"apiglab: {error}", file=sys.stderr)  # noqa: T201  a command's own words
        return FAILED
    return 0


class ServeError(Exception):
    """Why the server cannot start, in one line."""


async def _serve(host: str, port: int) -> None:
    stopped = asyncio.Event()
    _stop_on_signals(stopped)
    stack = Stack()
    try:
        url = await _start(stack, host, port)
        print(f"ready {url}", flush=True)  # noqa: T201  the line that whoever started us waits for
        await stopped.wait()
    finally:
        await stack.stop()


async def _start(stack: Stack, host: str, port: int) -> str:
    try:
        return await stack.start(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServeError(f"port {port} of {host} is taken: stop what listens there, or use --port 0") from None
        raise


def _stop_on_signals(stopped: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stopped.set)
        except NotImplementedError:  # Windows' event loops have no signals of their own
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))


def run(main: Coroutine[Any, Any, None]) -> None:
    """Run ``main`` on uvloop where that is installed, else on asyncio's own loop."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(main)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
