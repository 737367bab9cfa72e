"""A backend that answers as badly as a test says, and an API before it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from apiglab.edge.outgoing import HttpClient
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import Response
from apiglab.model.rest import Integration
from tests.gateway_builders import Served, a_method, serve

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
BROKEN = (504, b'{"message":"Network error communicating with endpoint"}', "integration.http.network_error")


@dataclass
class Backend:
    """A server that answers each path as a test says, over TCP and by hand."""

    answers: dict[str, bytes | Answer] = field(default_factory=dict)
    connections: int = 0
    port: int = 0
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                answer = self.answers.get(head.split(b" ")[1].decode(), HELLO)
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(reader, writer)
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        except asyncio.CancelledError:
            return  # The test is over.
        finally:
            writer.close()


@dataclass
class Proxy:
    """An API whose every path is the backend's."""

    backend: Backend
    client: HttpClient
    apis: dict[tuple[int, int], Served] = field(default_factory=dict)

    async def get(self, path: str, *, millis: int = 5_000, method: str = "GET", port: int = 0) -> Response:
        """The answer through the gateway."""
        return await self.api(millis, port or self.backend.port).ask(method, path)

    async def outcome(self, path: str, *, millis: int = 5_000, port: int = 0) -> tuple[int, bytes, str | None]:
        """Status and body of the answer through the gateway, and why it is none of the backend's."""
        response = await self.get(path, millis=millis, port=port)
        return response.status, response.body, self.api(millis, port or self.backend.port).journey()["reason"]

    def api(self, millis: int, port: int) -> Served:
        """An API with this timeout, before what listens on this port."""
        if (millis, port) not in self.apis:
            integration = Integration(
                type="HTTP_PROXY",
                http_method="ANY",
                uri=f"http://127.0.0.1:{port}/{{proxy}}",
                request_parameters=FrozenMap({"integration.request.path.proxy": "method.request.path.proxy"}),
                timeout_in_millis=millis,
                cache_namespace="root",
            )
            made = serve({"/{proxy+}": [a_method("ANY", integration)]})
            made.backends.send_http = self.client.send  # type: ignore[attr-defined]  # the fake has it only here
            self.apis[millis, port] = made
        return self.apis[millis, port]


async def proxies() -> AsyncIterator[Proxy]:
    """One hostile backend and an API before it."""
    backend = Backend()
    server = await asyncio.start_server(backend.serve, "127.0.0.1", 0, limit=2**20)
    backend.port = server.sockets[0].getsockname()[1]
    client = HttpClient()
    try:
        yield Proxy(backend, client)
    finally:
        await client.close()
        server.close()
        for task in backend.tasks:
            task.cancel()
        await asyncio.gather(*backend.tasks, return_exceptions=True)
        await server.wait_closed()


def then_close(text: bytes) -> Answer:
    """Say something and close."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(text)
        await writer.drain()

    return answer
