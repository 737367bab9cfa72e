"""HTTP out: the gateway's requests to backends, over connections that are kept."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from functools import partial

from aiohttp import ClientError, InvalidURL, StreamReader
from aiohttp.client_exceptions import ClientConnectionError, ClientOSError, ServerDisconnectedError
from aiohttp.client_proto import ResponseHandler
from aiohttp.http import HttpProcessingError, RawResponseMessage
from aiohttp.streams import EMPTY_PAYLOAD
from yarl import URL

from apiglab.edge.backend_connections import BackendConnections, Peer
from apiglab.edge.backend_request import encode
from apiglab.edge.backend_tls import BackendTls
from apiglab.model.backend import RESPONSE_LIMIT, BackendError, BackendRequest
from apiglab.model.http import Headers, Response
from apiglab.model.stream import Stream, StreamBrokenError

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
_SWITCHING_PROTOCOLS = 101
_BROKEN = (ClientError, HttpProcessingError, OSError, ValueError)


class HttpClient:
    """Sends requests to backends; its connections are opened when first needed and kept for the next."""

    def __init__(self, certificates: Mapping[str, str] | None = None) -> None:
        """``certificates``: the client certificates that requests may name, by id, as they are at any time."""
        self._connections = BackendConnections()
        self._tls = BackendTls(certificates if certificates is not None else {})

    async def send(self, request: BackendRequest) -> Response:
        """Send ``request`` and read the whole answer, or its head where it is streamed; raises ``BackendError``."""
        try:
            async with asyncio.timeout(request.timeout):
                return await self._send(request)
        except TimeoutError as error:
            raise BackendError("timeout", f"no whole answer within {request.timeout:g} s") from error
        except _BROKEN as error:
            raise BackendError("network", f"{type(error).__name__}: {error}") from error

    async def _send(self, request: BackendRequest) -> Response:
        url = URL(request.url, encoded=True)
        peer = self._peer(request, url)
        sent = encode(request, url)
        deadline = asyncio.get_running_loop().time() + request.timeout
        connection, message, payload = await self._exchange(request.method, peer, sent)
        headers = Headers(
            [(name.decode("latin-1"), value.decode("utf-8", "replace")) for name, value in message.raw_headers]
        )
        give_back = partial(self._connections.give_back, peer, connection)
        if request.stream_idle is not None:
            return Response(message.code, headers, stream=_stream(payload, give_back, deadline, request.stream_idle))
        try:
            return Response(message.code, headers, await _read(message, payload))
        finally:
            # One whose answer was not read to its end is closed by this.
            give_back()

    def _peer(self, request: BackendRequest, url: URL) -> Peer:
        if url.scheme not in ("http", "https") or not url.raw_host or url.port is None:
            raise BackendError("unreachable", str(InvalidURL(url)))
        # The name in the URL is for the backend's eyes, and for its certificate.
        host, port = request.address or (url.raw_host, url.port)
        if url.scheme == "http":
            return Peer(host, port, None, None)
        return Peer(host, port, self._tls.context(request.client_certificate, verify=request.verify_tls), url.raw_host)

    async def _exchange(
        self, method: str, peer: Peer, sent: bytes
    ) -> tuple[ResponseHandler, RawResponseMessage, StreamReader]:
        """Send, and wait for the head of the answer.

        A backend may close a connection that was kept in the moment in which it is used again: what is safe to send
        twice is sent again, over a new one.
        """
        kept = self._connections.take(peer)
        if kept is not None:
            try:
                return kept, *await _ask(kept, method, sent)
            except (ServerDisconnectedError, ClientOSError):
                if method not in _IDEMPOTENT:
                    raise
        connection = await self._open(peer)
        return connection, *await _ask(connection, method, sent)

    async def _open(self, peer: Peer) -> ResponseHandler:
        try:
            return await self._connections.open(peer)
        except ssl.SSLError as error:
            raise BackendError("network", f"TLS: {error}") from error
        except TimeoutError:
            raise
        except (OSError, UnicodeError) as error:
            raise BackendError("unreachable", f"cannot connect to {peer.host}:{peer.port}: {error}") from error

    async def close(self) -> None:
        """Close every connection."""
        await self._connections.close()


async def _ask(connection: ResponseHandler, method: str, sent: bytes) -> tuple[RawResponseMessage, StreamReader]:
    """Send a request and wait for the head of its answer; the connection is closed where none comes."""
    transport = connection.transport
    if transport is None:
        raise ServerDisconnectedError
    connection.set_response_params(skip_payload=method == "HEAD", read_until_eof=True, auto_decompress=False)
    try:
        transport.write(sent)
        while True:
            message, payload = await connection.read()
            if message.code >= 200 or message.code == _SWITCHING_PROTOCOLS:
                return message, payload
    except BaseException:
        connection.close()
        raise


def _stream(payload: StreamReader, give_back: Callable[[], None], deadline: float, idle: float) -> Stream:
    """The body as it comes; broken off at ``deadline``, and after ``idle`` seconds without a byte."""
    loop = asyncio.get_running_loop()

    async def read() -> bytes:
        try:
            async with asyncio.timeout_at(min(deadline, loop.time() + idle)):
                return await payload.readany()
        except TimeoutError as error:
            late = "the integration's timeout is over" if loop.time() >= deadline else f"nothing came for {idle:g} s"
            raise StreamBrokenError(late) from error
        except _BROKEN as error:
            raise StreamBrokenError(f"{type(error).__name__}: {error}") from error

    def close() -> None:
        if not payload.is_eof():
            payload.set_exception(ClientConnectionError("nobody reads on"))
        give_back()

    return Stream(read, close)


async def _read(message: RawResponseMessage, payload: StreamReader) -> bytes:
    """The whole body, given up as soon as it is larger than API Gateway takes."""
    if payload is not EMPTY_PAYLOAD and int(message.headers.get("Content-Length", 0)) > RESPONSE_LIMIT:
        raise BackendError("too_large", f"the backend announced {int(message.headers['Content-Length']):,} bytes")
    body = await payload.readany()
    if payload.at_eof():
        return body
    pieces, size = [body], len(body)
    while piece := await payload.readany():
        size += len(piece)
        if size > RESPONSE_LIMIT:
            raise BackendError("too_large", f"the backend sent more than {RESPONSE_LIMIT:,} bytes")
        pieces.append(piece)
    return b"".join(pieces)
