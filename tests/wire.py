"""The edge alone on a real socket, with an application that echoes, and bare sockets to talk to it."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

from apiglab.edge.limits import Limits
from apiglab.edge.server import Server
from apiglab.model.http import Headers, HttpRequest, Response

T = TypeVar("T")
Application = Callable[[HttpRequest], Awaitable[Response]]


def _loops() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    try:
        uvloop = import_module("uvloop")
    except ImportError:
        return {"asyncio": asyncio.new_event_loop}
    return {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}


LOOPS = _loops()
"""The event loops that there are here."""


def echo(request: HttpRequest, **facts: Any) -> Response:
    """What came, as JSON."""
    seen = {
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "headers": request.headers.pairs,
        "body": request.body.decode("latin-1"),
        "source_ip": request.source_ip,
        "protocol": request.protocol,
        **facts,
    }
    return Response(200, Headers([("Content-Type", "application/json")]), json.dumps(seen).encode())


@dataclass
class Echo:
    """A data plane and services that echo, except at paths that a test has given an application of its own."""

    applications: dict[str, Application] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)

    def find_domain(self, _host: str) -> None:
        """No host is a custom domain name."""

    async def serve(self, request: HttpRequest, *, api_id: str, path: str, domain_name: str) -> Response:
        """Answer a call of an API."""
        self.served.append(path)
        application = self.applications.get(path)
        if application is not None:
            return await application(request)
        return echo(request, api_id=api_id, invoked=path, domain_name=domain_name)

    async def respond(self, request: HttpRequest) -> Response:
        """Answer everything else."""
        return echo(request, service=True)


class Answer(NamedTuple):
    """One answer as it came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of the header of exactly that spelling."""
        return dict(self.headers).get(name)

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class Wire:
    """A client's end of one connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._read = b""

    def send(self, data: bytes) -> "Wire":
        """Send bytes as they are."""
        self.socket.sendall(data)
        return self

    def answer(self, *, to_head: bool = False) -> Answer:
        """Read one answer; ``to_head`` where it is to a HEAD request and has no body."""
        while b"\r\n\r\n" not in self._read:
            self._more()
        head, _, self._read = self._read.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        headers = [(name, value) for name, _, value in (line.partition(": ") for line in lines)]
        length = 0 if to_head else int(dict(headers).get("Content-Length", "0"))
        while len(self._read) < length:
            self._more()
        body, self._read = self._read[:length], self._read[length:]
        return Answer(int(status.split(" ")[1]), headers, body)

    def is_closed(self) -> bool:
        """Whether the server has closed the connection, with nothing more to read."""
        with suppress(ConnectionError):
            return not self._read and self.socket.recv(1) == b""
        return True

    def drain(self) -> int:
        """Read to the end, however it ends; how much there was."""
        size = 0
        with suppress(ConnectionError):
            while data := self.socket.recv(1_048_576):
                size += len(data)
        return size

    def half_close(self) -> None:
        """Say that nothing more will be sent."""
        self.socket.shutdown(socket.SHUT_WR)

    def _more(self) -> None:
        data = self.socket.recv(65_536)
        assert data, f"the server closed the connection after {self._read!r}"
        self._read += data


@dataclass
class Edge:
    """A running edge."""

    port: int
    application: Echo
    stop: Callable[[], None]
    connections: Callable[[], int]

    def wait_until(self, happened: Callable[[], object]) -> None:
        """Wait for what is only seen from outside; ten seconds are too long."""
        deadline = time.monotonic() + 10
        while not happened():
            assert time.monotonic() < deadline
            time.sleep(0.005)

    @contextmanager
    def connect(self) -> Iterator[Wire]:
        """A connection to the edge."""
        wire = Wire(self.port)
        with wire.socket:
            yield wire

    def ask(self, data: bytes) -> Answer:
        """The answer to bytes on a connection of their own."""
        with self.connect() as wire:
            return wire.send(data).answer()


@contextmanager
def running_edge(loop: str, limits: Limits) -> Iterator[Edge]:
    """An edge in a thread of its own."""
    application = Echo()
    event_loop = LOOPS[loop]()
    thread = threading.Thread(target=event_loop.run_forever, name="edge")
    thread.start()

    async def create() -> tuple[Server, int]:
        server = Server(application, application, limits)
        return server, await server.start("127.0.0.1", 0)

    def run(coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, event_loop).result(10)

    try:
        server, port = run(create())
        yield Edge(port, application, lambda: run(server.stop()), lambda: len(server._connections))
        run(server.stop())
    finally:
        event_loop.call_soon_threadsafe(event_loop.stop)
        thread.join(10)
        event_loop.close()


SHORT = Limits(
    payload=1000,
    service_payload=3000,
    head_seconds=0.3,
    body_seconds=0.3,
    idle_seconds=0.6,
    write_seconds=0.3,
    watch_seconds=0.05,
    discard_seconds=0.5,
    stop_seconds=0.5,
)
"""Limits that a test can wait for."""
CALL = b"/_aws/execute-api/abc123"
"""The path form of an API's URL, up to the stage."""


def get(path: bytes, *headers: bytes, host: bytes = b"127.0.0.1:4566") -> bytes:
    """A GET request."""
    return b"\r\n".join((b"GET " + path + b" HTTP/1.1", b"Host: " + host, *headers, b"", b""))


def post(path: bytes, body: bytes, *headers: bytes) -> bytes:
    """A POST request with all of its body."""
    length = b"Content-Length: %d" % len(body)
    return b"\r\n".join((b"POST " + path + b" HTTP/1.1", b"Host: 127.0.0.1:4566", length, *headers, b"", body))
