"""An HTTP backend on this machine for an API to stand before: a function answers, every call is counted and shown.

It serves from threads of the kernel, on 127.0.0.1 only, and ends with ``lab.cleanup()`` or with the kernel.
"""

import json
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from apiglab.lab.errors import LabError
from apiglab.lab.http_backend_calls import BackendCall, BackendCalls, BackendRequest
from apiglab.model.http import Headers

KEPT = 1_000
"""How many of the newest calls are kept; all are counted."""

LARGEST_BODY = 10 * 1024 * 1024
"""What API Gateway lets through, in bytes."""


Answer = Callable[[BackendRequest], Any]
"""What answers: it returns ``status, body`` or ``status, body, headers``; a body that is no text becomes JSON."""


@dataclass(slots=True)
class _Desk:
    """What the threads of a server share: the function that answers, and the calls so far."""

    answer: Answer
    calls: dict[int, BackendCall] = field(default_factory=dict)
    """By their number."""
    count: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def serve(self, request: BackendRequest) -> tuple[int, bytes, dict[str, str]]:
        """The answer to one request: status, body, headers."""
        error = ""
        with self.lock:
            self.count += 1
            number, calls = self.count, self.calls
            calls[number] = BackendCall(request)
            calls.pop(number - KEPT, None)
        try:
            status, body, headers = _reply(self.answer(request))
        except Exception as raised:  # noqa: BLE001  # whatever a learner's function raises is its answer's 500
            error = f"{type(raised).__name__}: {raised}"
            status, body, headers = 500, error.encode(), {"Content-Type": "text/plain"}
        with self.lock:
            if number in calls:
                calls[number] = BackendCall(request, status, error)
        return status, body, headers


class HttpBackend:
    """A small HTTP server of this machine; ``lab.http_backend`` starts one."""

    def __init__(self, name: str, answer: Answer, *, port: int = 0, public_url: str | None = None) -> None:
        self.name = name
        self._desk = _Desk(answer)
        self._port = port
        self._public_url = public_url
        self._end: Callable[[], object] | None = None
        self.start()

    def __repr__(self) -> str:
        return f"HTTP backend {self.name}, {'running' if self.running else 'stopped'}"

    @property
    def running(self) -> bool:
        """Whether anything listens."""
        return self._end is not None

    @property
    def url(self) -> str:
        """Where an API reaches it: the address on this machine, or the public one that leads to it."""
        return (self._public_url or f"http://127.0.0.1:{self._port}").rstrip("/")

    @property
    def calls(self) -> BackendCalls:
        """Every call since it was started or given another function."""
        with self._desk.lock:
            return BackendCalls(self.name, self._desk.count, tuple(self._desk.calls.values()))

    def start(self) -> None:
        """Listen, again at the address it had."""
        if self._end is not None:
            return
        try:
            server = _Server(("127.0.0.1", self._port), _handler(self._desk))
        except OSError as error:
            where = f"HTTP backend {self.name}"
            raise LabError(where, f"port {self._port}: {error.strerror}", "leave port= out: any will do") from None
        self._port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), name=f"backend-{self.name}", daemon=True).start()
        # A backend that nobody holds any more stops by itself.
        self._end = weakref.finalize(self, _stop, server)

    def stop(self) -> None:
        """Listen no more: whoever calls is refused. ``start`` brings it back."""
        if self._end is not None:
            self._end()
            self._end = None

    def change(self, answer: Answer, public_url: str | None) -> None:
        """Answer with another function from now on, at the same address, counting from zero."""
        with self._desk.lock:
            self._desk.answer, self._desk.count, self._desk.calls = answer, 0, {}
        self._public_url = public_url
        self.start()


class _Server(ThreadingHTTPServer):
    """Threads that end with the kernel, and no words on standard error where a client goes away."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: the gateway gives up on a slow backend, and that is what a lesson shows."""


def _stop(server: ThreadingHTTPServer) -> None:
    server.shutdown()
    server.server_close()


def _handler(desk: _Desk) -> type[BaseHTTPRequestHandler]:
    """A handler class whose every verb asks ``desk``."""

    class Handler(BaseHTTPRequestHandler):
        # HTTP/1.0: one request a connection, so that a backend that was stopped answers nobody.
        server_version = "apiglab-backend"
        sys_version = ""

        def _serve(self) -> None:
            status, body, headers = desk.serve(self._request())
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def __getattr__(self, name: str) -> Any:
            """``do_GET`` and the like: every verb is served the same way."""
            if name.startswith("do_"):
                return self._serve
            raise AttributeError(name)

        def _request(self) -> BackendRequest:
            parts = urlsplit(self.path)
            length = min(int(self.headers.get("Content-Length") or 0), LARGEST_BODY)
            return BackendRequest(
                method=self.command,
                path=parts.path,
                query=dict(parse_qsl(parts.query, keep_blank_values=True)),
                headers=Headers(self.headers.items()),
                body=self.rfile.read(length),
            )

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class's name
            """Nothing: calls are kept, not printed."""

    return Handler


def _reply(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of what the answering function returned."""
    if not isinstance(answer, tuple) or len(answer) not in (2, 3) or not isinstance(answer[0], int):
        raise TypeError(f"return status, body or status, body, headers, not {answer!r:.80}")
    status, body, *rest = answer
    headers = {"Content-Type": "text/plain; charset=utf-8", **(rest[0] if rest else {})}
    if isinstance(body, bytes | str):
        return status, body.encode() if isinstance(body, str) else body, headers
    given = rest[0] if rest else {}
    return status, json.dumps(body).encode(), {"Content-Type": "application/json", **given}
