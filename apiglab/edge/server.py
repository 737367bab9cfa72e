"""HTTP/1.1 in and out: a listening socket in front of the applications.

The hot path is a call of an API; nothing stands between it and the data plane but what is written here.
"""

import asyncio
from typing import Protocol

from aiohttp import web

from apiglab.edge.connection import Connections
from apiglab.edge.limits import Limits
from apiglab.edge.receive import Head, receive_body, receive_head
from apiglab.edge.refusals import RefusedError
from apiglab.edge.reply import Reply, reply_to
from apiglab.edge.targets import Invocation, find_invocation, refuse_upgrade
from apiglab.model.http import HttpRequest, Response


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
        self._connections: Connections | None = None
        self._listener: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen, and tell the port: the one asked for, or a free one where that is 0."""
        connections = self._connections = Connections(self._answer, self._limits)
        self._listener = await asyncio.get_running_loop().create_server(connections, host, port)
        bound: int = self._listener.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Stop listening, let running requests end for a moment, and close what is open."""
        if self._listener is None or self._connections is None:
            return
        self._listener.close()
        self._connections.pre_shutdown()
        await self._connections.shutdown(self._limits.stop_seconds)

    async def _answer(self, received: web.BaseRequest) -> Reply:
        try:
            head = receive_head(received)
            invocation = find_invocation(head.path, head.host)
            if invocation is None:
                return reply_to(received, await self._ask_a_service(received, head))
            return await self._call_an_api(received, head, invocation)
        except RefusedError as refused:
            return reply_to(received, refused.response, close=refused.close)

    async def _call_an_api(self, received: web.BaseRequest, head: Head, invocation: Invocation) -> Reply:
        if "Upgrade" in received.headers and received.headers["Upgrade"].lower() == "websocket":
            raise refuse_upgrade()
        limit = self._limits.payload
        body = await receive_body(received, limit, self._limits.body_seconds)
        api_id, path = invocation
        response = await self._data_plane.serve(head.with_body(body), api_id=api_id, path=path, domain_name=head.host)
        return reply_to(received, response, close=len(body) > limit)

    async def _ask_a_service(self, received: web.BaseRequest, head: Head) -> Response:
        limit = self._limits.service_payload
        body = await receive_body(received, limit, self._limits.body_seconds)
        if len(body) > limit:
            message = f"Request must be smaller than {limit} bytes"
            raise RefusedError(413, "RequestEntityTooLargeException", message, close=True)
        return await self._services.respond(head.with_body(body))
