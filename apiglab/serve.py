"""``apiglab serve``: one stack in the foreground, from the ready line to Ctrl-C.

Standard output gets the ready line and nothing else; whatever there is to say goes to standard error.
"""

import asyncio
import errno
import gc
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from apiglab.edge.callers import RootKeys
from apiglab.model.rest import ThrottleSettings
from apiglab.stack import Stack

_FAILED = 1
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class ServeError(Exception):
    """Why there is nothing to serve, in one line that says what to do."""


def serve(*, host: str, port: int, strict: bool, account_throttle: ThrottleSettings | None = None) -> int:
    """Serve until told to stop; the process's exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    try:
        stack = Stack(root=_root_keys(host, strict=strict), account_throttle=account_throttle)
        _run(_serve(stack, host, port))
    except ServeError as error:
        print(f"apiglab: {error}", file=sys.stderr)  # noqa: T201  a command's own words
        return _FAILED
    gc.freeze()  # Python would look for cycles in all that moto holds before it ends: a second for nothing
    return 0


async def _serve(stack: Stack, host: str, port: int) -> None:
    stopped = asyncio.Event()
    _stop_on_signals(stopped)
    try:
        url = await _start(stack, host, port)
        if not stopped.is_set():
            print(f"ready {url}", flush=True)  # noqa: T201  the line that whoever started us waits for
        await stopped.wait()
    finally:
        await stack.stop()


async def _start(stack: Stack, host: str, port: int) -> str:
    try:
        return await stack.start(host, port)
    except socket.gaierror:
        raise ServeError(f"--host {host} is no address of this machine") from None
    except OSError as error:
        raise ServeError(_what_failed(error, host, port)) from None


def _what_failed(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"port {port} of {host} is taken: stop what listens there, or take a free one with --port 0"
        case errno.EACCES if error.filename is None:
            return f"port {port} of {host} is not for everybody: take one above 1023"
        case errno.EADDRNOTAVAIL:
            return f"--host {host} is no address of this machine"
        case _:
            # Functions are unpacked in the directory for temporary files: it may be full, read-only or missing.
            where = f" ({error.filename})" if error.filename else ""
            return f"cannot start: {error.strerror or error}{where}; TMPDIR names the directory for temporary files"


def _root_keys(host: str, *, strict: bool) -> RootKeys | None:
    if not strict and _is_loopback(host):
        return None
    if not strict:
        raise ServeError(f"--host {host} lets other machines in: add --strict, which checks signatures")
    access_key_id, secret = os.environ.get("AWS_ACCESS_KEY_ID"), os.environ.get("AWS_SECRET_ACCESS_KEY")
    if not access_key_id or not secret:
        raise ServeError(
            "--strict needs root keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to what clients are to sign with"
        )
    return RootKeys(access_key_id=access_key_id, secret_access_key=secret)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _stop_on_signals(stopped: asyncio.Event) -> None:
    """Stop cleanly at the first signal; a second one ends the process at once."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopped.set()
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)

    for number in _SIGNALS:
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows' event loops leave signals to Python
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _run(main: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(main)


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop's event loop where it is installed, else asyncio's own."""
    try:
        import uvloop
    except ImportError:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = uvloop.new_event_loop
    return factory
