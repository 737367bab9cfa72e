"""The Runtime API, as a client sees it.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import _socket
import os
import sys


class RuntimeApi:
    """The Runtime API, over one connection that is kept."""

    def __init__(self, address: str) -> None:
        authority, _, secret = address.partition("/")
        self._authority = authority
        self._socket: _socket.socket | None = None
        base = f"/{secret}/2018-06-01/runtime/" if secret else "/2018-06-01/runtime/"
        self._base = base
        self._host = f" HTTP/1.1\r\nHost: {authority}\r\n"
        self._next = f"GET {base}invocation/next{self._host}\r\n".encode()
        self._unsent = b""

    def next(self) -> tuple[dict[bytes, bytes], bytes]:
        """Wait for an event; the outcome of the last one goes with the same write."""
        self._send(self._unsent + self._next)
        rest = b""
        while True:
            status, headers, body, rest = self._read(rest)
            if b"lambda-runtime-aws-request-id" in headers:
                return headers, body
            if status not in (b"202", b"413"):
                sys.exit(f"Failed to get next invocation: {status.decode()} {body.decode('utf-8', 'replace')}")

    def _read(self, data: bytes) -> tuple[bytes, dict[bytes, bytes], bytes, bytes]:
        """One answer, and what came after it."""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._receive(262_144)
        lines = data[:end].split(b"\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(b":")
            headers[name.lower()] = value.strip()
        data = data[end + 4 :]
        missing = int(headers.get(b"content-length", b"0")) - len(data)
        if missing > 0:
            parts = [data]
            while missing > 0:
                parts.append(self._receive(min(missing, 1 << 20)))
                missing -= len(parts[-1])
            data = b"".join(parts)
            return lines[0][9:12], headers, data, b""
        size = len(data) + missing
        return lines[0][9:12], headers, data[:size], data[size:]

    def _receive(self, size: int) -> bytes:
        try:
            data = self._socket.recv(size) if self._socket is not None else b""
        except OSError:
            data = b""
        if not data:
            os._exit(0)  # the server is gone, and with it everyone who could want an answer
        return data

    def _send(self, data: bytes) -> None:
        self._unsent = b""
        try:
            if self._socket is None:
                self._socket = self._connect()
            self._socket.sendall(data)
        except OSError:
            os._exit(0)  # as above

    def _connect(self) -> _socket.socket:
        """Connect when there is something to say: the server does not keep the silent."""
        host, _, port = self._authority.rpartition(":")
        connection = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        connection.connect((host, int(port)))
        connection.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        return connection

    def post(self, path: str, body: bytes, content_type: str, error_type: str = "") -> None:
        """Have an outcome sent with the next write."""
        error = f"Lambda-Runtime-Function-Error-Type: {error_type}\r\n" if error_type else ""
        head = f"POST {self._base}{path}{self._host}Content-Type: {content_type}\r\n{error}Content-Length: "
        self._unsent = b"%b%d\r\n\r\n%b" % (head.encode("latin-1", "replace"), len(body), body)

    def flush(self) -> None:
        """Send what waits to be sent, and wait until it is taken."""
        self._send(self._unsent)
        self._read(b"")
