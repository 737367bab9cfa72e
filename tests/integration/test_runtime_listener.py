"""The Runtime API's listener, spoken to in bare bytes by well-behaved clients, odd ones and strangers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from apiglab.runtime.listener import RefusalError, RuntimeConnection, RuntimeListener
from apiglab.runtime.wire import ApiRequest

pytestmark = pytest.mark.slow

EVENT_HEAD = b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\nContent-Length: 2\r\n\r\n"
EVENT = EVENT_HEAD + b"{}"
ACCEPTED = b'HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{"status":"OK"}\n'


class RecordedPeer:
    """A worker that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.waiters: list[RuntimeConnection] = []

    def next(self, connection: RuntimeConnection) -> None:
        """A client waits; a second one may not."""
        if self.waiters:
            raise RefusalError("403 Forbidden", "InvalidStateTransition", "Transition is not allowed")
        self.waiters.append(connection)

    def responded(self, request_id: str, request: ApiRequest) -> None:
        """Note it."""
        self.told.append(("responded", request_id, (request.body or b"").decode()))

    def failed(self, request_id: str, request: ApiRequest) -> None:
        """Note it."""
        self.told.append(("failed", request_id, request.header(b"lambda-runtime-function-error-type") or ""))

    def init_failed(self, request: ApiRequest) -> None:
        """Note it."""
        self.told.append(("init_failed", (request.body or b"").decode()))

    def disconnected(self, connection: RuntimeConnection) -> None:
        """Drop the waiter."""
        self.told.append(("disconnected",))
        if connection in self.waiters:
            self.waiters.remove(connection)

    def give(self) -> None:
        """Send the waiting client an event."""
        self.waiters.pop().send(EVENT_HEAD, b"{}")


class Client:
    """A connection that sends and expects bytes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, base: str) -> None:
        self.reader = reader
        self.writer = writer
        self.base = base

    def get_next(self) -> bytes:
        """The request for an event."""
        return f"GET {self.base}invocation/next HTTP/1.1\r\nHost: x\r\n\r\n".encode()

    def post(self, path: str, body: bytes, headers: str = "") -> bytes:
        """A request that hands something in."""
        return f"POST {self.base}{path} HTTP/1.1\r\n{headers}content-length:{len(body)}\r\n\r\n".encode() + body

    async def expect(self, data: bytes) -> None:
        """What arrives next must be this."""
        assert await asyncio.wait_for(self.reader.readexactly(len(data)), 5) == data

    async def rest(self) -> bytes:
        """All that arrives until the server closes the connection."""
        return await asyncio.wait_for(self.reader.read(), 10)


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Client, RecordedPeer, RuntimeListener]]:
    """A client of a worker."""
    listener = RuntimeListener()
    await listener.start()
    peer = RecordedPeer()
    secret = listener.new_secret()
    listener.peers[secret] = peer
    address, _, path = listener.address(secret).partition("/")
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        yield Client(reader, writer, f"/{path}/2018-06-01/runtime/"), peer, listener
    finally:
        writer.close()
        await listener.stop()


async def waiting(peer: RecordedPeer) -> None:
    """Wait until a client waits."""
    async with asyncio.timeout(5):
        while not peer.waiters:  # noqa: ASYNC110 - the peer is plain on purpose
            await asyncio.sleep(0.001)


async def test_a_client_that_waits_for_each_answer_gets_each_at_once() -> None:
    """Event, result and the next event on one connection, one after the other, as awslambdaric asks."""
    async with connected() as (client, peer, _):
        client.writer.write(client.get_next())
        await waiting(peer)
        peer.give()
        await client.expect(EVENT)
        client.writer.write(client.post("invocation/1/response", b"[1]"))
        await client.expect(ACCEPTED)
        client.writer.write(client.get_next())
        await waiting(peer)
        peer.give()
        await client.expect(EVENT)

    assert peer.told[0] == ("responded", "1", "[1]")


async def test_a_pipelined_result_is_acknowledged_with_the_next_event() -> None:
    """Our client asks for more in the same write: both answers come in one, in order."""
    async with connected() as (client, peer, _):
        client.writer.write(client.post("invocation/1/response", b"[1]") + client.get_next())
        await waiting(peer)
        peer.give()
        await client.expect(ACCEPTED + EVENT)


async def test_requests_may_arrive_byte_by_byte() -> None:
    """How TCP cuts what is sent does not matter."""
    async with connected() as (client, peer, _):
        for byte in client.post("invocation/1/error", b'{"a":1}', "Lambda-Runtime-Function-Error-Type: Odd\r\n"):
            client.writer.write(bytes([byte]))
            await client.writer.drain()
            await asyncio.sleep(0)
        await client.expect(ACCEPTED)

    assert peer.told[0] == ("failed", "1", "Odd")


async def test_a_client_may_ask_before_it_sends_its_body() -> None:
    """``Expect: 100-continue``, as curl sends it with larger bodies, is answered."""
    async with connected() as (client, peer, _):
        request = client.post("init/error", b"{}", "Expect: 100-continue\r\n")
        client.writer.write(request[:-2])
        await client.expect(b"HTTP/1.1 100 Continue\r\n\r\n")
        client.writer.write(b"{}")
        await client.expect(ACCEPTED)

    assert peer.told[0] == ("init_failed", "{}")


async def test_a_waiter_is_dropped_when_its_connection_closes() -> None:
    """No event is written to a client that is gone: the worker hears of it."""
    async with connected() as (client, peer, _):
        client.writer.write(client.get_next())
        await waiting(peer)
        client.writer.close()
        async with asyncio.timeout(5):
            while peer.waiters:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.001)

    assert peer.told == [("disconnected",)]


async def test_asking_twice_is_refused_and_does_not_lose_the_first() -> None:
    """A second wait on the same connection is a 403, delivered with the event that the first one gets."""
    async with connected() as (client, peer, _):
        client.writer.write(client.get_next() + client.get_next())
        await waiting(peer)
        peer.give()
        head = await client.reader.readuntil(b"\r\n\r\n")
        body = await client.reader.readuntil(b"}")
        await client.expect(EVENT)

    assert head.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert json.loads(body)["errorType"] == "InvalidStateTransition"


@pytest.mark.parametrize(
    "stranger",
    [
        b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n",
        b"GET /" + b"0" * 32 + b"/2018-06-01/runtime/invocation/next HTTP/1.1\r\n\r\n",
        b"POST /"
        + b"0" * 32
        + b"/2018-06-01/runtime/invocation/1/response HTTP/1.1\r\nContent-Length: 6000000\r\n\r\n",
        b"POST /" + b"0" * 100,
        b"GET / HTTP/1.1\r\n\r\n",
        b"\r\n\r\n",
        b"\x16\x03\x01 no HTTP at all, but long enough to be seen as such before any line has come to an end"
        + b"." * 99,
    ],
)
async def test_strangers_are_turned_away(stranger: bytes) -> None:
    """Who has no worker's secret gets no event and is disconnected. fact: lambda.runtime-api-secret"""
    async with connected() as (client, peer, _):
        client.writer.write(stranger)
        answer = await client.rest()

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert (peer.told, peer.waiters) == ([], [])


@pytest.mark.parametrize(
    "request_rest",
    [
        "invocation/1/response HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        "invocation/1/response HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "invocation/1/response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "invocation/1/response\r\n\r\n",
    ],
)
async def test_what_is_not_http_ends_the_connection(request_rest: str) -> None:
    """A worker's own nonsense is refused and its connection closed; nobody crashes."""
    async with connected() as (client, peer, _):
        client.writer.write(f"POST {client.base}{request_rest}".encode())
        answer = await client.rest()

    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert [told for told in peer.told if told[0] == "responded"] == []


async def test_the_silent_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that says nothing is closed after a while."""
    monkeypatch.setattr("apiglab.runtime.listener._ADMISSION_SECONDS", 0.05)
    async with connected() as (client, _, listener):
        assert await client.rest() == b""
        assert listener.connections == set()


async def test_other_methods_are_unknown_operations() -> None:
    """What the Runtime API does not have is a 404 that names it, and the connection stays."""
    async with connected() as (client, _, _):
        client.writer.write(client.get_next().replace(b"GET", b"PUT"))
        head = await client.reader.readuntil(b"\r\n\r\n")
        body = json.loads(await client.reader.readuntil(b"}"))
        client.writer.write(client.post("init/error", b"{}"))
        await client.expect(ACCEPTED)

    assert head.startswith(b"HTTP/1.1 404 Not Found\r\n")
    message = "The local Runtime API has no PUT /2018-06-01/runtime/invocation/next."
    assert body == {"errorMessage": message, "errorType": "UnknownOperation"}
