"""Just enough HTTP/1.1 to serve the Runtime API to the clients that speak it, with as little work as can be.

A client may keep its connection alive, pipeline, send ``Content-Length`` or chunked bodies, and expect
``100 Continue``. Header names are matched without regard to case.
"""

from collections.abc import Callable, Iterator

SECRET_LENGTH = 32
"""How many hexadecimal digits a worker's secret has; it is the first segment of every path."""
MAX_HEAD_BYTES = 2 * 1024 * 1024
"""awslambdaric sends up to 1 MB of X-Ray cause in one header."""


class BadRequestError(Exception):
    """What arrived is not HTTP, or more of it than anyone may send: the connection is of no more use."""


class ApiRequest:
    """One request of a runtime client; ``body`` is None where it was over the limit and thrown away."""

    __slots__ = ("body", "head", "method", "path")

    def __init__(self, method: str, path: str, head: bytes, body: bytes | None) -> None:
        self.method = method
        self.path = path
        self.head = head
        self.body = body

    def header(self, name: bytes) -> str | None:
        """The value of a header, its name given in lower case."""
        value = _header(self.head.lower(), self.head, name)
        return None if value is None else value.decode("latin-1")


class RequestParser:
    """Bytes in, whole requests out."""

    __slots__ = ("_buffer", "_known", "_max_body", "_skip", "_wanted", "expects_continue")

    def __init__(self, max_body: int, known: Callable[[str], bool]) -> None:
        self._known = known
        """Whether a secret, which begins each path, is some worker's: for strangers nothing is kept in memory."""
        self._buffer = bytearray()
        self._max_body = max_body
        self._wanted = 0
        """How long the buffer must be before looking at it again is worth while."""
        self._skip = 0
        """How much of a body over the limit is still to be thrown away."""
        self.expects_continue = False
        """Whether the client waits for ``100 Continue`` before it sends its body."""

    def feed(self, data: bytes) -> Iterator[ApiRequest]:
        """The requests that ``data`` completes."""
        if self._skip:
            dropped = min(self._skip, len(data))
            self._skip -= dropped
            data = data[dropped:]
        if self._buffer:
            self._buffer += data
            if len(self._buffer) < self._wanted:
                return
            data = bytes(self._buffer)
            self._buffer = bytearray()
        while data:
            head_end = data.find(b"\r\n\r\n")
            if head_end < 0:
                self._check_stranger(data)
                self._keep(data, 0)
                return
            request, used = self._one(data, head_end)
            if request is None:
                return
            yield request
            data = data[used:]

    def _check_stranger(self, data: bytes) -> None:
        """Refuse an unfinished head that is too long, or does not begin as one that has a secret must."""
        if len(data) > MAX_HEAD_BYTES:
            raise BadRequestError("the head is too long")
        line = data[: 2 * SECRET_LENGTH].decode("latin-1").partition("/")[2]
        if len(data) >= 2 * SECRET_LENGTH and not self._known(line[:SECRET_LENGTH]):
            raise BadRequestError("no worker has this secret")

    def _keep(self, data: bytes, wanted: int) -> None:
        self._buffer = bytearray(data)
        self._wanted = wanted

    def _one(self, data: bytes, head_end: int) -> tuple[ApiRequest | None, int]:
        """The request that begins ``data`` and its length; None where more must come first."""
        head = data[:head_end]
        line_end = head.find(b"\r\n")
        line = (head if line_end < 0 else head[:line_end]).split(b" ")
        if len(line) != 3:
            raise BadRequestError("no request line")
        method, path = line[0].decode("latin-1"), line[1].decode("latin-1")
        if not self._known(path[1 : 1 + SECRET_LENGTH]):
            raise BadRequestError("no worker has this secret")
        begin = head_end + 4
        if method == "GET":
            return ApiRequest(method, path, head, b""), begin
        lower = head.lower()
        if (_header(lower, lower, b"transfer-encoding") or b"").endswith(b"chunked"):
            return self._chunked(data, begin, method, path, head)
        length = _length(lower)
        if length > self._max_body:
            self._skip = max(0, length - (len(data) - begin))
            return ApiRequest(method, path, head, None), min(len(data), begin + length)
        if len(data) < begin + length:
            self.expects_continue = b"100-continue" in lower
            self._keep(data, begin + length)
            return None, 0
        return ApiRequest(method, path, head, data[begin : begin + length]), begin + length

    def _chunked(self, data: bytes, at: int, method: str, path: str, head: bytes) -> tuple[ApiRequest | None, int]:
        parts: list[bytes] = []
        size = 0
        while True:
            line_end = data.find(b"\r\n", at)
            if line_end < 0:
                break
            length = _number(data[at:line_end].split(b";")[0], 16)
            at = line_end + 2
            if length == 0:
                trailer_end = data.find(b"\r\n", at) if data[at : at + 2] == b"\r\n" else data.find(b"\r\n\r\n", at) + 2
                if trailer_end < at:
                    break
                body = b"".join(parts) if size <= self._max_body else None
                return ApiRequest(method, path, head, body), trailer_end + 2
            size += length
            if size > 4 * self._max_body:
                raise BadRequestError("the body is too long")
            if len(data) < at + length + 2:
                break
            parts.append(data[at : at + length])
            at += length + 2
        self.expects_continue = not parts and b"100-continue" in head.lower()
        self._keep(data, len(data) + 1)
        return None, 0


def _header(lower: bytes, head: bytes, name: bytes) -> bytes | None:
    begin = lower.find(b"\r\n" + name + b":")
    if begin < 0:
        return None
    begin += len(name) + 3
    end = head.find(b"\r\n", begin)
    return head[begin : end if end >= 0 else len(head)].strip()


def _length(lower: bytes) -> int:
    value = _header(lower, lower, b"content-length")
    return 0 if value is None else _number(value, 10)


def _number(digits: bytes, base: int) -> int:
    try:
        number = int(digits, base)
    except ValueError:
        raise BadRequestError("a length is no number") from None
    if number < 0:
        raise BadRequestError("a length is negative")
    return number


def answer(status: str, body: bytes = b"", *, close: bool = False) -> bytes:
    """An answer of the Runtime API: ``status`` is code and phrase, the body JSON."""
    connection = b"Connection: close\r\n" if close else b""
    return b"HTTP/1.1 %b\r\nContent-Type: application/json\r\n%bContent-Length: %d\r\n\r\n%b" % (
        status.encode("ascii"),
        connection,
        len(body),
        body,
    )
