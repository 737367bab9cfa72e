"""A request on its way in: what aiohttp parsed, as an ``HttpRequest`` that has lost nothing.

Names keep their case, paths stay as they were sent, and text that is no UTF-8 is refused rather than guessed at.
"""

import asyncio
from typing import NamedTuple
from urllib.parse import urlsplit

from aiohttp import web

from apiglab.edge.refusals import RefusedError
from apiglab.model.http import Headers, HttpRequest

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_VERSIONS = {(1, 1): "HTTP/1.1", (1, 0): "HTTP/1.0"}


class Head(NamedTuple):
    """All of a request but its body."""

    method: str
    path: str
    query: str
    host: str
    headers: Headers
    source_ip: str
    protocol: str

    def with_body(self, body: bytes) -> HttpRequest:
        """The whole request."""
        return HttpRequest(
            self.method, self.path, self.query, self.headers, body, self.source_ip, "http", self.protocol
        )


def receive_head(received: web.BaseRequest) -> Head:
    """The head of ``received``, or ``RefusedError`` where it is none that HTTP/1.1 knows."""
    path, _, query = received.raw_path.partition("?")
    host = received.headers.get("Host", "")
    if not path.startswith("/"):
        path, query, host = _absolute(received.raw_path)
    protocol = _VERSIONS.get(received.version)
    if protocol is None:
        raise RefusedError(
            505, "HttpVersionNotSupportedException", "This server speaks HTTP/1.1 and HTTP/1.0.", close=True
        )
    try:
        pairs = [(name.decode(), value.decode()) for name, value in received.raw_headers]
    except UnicodeDecodeError:
        raise RefusedError(400, "BadRequestException", "A header of the request is not valid UTF-8.") from None
    if not (path.isascii() and query.isascii()):
        raise RefusedError(400, "BadRequestException", "The request's path or query string has unescaped bytes in it.")
    return Head(received.method, path, query, host, Headers(pairs), received.remote or "", protocol)


def _absolute(target: str) -> tuple[str, str, str]:
    """Path, query and host of a request target that is a whole URL, as clients send it to proxies."""
    url = urlsplit(target)
    if url.scheme not in {"http", "https"}:
        raise RefusedError(400, "BadRequestException", "The request's target is not a path.", close=True)
    return url.path or "/", url.query, url.netloc


async def receive_body(received: web.BaseRequest, limit: int, seconds: float) -> bytes:
    """The body of ``received``; of a longer one than ``limit`` only the first byte more, which shows that it is."""
    content = received.content
    if content.is_eof():
        return content.read_nowait()
    if received.headers.get("Expect", "").lower() == "100-continue":
        _invite(received)
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while size <= limit and not content.at_eof():
                chunk = await content.readany()
                chunks.append(chunk)
                size += len(chunk)
    except TimeoutError:
        message = f"The request's body did not arrive within {seconds:g} seconds."
        raise RefusedError(408, "RequestTimeoutException", message, close=True) from None
    except web.RequestPayloadError as error:
        raise RefusedError(
            400, "BadRequestException", f"The request's body is malformed: {error}", close=True
        ) from None
    return b"".join(chunks)[: limit + 1]


def _invite(received: web.BaseRequest) -> None:
    """Tell a client that asked first to send its body."""
    transport = received.transport
    if transport is not None:
        transport.write(_CONTINUE)
