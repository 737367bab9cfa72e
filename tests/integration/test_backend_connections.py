"""Connections to HTTP backends: kept, and given up in time."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.integration.hostile_backend import BROKEN, HELLO, Proxy, proxies, then_close

pytestmark = pytest.mark.slow


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A hostile backend and an API before it."""
    async for made in proxies():
        yield made


async def test_connections_are_kept(proxy: Proxy) -> None:
    """Requests after one another share one; one that the backend closed is not used again."""
    for _ in range(10):
        await proxy.get("/good")
    shared = proxy.backend.connections
    proxy.backend.answers["/last"] = then_close(HELLO)
    last = await proxy.outcome("/last")
    after = await proxy.outcome("/good")

    assert (shared, last, after) == (1, (200, b"hello", None), (200, b"hello", None))


@pytest.mark.parametrize(
    ("method", "outcome", "requests"),
    [("GET", (200, b"hello"), 3), ("PUT", (200, b"hello"), 3), ("POST", BROKEN[:2], 2)],
)
async def test_a_connection_that_closes_as_it_is_used_again(
    proxy: Proxy, method: str, outcome: tuple[int, bytes], requests: int
) -> None:
    """What is safe to send twice is sent over a new one; what is not may have had its effect."""
    seen: list[int] = []

    async def once_each(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(1)
        writer.write(HELLO)
        if len(seen) == 1:
            await reader.readuntil(b"\r\n\r\n")
            seen.append(2)

    proxy.backend.answers["/used"] = once_each

    first = await proxy.get("/used", method=method)
    second = await proxy.get("/used", method=method)

    assert (first.body, (second.status, second.body), len(seen)) == (b"hello", outcome, requests)


async def test_a_connection_is_not_kept_for_ever(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unused for a while, it is closed."""
    monkeypatch.setattr("apiglab.edge.backend_connections.IDLE", 0.01)
    gone = asyncio.Event()

    async def until_left(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(HELLO)
        await reader.read()
        gone.set()

    proxy.backend.answers["/left"] = until_left

    async with asyncio.timeout(5):
        await proxy.get("/left")
        await gone.wait()

    assert (await proxy.get("/good")).body == b"hello"
