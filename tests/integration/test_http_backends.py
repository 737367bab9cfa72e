"""HTTP backends as bad as they come: each gets AWS's answer in time, and none spoils another's."""

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest

from tests.integration.hostile_backend import BROKEN, HELLO, Answer, Proxy, proxies, then_close

pytestmark = pytest.mark.slow

MEGABYTE = bytes(1024 * 1024)
TIMED_OUT = (504, b'{"message":"Endpoint request timed out"}', "integration.timeout")
INTERNAL = (500, b'{"message":"Internal server error"}')


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A hostile backend and an API before it."""
    async for made in proxies():
        yield made


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Say nothing until the client goes."""
    await reader.read()


def for_ever(start: bytes, piece: bytes, *, pause: float = 0.0) -> Answer:
    """Begin, and never end."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_a_backend_that_is_down(proxy: Proxy) -> None:
    """Nobody listens. fact: http.backend-errors"""
    listening = await asyncio.start_server(proxy.backend.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    listening.close()
    await listening.wait_closed()

    assert await proxy.outcome("/x", port=port) == (*INTERNAL, "integration.http.unreachable")


@pytest.mark.parametrize(
    "answer",
    [
        hang,
        for_ever(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n", pause=0.02),
        for_ever(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b"x", pause=0.02),
        for_ever(CHUNKED, b"1\r\nx\r\n", pause=0.02),
        for_ever(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.02),
    ],
    ids=["silent", "endless head", "dripping body", "dripping chunks", "always about to continue"],
)
async def test_a_backend_that_hangs(proxy: Proxy, answer: Answer) -> None:
    """The timeout is for the whole answer, not for its next byte. fact: http.backend-errors"""
    proxy.backend.answers["/hang"] = answer

    async with asyncio.timeout(5):
        outcome = await proxy.outcome("/hang", millis=150)

    assert outcome == TIMED_OUT


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        CHUNKED + b"5\r\nhello\r\n",
        CHUNKED + b"zz\r\nhello\r\n",
        b"I am no web server\r\n\r\n",
        bytes(range(256)) * 8,
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200_000 + b"\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=[
        "no answer",
        "half a head",
        "a length that lies",
        "no last chunk",
        "no chunk size",
        "another protocol",
        "noise",
        "no number",
        "two lengths",
        "a very long header",
    ],
)
async def test_a_backend_that_breaks_off_or_talks_garbage(proxy: Proxy, text: bytes) -> None:
    """None of it reaches the client, and the next request is served. fact: http.backend-errors"""
    proxy.backend.answers["/bad"] = then_close(text)

    bad = await proxy.outcome("/bad")
    good = await proxy.outcome("/good")

    assert (bad, good) == (BROKEN, (200, b"hello", None))


async def test_what_follows_an_answer_is_no_answer_to_the_next(proxy: Proxy) -> None:
    """A backend that sends more than it announced does not answer another client's request with the rest."""
    proxy.backend.answers["/more"] = HELLO + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"

    outcomes = [await proxy.outcome("/more"), await proxy.outcome("/good"), await proxy.outcome("/good")]

    assert outcomes == [(200, b"hello", None)] * 3


@pytest.mark.parametrize(
    "answer",
    [
        for_ever(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n", MEGABYTE),
        for_ever(CHUNKED, b"100000\r\n" + MEGABYTE + b"\r\n"),
        for_ever(b"HTTP/1.1 200 OK\r\n\r\n", MEGABYTE),
    ],
    ids=["announced", "in chunks", "until it closes"],
)
async def test_a_backend_that_sends_100_mb(proxy: Proxy, answer: Answer) -> None:
    """It is given up at 10 MB. fact: http.backend-errors"""
    proxy.backend.answers["/much"] = answer

    assert await proxy.outcome("/much", millis=20_000) == (*INTERNAL, "integration.http.too_large")


async def test_bodies_of_every_framing(proxy: Proxy) -> None:
    """By length, in chunks, until the connection closes, and none at all."""
    proxy.backend.answers |= {
        "/chunks": CHUNKED + b"3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n",
        "/close": then_close(b"HTTP/1.0 200 OK\r\n\r\nhello"),
        "/none": b"HTTP/1.1 204 No Content\r\n\r\n",
    }

    outcomes = [await proxy.outcome(path) for path in ("/length", "/chunks", "/close", "/none")]

    assert outcomes == [(200, b"hello", None)] * 3 + [(204, b"", None)]


async def test_redirects_are_the_clients(proxy: Proxy) -> None:
    """API Gateway follows none."""
    proxy.backend.answers["/from"] = b"HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 0\r\n\r\n"

    redirect = await proxy.get("/from")

    assert (redirect.status, redirect.headers.get("Location")) == (302, "/good")


async def test_what_a_backend_packed_is_unpacked(proxy: Proxy) -> None:
    """Within the limit, and only what is packed as it says. fact: compression.backend"""

    def packed(body: bytes) -> bytes:
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
        return head + body

    proxy.backend.answers |= {
        "/packed": packed(gzip.compress(b"hello")),
        "/half": packed(gzip.compress(b"hello")[:-4]),
        "/never": packed(b"hello"),
        "/bomb": packed(gzip.compress(MEGABYTE * 11)),
    }

    outcomes = [await proxy.outcome(path) for path in ("/packed", "/half", "/never", "/bomb")]

    assert outcomes == [(200, b"hello", None), BROKEN, BROKEN, (*INTERNAL, "integration.http.too_large")]


async def test_a_backend_that_hangs_holds_up_nobody_else(proxy: Proxy) -> None:
    """Forty wait in vain while forty are served over the same client."""
    proxy.backend.answers["/hang"] = hang
    hanging = [asyncio.create_task(proxy.get("/hang", millis=2_000)) for _ in range(40)]
    async with asyncio.timeout(1.9):
        served = await asyncio.gather(*(proxy.get("/good") for _ in range(40)))
        waiting = sum(not task.done() for task in hanging)
    gone = await asyncio.gather(*hanging)

    assert ({(answer.status, answer.body) for answer in served}, waiting) == ({(200, b"hello")}, 40)
    assert {answer.status for answer in gone} == {504}


async def test_a_head_has_no_body(proxy: Proxy) -> None:
    """The length it announces is not waited for."""
    proxy.backend.answers["/head"] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"

    response = await proxy.get("/head", method="HEAD")

    assert (response.status, response.body) == (200, b"")
