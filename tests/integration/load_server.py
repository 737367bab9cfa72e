"""A small HTTP server on a thread of its own, with a path for each kind of answer."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web


async def answer(request: web.BaseRequest) -> web.Response:
    """Answer by the path: /ok, /refused, /moved, /slow (50 ms), /stuck (never), /cut (no answer at all), /echo."""
    kind = request.path.rpartition("/")[2]
    if kind == "slow":
        await asyncio.sleep(0.05)
    if kind == "stuck":
        await asyncio.Event().wait()
    if kind == "cut" and request.transport is not None:
        request.transport.abort()
    if kind == "echo":
        names = ", ".join(sorted(request.headers))
        told = f"{request.method} {request.raw_path} {request.host} {await request.text()} ({names})"
        return web.Response(text="", headers={"x-amzn-RequestId": told})
    if kind == "moved":
        return web.Response(status=302, headers={"Location": "/ok"})
    if kind == "refused":
        return web.Response(status=429, headers={"x-amzn-ErrorType": "TooManyRequestsException"})
    return web.Response(text="ok", headers={"x-amzn-RequestId": "request-1"})


@contextmanager
def a_server() -> Iterator[str]:
    """Serve on a free port of 127.0.0.1; the value is the server's URL."""
    loop = asyncio.new_event_loop()
    started: list[str] = []
    ready = threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        started.append(f"http://{host}:{port}")
        ready.set()
        await stop.wait()
        await runner.cleanup()

    def keep_serving() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=keep_serving, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield started[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
