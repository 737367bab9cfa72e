"""One client's connection: its requests in the order they came, each answered before the next is looked at.

aiohttp's parser reads. The rest is here because aiohttp's own request, response and task for each request cost half as
much as a MOCK integration, and because a gateway waits for nobody without end.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from aiohttp import StreamReader
from aiohttp.base_protocol import BaseProtocol
from aiohttp.http import HttpProcessingError, HttpRequestParser, HttpVersion11, RawRequestMessage

from apiglab.edge.limits import Limits
from apiglab.edge.receive import BodyError, malformed
from apiglab.edge.refusals import RefusedError, refusal
from apiglab.edge.reply import BODILESS, encode
from apiglab.model.http import Response
from apiglab.model.stream import Stream, StreamBrokenError

_log = logging.getLogger("apiglab.edge")
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_READ = 65_536
_JOINED = 65_536
"""A body up to this size is copied behind its head, which is cheaper than a second write."""
_WRITE = 1_048_576
_WAITING = 32
"""Pipelined requests that may wait before no more is read."""

Answer = Callable[["Connection", RawRequestMessage, StreamReader], Awaitable[Response]]


class Connection(BaseProtocol):
    """What the event loop calls as bytes come and go."""

    def __init__(self, answer: Answer, connections: set["Connection"], limits: Limits) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(loop, _parser(self, loop, limits))
        self.source_ip = ""
        self._answer = answer
        self._connections = connections
        self._limits = limits
        self._requests: deque[tuple[RawRequestMessage, StreamReader]] = deque()
        """Those that wait to be answered; each payload may still be growing."""
        self._broken: RefusedError | None = None
        """What came behind the last request that could be read, and ends the connection."""
        self._payload: StreamReader | None = None
        """The body of the request that is being answered."""
        self._stream: Stream | None = None
        """What is being passed on to the client as it comes."""
        self._deaf = False
        """Whether what comes is not read any more: this is the end of the connection, or soon."""
        self._head_since: float | None = None
        """Since when a request has begun whose head is not complete."""
        self._quiet_since = loop.time()
        self._watch_handle: asyncio.TimerHandle | None = None
        self.task: asyncio.Task[None] | None = None
        """What answers requests; None while there are none."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has connected."""
        super().connection_made(transport)
        self._connections.add(self)
        peer = transport.get_extra_info("peername")
        self.source_ip = peer[0] if peer else ""
        self._watch()

    def connection_lost(self, exc: BaseException | None) -> None:
        """The client is gone; what it asked for goes on to its end, but for a body that will not come."""
        super().connection_lost(exc)
        self._requests.clear()
        if self.task is None:
            self._connections.discard(self)
        if self._watch_handle is not None:
            self._watch_handle.cancel()
        self._cut_short(ConnectionResetError("the client is gone"))
        if self._stream is not None:
            self._stream.close()

    def data_received(self, data: bytes) -> None:
        """Bytes of requests have come."""
        if self._deaf or self._parser is None:
            return
        try:
            messages, upgraded, _ = self._parser.feed_data(data)
        except HttpProcessingError as error:
            self._break(malformed(error.message))
            return
        if messages:
            self._head_since = None
            self._requests.extend(messages)
            self._deaf = upgraded
            if self.task is None:
                self.task = self._loop.create_task(self._serve())
            elif len(self._requests) >= _WAITING:
                self._pause_reading_for_buffer()
        elif data and self.task is None and self._head_since is None:
            self._head_since = self._loop.time()

    def eof_received(self) -> bool:
        """The client has said all it wants to say; it may still be waiting for answers."""
        self._deaf = True
        self._cut_short(BodyError("its body ends before its end"))
        if self._stream is not None:
            # Who has begun to read a stream and closes has gone: a silent backend would not find out by a write.
            self._stream.close()
            return False
        return self.task is not None

    def invite(self) -> None:
        """Ask for the body of a client that waits to be asked (``Expect: 100-continue``)."""
        if self.transport is not None:
            self.transport.write(_CONTINUE)

    def end(self) -> None:
        """Close once what is being answered is answered."""
        self._deaf = True
        self._requests.clear()
        if self.task is None and self.transport is not None:
            self.transport.close()

    def abort(self) -> None:
        """Close at once."""
        if self.task is not None:
            self.task.cancel()
        if self.transport is not None:
            self.transport.abort()

    async def _serve(self) -> None:
        """Answer the requests that wait, then what is broken behind them."""
        try:
            while self._requests:
                message, self._payload = self._requests.popleft()
                if not await self._serve_one(message, self._payload):
                    self._deaf = True
                    break
                if self._buffer_paused and len(self._requests) <= _WAITING // 2:
                    self._resume_reading_for_buffer()
            else:
                if self._broken is not None:
                    await self._send(self._broken.response, method="GET", keep_alive=False)
        except ConnectionError:
            self._deaf = True
        finally:
            self.task = self._payload = None
            self._quiet_since = self._loop.time()
            if self.transport is None:
                self._connections.discard(self)
            elif self._deaf:
                self.transport.close()

    async def _serve_one(self, message: RawRequestMessage, payload: StreamReader) -> bool:
        """Answer one request; whether another may follow."""
        keep_alive = not message.should_close
        try:
            response = await self._answer(self, message, payload)
        except RefusedError as refused:
            response = refused.response
            keep_alive = keep_alive and not refused.close
        except ConnectionError:
            raise
        # The boundary between all of apiglab and its clients: a bug of ours is a 500 to them and a traceback to us.
        except Exception:  # noqa: BLE001  logged with its traceback, below
            _log.exception("a bug of apiglab's own, at %s %s", message.method, message.path)
            response, keep_alive = _bug(), False
        keep_alive = keep_alive and payload.is_eof() and not (self._deaf and not self._requests)
        if response.stream is not None:
            keep_alive = keep_alive and message.version >= HttpVersion11
            await self._pass_on(response, response.stream, message, keep_alive=keep_alive)
        else:
            await self._send(response, method=message.method, keep_alive=keep_alive)
        if not payload.is_eof():
            await self._discard(payload)
        return keep_alive

    async def _send(self, response: Response, *, method: str, keep_alive: bool, chunked: bool = False) -> None:
        head, body = encode(response, method=method, keep_alive=keep_alive, chunked=chunked)
        if self.transport is None:
            raise ConnectionResetError("the client is gone")
        if len(body) <= _JOINED:
            self.transport.write(head + body)
        else:
            self.transport.write(head)
            for start in range(0, len(body), _WRITE):
                await self._send_slowly(body[start : start + _WRITE])
        if self._paused:
            await self._send_slowly(b"")

    async def _pass_on(
        self, response: Response, stream: Stream, message: RawRequestMessage, *, keep_alive: bool
    ) -> None:
        """Send an answer as it comes; one that breaks ends with the connection, so that the client sees it did."""
        chunked = message.version >= HttpVersion11
        self._stream = stream
        try:
            await self._send(response, method=message.method, keep_alive=keep_alive, chunked=chunked)
            if message.method == "HEAD" or response.status in BODILESS:
                return
            while piece := await stream.read():
                await self._send_slowly(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            await self._send_slowly(b"0\r\n\r\n" if chunked else b"")
        except StreamBrokenError as error:
            raise ConnectionResetError("the backend broke off") from error
        finally:
            self._stream = None
            stream.close()

    async def _send_slowly(self, data: bytes) -> None:
        """Send a part of an answer once the client has taken what came before."""
        try:
            async with asyncio.timeout(self._limits.write_seconds):
                await self._drain_helper()
        except TimeoutError:
            self.abort()
            raise ConnectionResetError("the client does not read its answer") from None
        if self.transport is None:
            raise ConnectionResetError("the client is gone")
        self.transport.write(data)

    async def _discard(self, payload: StreamReader) -> None:
        """Read and drop what a client sends of a body that was refused, or it would never read why."""
        try:
            async with asyncio.timeout(self._limits.discard_seconds):
                while not payload.at_eof():
                    await payload.readany()
        except (TimeoutError, BodyError, RefusedError):
            return

    def _break(self, error: RefusedError) -> None:
        """Read no more: ``error`` is the answer to what came last."""
        self._deaf = True
        if not self._cut_short(error):
            self._broken = error
            if self.task is None:
                self.task = self._loop.create_task(self._serve())

    def _cut_short(self, error: Exception) -> bool:
        """Tell the newest request's reader that the rest of its body will not come; whether any was missing."""
        payload = self._requests[-1][1] if self._requests else self._payload
        if payload is None or payload.is_eof():
            return False
        payload.set_exception(error)
        return True

    def _watch(self) -> None:
        """Look from time to time whether the client keeps the connection for nothing."""
        limits, now = self._limits, self._loop.time()
        if self.task is None:
            if self._head_since is not None and now - self._head_since >= limits.head_seconds:
                self._break(_too_slow(limits.head_seconds))
            elif now - self._quiet_since >= limits.idle_seconds:
                self.end()
        self._watch_handle = self._loop.call_later(limits.watch_seconds, self._watch)


def _parser(protocol: BaseProtocol, loop: asyncio.AbstractEventLoop, limits: Limits) -> HttpRequestParser:
    return HttpRequestParser(
        protocol,
        loop,
        _READ,
        max_line_size=limits.request_line,
        max_field_size=limits.header,
        max_headers=limits.headers,
        payload_exception=BodyError,
        auto_decompress=False,
    )


def _bug() -> Response:
    return refusal(500, "InternalServerErrorException", "Internal server error")


def _too_slow(seconds: float) -> RefusedError:
    text = f"The request's headers did not arrive within {seconds:g} seconds."
    return RefusedError(408, "RequestTimeoutException", text, close=True)
