"""A ``Response`` on its way out: the bytes that HTTP/1.1 wants around it, in one write."""

from http import HTTPStatus
from time import gmtime, time

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from apiglab.edge.refusals import refusal
from apiglab.model.http import Response

_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OF_THE_EDGE = frozenset({"connection", "content-length", "date", "keep-alive", "transfer-encoding"})
"""Headers about this hop: the edge writes its own, whatever an application says."""
_BODILESS = frozenset({204, 304})
_ONE_WRITE = 65_536
"""A body up to this size is copied behind its head, which is cheaper than a second write."""


class DateHeader:
    """The ``Date`` header's value, worked out once a second. Real time: SDKs correct their clocks by it."""

    __slots__ = ("_second", "_text")

    def __init__(self) -> None:
        self._second = 0
        self._text = ""

    def text(self) -> str:
        """Now, in HTTP's form."""
        second = int(time())
        if second != self._second:
            t = gmtime(second)
            self._text = (
                f"{_DAYS[t.tm_wday]}, {t.tm_mday:02} {_MONTHS[t.tm_mon - 1]} {t.tm_year} "
                f"{t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02} GMT"
            )
            self._second = second
        return self._text


def encode(response: Response, *, method: str, date: str, connection: str | None) -> tuple[bytes, bytes]:
    """The head and the body to send for ``response`` to a request of ``method``.

    A status or a header that HTTP cannot carry becomes the 500 that a bug is.
    """
    status = response.status
    lines = [_STATUS_LINES.get(status) or f"HTTP/1.1 {status} \r\n"]
    for name, value in response.headers.pairs:
        if name.lower() not in _OF_THE_EDGE:
            lines.append(f"{name}: {value}\r\n")
    if status not in _BODILESS:
        lines.append(f"Content-Length: {_length(response, method)}\r\n")
    if connection is not None:
        lines.append(f"Connection: {connection}\r\n")
    lines.append(f"Date: {date}\r\n")
    head = "".join(lines)
    # Every line ends in one CR and one LF: one more of either is a header value trying to be a header, or a body.
    if head.count("\n") != len(lines) or head.count("\r") != len(lines) or "\0" in head or not 200 <= status <= 999:
        return encode(_unsendable(), method=method, date=date, connection=connection)
    return (head + "\r\n").encode("utf-8", "replace"), b"" if method == "HEAD" or status in _BODILESS else response.body


def _length(response: Response, method: str) -> str:
    """A HEAD's answer tells the length that a GET's body would have, where the application knows it."""
    if method == "HEAD" and not response.body:
        return response.headers.get("Content-Length") or "0"
    return str(len(response.body))


def _unsendable() -> Response:
    return refusal(500, "InternalServerErrorException", "Internal server error")


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
        else:
            await writer.write(self._head)
            await writer.write(self._rest)
            await writer.drain()
