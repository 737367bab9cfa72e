"""HTTP/1.1 in and out: a listening socket in front of the applications.

The hot path is a call of an API; nothing stands between it and the data plane but what is written here.
"""

import asyncio
import logging
from typing import Protocol

from aiohttp import web

from apiglab.edge.limits import Limits
from apiglab.edge.receive import Head, RefusedError, receive_body, receive_head
from apiglab.edge.reply import DateHeader, Reply, encode
from apiglab.edge.targets import find_invocation
from apiglab.model.http import HttpRequest, Response

_log = logging.getLogger("apiglab.edge")


class DataPlane(Protocol):
    """What answers calls of deployed APIs."""

    async def serve(self, request: HttpRequest, *, api_id: str, path: str, domain_name: str) -> Response:
        """Answer one call; ``path`` is raw and begins with the stage."""
        ...


class Services(Protocol):
    """What answers everything else."""

    async def respond(self, request: HttpRequest) -> Response:
        """Answer one request."""
        ...


class Server:
    """The edge's listening socket and its connections."""

    def __init__(self, data_plane: DataPlane, services: Services, limits: Limits) -> None:
        self._data_plane = data_plane
        self._services = services
        self._limits = limits
        self._date = DateHeader()
        self._connections: web.Server | None = None
        self._listener: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen, and tell the port: the one asked for, or a free one where that is 0."""
        connections = self._connections = web.Server(self._answer, access_log=None)
        self._listener = await asyncio.get_running_loop().create_server(connections, host, port)
        name: tuple[str, int] = self._listener.sockets[0].getsockname()
        return name[1]

    async def stop(self) -> None:
        """Stop listening, let running requests end for a moment, and close what is open."""
        if self._listener is None or self._connections is None:
            return
        self._listener.close()
        await self._connections.shutdown(self._limits.stop_seconds)

    async def _answer(self, received: web.BaseRequest) -> Reply:
        close = not received.keep_alive
        try:
            head = receive_head(received)
            response = await self._respond(received, head)
        except RefusedError as refused:
            response, close = refused.response, close or refused.close
        connection = "close" if close else None
        content, body = encode(response, method=received.method, date=self._date.text(), connection=connection)
        return Reply(content, body, keep_alive=not close)

    async def _respond(self, received: web.BaseRequest, head: Head) -> Response:
        limits = self._limits
        invocation = find_invocation(head.path, head.host)
        if invocation is None:
            body = await receive_body(received, limits.service_payload, limits.body_seconds)
            return await self._services.respond(head.with_body(body))
        body = await receive_body(received, limits.payload, limits.body_seconds)
        api_id, path = invocation
        return await self._data_plane.serve(head.with_body(body), api_id=api_id, path=path, domain_name=head.host)
