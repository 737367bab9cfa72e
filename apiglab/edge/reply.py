"""A ``Response`` on its way out: the bytes that HTTP/1.1 wants around it."""

from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from time import time

from apiglab.edge.refusals import refusal
from apiglab.model.http import Response

_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n" for status in HTTPStatus}
_OF_THE_EDGE = frozenset({"connection", "content-length", "date", "keep-alive", "transfer-encoding"})
"""Headers about this hop: the edge writes its own, whatever an application says."""
BODILESS = frozenset({204, 304})
_UNSENDABLE = refusal(500, "InternalServerErrorException", "Internal server error")


def encode(response: Response, *, method: str, keep_alive: bool, chunked: bool = False) -> tuple[bytes, bytes]:
    """The head and the body to send for ``response`` to a request of ``method``; of a streamed one, the head alone.

    A status or a header that HTTP cannot carry becomes the 500 that a bug is.
    """
    status = response.status
    lines = [_STATUS_LINES.get(status) or f"HTTP/1.1 {status} \r\n"]
    for name, value in response.headers.pairs:
        if name.lower() not in _OF_THE_EDGE:
            lines.append(f"{name}: {value}\r\n")
    bodiless = status in BODILESS
    if chunked and not bodiless:
        lines.append("Transfer-Encoding: chunked\r\n")
    elif not bodiless and response.stream is None:
        lines.append(f"Content-Length: {_length(response, method)}\r\n")
    lines.append(f"Connection: {'keep-alive' if keep_alive else 'close'}\r\nDate: {_date(int(time()))}\r\n")
    head = "".join(lines)
    # The last line is two. One CR or LF more than lines is a header's value trying to be a header, or a body.
    ends = len(lines) + 1
    if head.count("\n") != ends or head.count("\r") != ends or "\0" in head or not 200 <= status <= 999:
        return encode(_UNSENDABLE, method=method, keep_alive=keep_alive)
    return (head + "\r\n").encode("utf-8", "replace"), b"" if bodiless or method == "HEAD" else response.body


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    """HTTP's form of a time. Real time: SDKs correct their clocks by it."""
    return formatdate(second, usegmt=True)


def _length(response: Response, method: str) -> str:
    """A HEAD's answer tells the length that a GET's body would have, where the application knows it."""
    if method == "HEAD" and not response.body:
        length = response.headers.get("Content-Length") or ""
        return length if length.isascii() and length.isdigit() else "0"
    return str(len(response.body))
