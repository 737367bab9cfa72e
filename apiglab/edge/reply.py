"""A ``Response`` on its way out: the bytes that HTTP/1.1 wants around it, in one write."""

from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from time import time

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from apiglab.edge.refusals import refusal
from apiglab.model.http import Response

_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}
_OF_THE_EDGE = frozenset({"connection", "content-length", "date", "keep-alive", "transfer-encoding"})
"""Headers about this hop: the edge writes its own, whatever an application says."""
_BODILESS = frozenset({204, 304})
_ONE_WRITE = 65_536
"""A body up to this size is copied behind its head, which is cheaper than a second write."""


class Reply(web.StreamResponse):
    """One answer in the form that aiohttp's request loop asks for.

    It replaces all of ``StreamResponse``'s own work, whose multi-dictionaries cost as much as a MOCK integration.
    """

    def __init__(self, head: bytes, body: bytes, *, keep_alive: bool) -> None:  # without super()'s: see the class
        self._head = head
        self._rest = body
        self._keep_alive = keep_alive
        self._to: AbstractStreamWriter | None = None

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Remember whom to answer; nothing is sent yet."""
        self._to = request.writer
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Send head and body, and wait where the client reads slower than it is written to."""
        writer = self._to
        if writer is None:
            raise RuntimeError("a reply is prepared before it is written")
        if len(self._rest) <= _ONE_WRITE:
            await writer.write(self._head + self._rest + data)
            return
        await writer.write(self._head)
        rest = memoryview(self._rest)
        for start in range(0, len(rest), _ONE_WRITE):
            await writer.write(rest[start : start + _ONE_WRITE])
        await writer.drain()


def reply_to(request: web.BaseRequest, response: Response, *, close: bool = False) -> Reply:
    """``response`` as the answer to ``request``; ``close`` where the connection is of no more use."""
    keep_alive = request.keep_alive and not close
    head, body = encode(response, method=request.method, date=_date(int(time())), keep_alive=keep_alive)
    return Reply(head, body, keep_alive=keep_alive)


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    """HTTP's form of a time. Real time: SDKs correct their clocks by it."""
    return formatdate(second, usegmt=True)


def encode(response: Response, *, method: str, date: str, keep_alive: bool) -> tuple[bytes, bytes]:
    """The head and the body to send for ``response`` to a request of ``method``.

    A status or a header that HTTP cannot carry becomes the 500 that a bug is.
    """
    status = response.status
    lines = [_STATUS_LINES.get(status) or f"HTTP/1.1 {status} \r\n"]
    for name, value in response.headers.pairs:
        if name.lower() not in _OF_THE_EDGE:
            lines.append(f"{name}: {value}\r\n")
    bodiless = status in _BODILESS
    if not bodiless:
        lines.append(f"Content-Length: {_length(response, method)}\r\n")
    lines.append(f"Connection: {'keep-alive' if keep_alive else 'close'}\r\nDate: {date}\r\n")
    head = "".join(lines)
    # The last line is two. One CR or LF more than lines is a header's value trying to be a header, or a body.
    ends = len(lines) + 1
    if head.count("\n") != ends or head.count("\r") != ends or "\0" in head or not 200 <= status <= 999:
        return encode(_UNSENDABLE, method=method, date=date, keep_alive=keep_alive)
    return (head + "\r\n").encode("utf-8", "replace"), b"" if bodiless or method == "HEAD" else response.body


_UNSENDABLE = refusal(500, "InternalServerErrorException", "Internal server error")


def _length(response: Response, method: str) -> str:
    """A HEAD's answer tells the length that a GET's body would have, where the application knows it."""
    if method == "HEAD" and not response.body:
        length = response.headers.get("Content-Length") or ""
        return length if length.isascii() and length.isdigit() else "0"
    return str(len(response.body))
