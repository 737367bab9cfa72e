"""Response streaming: an HTTP_PROXY backend's answer on its way to the client, over real sockets on both sides."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from apiglab.edge.limits import Limits
from apiglab.edge.outgoing import HttpClient
from apiglab.edge.server import Server
from apiglab.model.rest import EndpointConfiguration, Integration
from tests.gateway_builders import API_ID, Served, a_method, serve
from tests.wire import Echo

pytestmark = pytest.mark.slow

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
MEGABYTE = bytes(1024 * 1024)


@dataclass
class Teller:
    """A backend that says one thing, waits until the test lets it, and says the rest."""

    first: bytes = HEAD + b"4\r\none \r\n"
    rest: bytes = b"3\r\ntwo\r\n0\r\n\r\n"
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the gateway's side of the connection is closed."""
    requests: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request."""
        self.requests.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self.first)
        gone, going = asyncio.create_task(reader.read()), asyncio.create_task(self.go_on.wait())
        await asyncio.wait({gone, going}, return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            self.left.set()
        else:
            writer.write(self.rest)
        gone.cancel()
        going.cancel()
        writer.close()


@dataclass
class Streamed:
    """An API before the teller, and what asks it."""

    teller: Teller
    api: Served
    url: str
    session: aiohttp.ClientSession

    def journey(self) -> dict[str, Any]:
        """The newest request's integration."""
        steps = {step["phase"]: step["detail"] for step in self.api.journey()["steps"]}
        integration: dict[str, Any] = steps["Integration"]
        return integration


async def _streamed(teller: Teller, *, types: tuple[str, ...] = ("REGIONAL",), **more: Any) -> AsyncIterator[Streamed]:
    backend = await asyncio.start_server(teller.serve, "127.0.0.1", 0)
    client = HttpClient()
    integration = Integration(
        type="HTTP_PROXY",
        http_method="ANY",
        uri=f"http://127.0.0.1:{backend.sockets[0].getsockname()[1]}/",
        cache_namespace="root",
        **{"timeout_in_millis": 900_000, "response_transfer_mode": "STREAM", **more},
    )
    api = serve(
        {"/": [a_method("ANY", integration)]},
        endpoint_configuration=EndpointConfiguration(types=types),
        minimum_compression_size=0,
    )
    api.backends.send_http = client.send  # type: ignore[attr-defined]  # the fake has it only here
    server = Server(api.plane, Echo(), Limits(watch_seconds=0.1))
    port = await server.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(auto_decompress=False) as session:
            yield Streamed(teller, api, f"http://127.0.0.1:{port}/_aws/execute-api/{API_ID}/dev/", session)
    finally:
        teller.go_on.set()
        await server.stop()
        await client.close()
        backend.close()
        await backend.wait_closed()


@pytest.fixture
async def streamed() -> AsyncIterator[Streamed]:
    """A regional API with a quarter of an hour."""
    async for made in _streamed(Teller()):
        yield made


async def test_each_piece_goes_on_as_it_comes(streamed: Streamed) -> None:
    """The client has the first before the backend says the next. fact: streaming.as-it-comes"""
    async with asyncio.timeout(5), streamed.session.get(streamed.url) as answer:
        first = await answer.content.readany()
        streamed.teller.go_on.set()
        rest = await answer.read()

    assert (answer.status, answer.headers["Content-Type"], first, rest) == (200, "text/event-stream", b"one ", b"two")
    shown = streamed.journey()
    assert (shown["body"], shown["streamed_bytes"], shown["broken_off"]) == ("one two", 7, None)


async def test_a_stream_may_be_large_and_is_left_as_it_is(streamed: Streamed) -> None:
    """Past 10 MB, binary, with the coding that the backend gave it. fact: streaming.as-it-comes"""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Encoding: br\r\nContent-Length: %d\r\n\r\n"
    picture = b"\x89PNG" + MEGABYTE * 12
    streamed.teller.first, streamed.teller.rest = head % len(picture), picture
    streamed.teller.go_on.set()

    async with asyncio.timeout(10), streamed.session.get(streamed.url, headers={"Accept-Encoding": "gzip"}) as answer:
        body = await answer.read()

    assert (answer.headers["Content-Encoding"], body == picture) == ("br", True)


async def test_the_next_request_takes_the_same_connection(streamed: Streamed) -> None:
    """The end of a stream is told; the connection stays."""
    streamed.teller.go_on.set()
    addresses = []
    for _ in range(2):
        async with asyncio.timeout(5), streamed.session.get(streamed.url) as answer:
            assert answer.connection is not None
            assert answer.connection.transport is not None
            addresses.append(answer.connection.transport.get_extra_info("sockname"))
            await answer.read()

    assert addresses[0] == addresses[1]


async def test_a_stream_that_breaks_shows_to_the_client(streamed: Streamed) -> None:
    """No last chunk comes. fact: streaming.broken"""
    streamed.teller.rest = b"3\r\ntw"
    streamed.teller.go_on.set()

    async with asyncio.timeout(5), streamed.session.get(streamed.url) as answer:
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.read()

    assert (answer.status, "ClientPayloadError" in streamed.journey()["broken_off"]) == (200, True)


async def test_what_fails_before_the_head_has_its_usual_answer(streamed: Streamed) -> None:
    """A backend that answers garbage. fact: streaming.broken"""
    streamed.teller.first, plain = b"garbage\r\n\r\n", {"Accept-Encoding": "identity"}

    async with asyncio.timeout(5), streamed.session.get(streamed.url, headers=plain) as answer:
        body = await answer.read()

    assert (answer.status, body) == (504, b'{"message":"Network error communicating with endpoint"}')


async def test_silence_ends_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute of it for an edge-optimized API. fact: streaming.idle"""
    monkeypatch.setattr("apiglab.gateway.deployment.EDGE_IDLE", 0.05)
    async for streamed in _streamed(Teller(), types=("EDGE",)):
        async with asyncio.timeout(5), streamed.session.get(streamed.url) as answer:
            with pytest.raises(aiohttp.ClientPayloadError):
                await answer.read()

        assert streamed.journey()["broken_off"] == "nothing came for 0.05 s"


async def test_a_stream_has_the_integration_s_time() -> None:
    """From the request to its end. fact: streaming.idle"""
    async for streamed in _streamed(Teller(), timeout_in_millis=300):
        async with asyncio.timeout(5), streamed.session.get(streamed.url) as answer:
            with pytest.raises(aiohttp.ClientPayloadError):
                await answer.read()

        assert streamed.journey()["broken_off"] == "the integration's timeout is over"


async def test_the_backend_is_left_when_the_client_goes(streamed: Streamed) -> None:
    """Nobody reads what nobody asked for any more."""
    async with asyncio.timeout(5):
        answer = await streamed.session.get(streamed.url)
        await answer.content.readany()
        answer.close()
        await streamed.teller.left.wait()

    assert streamed.teller.left.is_set()


async def test_a_head_is_answered_without_the_stream(streamed: Streamed) -> None:
    """And the connection can be used again."""
    streamed.teller.first = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
    async with asyncio.timeout(5), streamed.session.head(streamed.url) as answer:
        body = await answer.read()

    assert (answer.status, body) == (200, b"")


async def test_an_old_client_reads_to_the_end_of_the_connection(streamed: Streamed) -> None:
    """HTTP/1.0 has no chunks."""
    streamed.teller.go_on.set()
    host, _, path = streamed.url.removeprefix("http://").partition("/")
    reader, writer = await asyncio.open_connection(*host.split(":"))
    writer.write(f"GET /{path} HTTP/1.0\r\n\r\n".encode())

    async with asyncio.timeout(5):
        answer = await reader.read()
    writer.close()

    head, _, body = answer.partition(b"\r\n\r\n")
    assert (b"Transfer-Encoding" in head, b"Connection: close" in head, body) == (False, True, b"one two")


async def test_without_stream_an_answer_is_read_whole() -> None:
    """The client has its length before its first byte. fact: streaming.buffered"""
    async for streamed in _streamed(Teller(), response_transfer_mode=None):
        streamed.teller.go_on.set()
        plain = {"Accept-Encoding": "identity"}
        async with asyncio.timeout(5), streamed.session.get(streamed.url, headers=plain) as answer:
            body = await answer.read()

        assert (answer.headers["Content-Length"], body) == ("7", b"one two")
