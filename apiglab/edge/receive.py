"""A request on its way in: what aiohttp's parser read, as text that has lost nothing.

Names keep their case, paths stay as they were sent, and text that is no UTF-8 is refused rather than guessed at.
"""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import StreamReader
from aiohttp.http import RawRequestMessage

from apiglab.edge.refusals import RefusedError
from apiglab.model.http import Pair

_VERSIONS = {(1, 1): "HTTP/1.1", (1, 0): "HTTP/1.0"}


class BodyError(Exception):
    """A body that breaks the rules of its transfer encoding, or that ends before its end."""


def receive_target(message: RawRequestMessage) -> tuple[str, str, str]:
    """Path, query string and host of a request."""
    target = message.path
    path, _, query = target.partition("?")
    host = message.headers.get("Host", "")
    if not path.startswith("/"):
        path, query, host = _absolute(target)
    if not (path.isascii() and query.isascii()):
        raise RefusedError(400, "BadRequestException", "The request's path or query string has unescaped bytes in it.")
    return path, query, host


def receive_headers(message: RawRequestMessage) -> tuple[Pair, ...]:
    """The headers of a request, in the order and the case in which they were sent."""
    try:
        return tuple([(name.decode(), value.decode()) for name, value in message.raw_headers])
    except UnicodeDecodeError:
        raise RefusedError(400, "BadRequestException", "A header of the request is not valid UTF-8.") from None


def receive_protocol(message: RawRequestMessage) -> str:
    """The version of HTTP that a request speaks."""
    protocol = _VERSIONS.get(message.version)
    if protocol is None:
        text = "This server speaks HTTP/1.1 and HTTP/1.0."
        raise RefusedError(505, "HttpVersionNotSupportedException", text, close=True)
    return protocol


async def receive_body(
    message: RawRequestMessage, payload: StreamReader, invite: Callable[[], None], *, limit: int, seconds: float
) -> bytes:
    """The body of a request; of a longer one than ``limit`` only the first byte more, which shows that it is.

    ``invite`` tells a client that asked first to send it.
    """
    if message.headers.get("Expect", "").lower() == "100-continue":
        invite()
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            while size <= limit and not payload.at_eof():
                chunk = await payload.readany()
                chunks.append(chunk)
                size += len(chunk)
    except TimeoutError:
        text = f"The request's body did not arrive within {seconds:g} seconds."
        raise RefusedError(408, "RequestTimeoutException", text, close=True) from None
    except BodyError as error:
        raise malformed(str(error)) from None
    return b"".join(chunks)[: limit + 1]


def malformed(problem: str) -> RefusedError:
    """The refusal of what is no request of HTTP. Of the parser's texts, the first line tells, and others show bytes."""
    line = problem.strip().partition("\n")[0].rstrip(":. ") or "it cannot be read"
    return RefusedError(400, "BadRequestException", f"This is no request of HTTP/1.1: {line}.", close=True)


def _absolute(target: str) -> tuple[str, str, str]:
    """Path, query and host of a request target that is a whole URL, as clients send it to proxies."""
    url = urlsplit(target)
    if url.scheme not in {"http", "https"}:
        raise malformed(f"its target {target[:80]!r} is not a path")
    return url.path or "/", url.query, url.netloc
