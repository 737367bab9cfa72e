"""The Runtime API: how a worker asks for its next event and hands in what came of it.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

One listener on a loopback port of its own serves all workers. A worker's ``AWS_LAMBDA_RUNTIME_API`` is
``127.0.0.1:{port}/{secret}``: clients put the API's paths behind it, so that each request proves which worker sends it,
and another user of the machine, who can reach the port, can neither fetch events nor answer them.
"""

import asyncio
import json
import secrets
from typing import Protocol, cast

from apiglab.runtime.settings import MAX_RESPONSE_BYTES
from apiglab.runtime.wire import SECRET_LENGTH, ApiRequest, BadRequestError, RequestParser, answer

_VERSION = "/2018-06-01/runtime/"
_NEXT = _VERSION + "invocation/next"
_INVOCATION = _VERSION + "invocation/"
_INIT_ERROR = _VERSION + "init/error"
_ADMISSION_SECONDS = 5.0
"""How long a connection may stay open without a complete request."""

ACCEPTED = answer("202 Accepted", b'{"status":"OK"}\n')


class RefusalError(Exception):
    """A request that the worker it belongs to may not make now; the answer is an error of the Runtime API's kind."""

    def __init__(self, status: str, error_type: str, message: str) -> None:
        super().__init__(message)
        self.answer = answer(status, json.dumps({"errorMessage": message, "errorType": error_type}).encode())


class Peer(Protocol):
    """The worker that a secret stands for."""

    def next(self, connection: "RuntimeConnection") -> None:
        """The client is ready for an event; ``connection.send`` gives it one."""

    def responded(self, request_id: str, request: ApiRequest) -> None:
        """The handler returned."""

    def failed(self, request_id: str, request: ApiRequest) -> None:
        """The handler raised."""

    def init_failed(self, request: ApiRequest) -> None:
        """The function's code could not be loaded."""

    def disconnected(self, connection: "RuntimeConnection") -> None:
        """A connection of the client's is gone."""


class RuntimeConnection(asyncio.Protocol):
    """One connection of a runtime client."""

    __slots__ = ("_admission", "_holding", "_listener", "_out", "_parser", "_peer", "_transport")

    def __init__(self, listener: "RuntimeListener") -> None:
        self._listener = listener
        self._parser = RequestParser(MAX_RESPONSE_BYTES, listener.knows)
        self._out: list[bytes] = []
        self._peer: Peer | None = None
        self._holding = False
        """Whether the client waits for an event: what is to be said meanwhile goes with it."""
        self._transport: asyncio.Transport | None = None
        self._admission: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write; strangers, who cannot say a secret, are not kept."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's transports are of no class of asyncio's
        self._listener.connections.add(self)
        self._admission = asyncio.get_running_loop().call_later(_ADMISSION_SECONDS, self.close)

    def data_received(self, data: bytes) -> None:
        """Serve every request that is now complete; what the client pipelined is answered in one write."""
        try:
            for request in self._parser.feed(data):
                self._serve(request)
        except BadRequestError as error:
            self._out.append(RefusalError("400 Bad Request", "InvalidRequest", str(error)).answer)
            self.close()
            return
        if self._parser.expects_continue:
            self._parser.expects_continue = False
            self._out.append(b"HTTP/1.1 100 Continue\r\n\r\n")
        if self._out and not self._holding:
            self._flush()

    def _serve(self, request: ApiRequest) -> None:
        path = request.path
        peer = self._listener.peers.get(path[1 : 1 + SECRET_LENGTH])
        if peer is None:
            raise BadRequestError("no worker has this secret")
        if self._peer is None and self._admission is not None:
            self._admission.cancel()
        self._peer = peer
        try:
            self._dispatch(peer, request, path[1 + SECRET_LENGTH :])
        except RefusalError as refusal:
            self._out.append(refusal.answer)

    def _dispatch(self, peer: Peer, request: ApiRequest, path: str) -> None:
        if path == _NEXT and request.method == "GET":
            self._holding = True
            try:
                peer.next(self)
            except RefusalError:
                self._holding = False
                raise
            return
        if request.method != "POST":
            raise _unknown(request.method, path)
        request_id, _, act = path.removeprefix(_INVOCATION).partition("/")
        if act == "response":
            peer.responded(request_id, request)
        elif act == "error" and path.startswith(_INVOCATION):
            peer.failed(request_id, request)
        elif path == _INIT_ERROR:
            peer.init_failed(request)
        else:
            raise _unknown(request.method, path)
        self._out.append(ACCEPTED)

    def send(self, head: bytes, body: bytes) -> None:
        """Give the waiting client its event."""
        self._holding = False
        self._out.append(head)
        self._out.append(body)
        self._flush()

    def _flush(self) -> None:
        if self._transport is not None:
            self._transport.write(b"".join(self._out))
        self._out.clear()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's signature
        """Tell the worker, so that no event is written to a client that is gone."""
        self._listener.connections.discard(self)
        self._transport = None
        if self._admission is not None:
            self._admission.cancel()
        if self._peer is not None:
            self._peer.disconnected(self)

    def close(self) -> None:
        """Send what there is to send and end the connection."""
        if self._transport is not None:
            self._flush()
            self._transport.close()


def _unknown(method: str, path: str) -> RefusalError:
    return RefusalError("404 Not Found", "UnknownOperation", f"The local Runtime API has no {method} {path}.")


class RuntimeListener:
    """The listening socket, and which secret is whose."""

    def __init__(self) -> None:
        self.peers: dict[str, Peer] = {}
        self.connections: set[RuntimeConnection] = set()
        self._server: asyncio.Server | None = None
        self._port = 0

    async def start(self) -> None:
        """Listen on a free loopback port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: RuntimeConnection(self), "127.0.0.1", 0, backlog=1024)
        self._port = self._server.sockets[0].getsockname()[1]

    def knows(self, secret: str) -> bool:
        """Whether some worker has this secret."""
        return secret in self.peers

    def new_secret(self) -> str:
        """A secret for a worker to be; ``address`` makes an ``AWS_LAMBDA_RUNTIME_API`` of it."""
        return secrets.token_hex(SECRET_LENGTH // 2)

    def address(self, secret: str) -> str:
        """The value of ``AWS_LAMBDA_RUNTIME_API`` for the worker that was given ``secret``."""
        return f"127.0.0.1:{self._port}/{secret}"

    async def stop(self) -> None:
        """Close the port and every connection."""
        if self._server is not None:
            self._server.close()
            for connection in tuple(self.connections):
                connection.close()
            await self._server.wait_closed()
            self._server = None
