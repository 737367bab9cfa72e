"""The measure of every rate: aiohttp's low-level server on uvloop, answering "hello" and doing nothing else."""

import asyncio
import sys

from aiohttp import web

try:
    import uvloop
except ImportError:  # Windows; the report names the loop
    uvloop = None  # type: ignore[assignment]  # the one optional module here


async def _hello(_request: web.BaseRequest) -> web.Response:
    return web.Response(text="hello")


async def _serve() -> None:
    runner = web.ServerRunner(web.Server(_hello))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    sys.stdout.write(f"ready http://{host}:{port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    (uvloop or asyncio).run(_serve())
