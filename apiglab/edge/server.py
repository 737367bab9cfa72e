"""HTTP/1.1 in and out: a listening socket in front of the applications.

The hot path is a call of an API; nothing stands between it and the data plane but ``Server._answer``.
"""

import asyncio
from ipaddress import ip_address
from typing import Protocol

from aiohttp import StreamReader
from aiohttp.http import RawRequestMessage

from apiglab.edge.connection import Connection
from apiglab.edge.limits import Limits
from apiglab.edge.origins import HEADER, Origins
from apiglab.edge.receive import receive_body, receive_headers, receive_protocol, receive_target
from apiglab.edge.refusals import RefusedError
from apiglab.edge.targets import ADMIN, Invocation, check_vpc_endpoint, find_invocation, refuse_upgrade
from apiglab.gateway.domain_routes import DomainRoutes
from apiglab.model.http import Headers, HttpRequest, Response

_BACKLOG = 1024


class DataPlane(Protocol):
    """What answers calls of deployed APIs."""

    async def serve(self, request: HttpRequest, *, api_id: str, path: str, domain_name: str) -> Response:
        """Answer one call; ``path`` is raw and begins with the stage."""
        ...

    def find_domain(self, host: str) -> DomainRoutes | None:
        """The custom domain name that ``host`` is, or None."""
        ...

    async def serve_domain(self, request: HttpRequest, routes: DomainRoutes, *, domain_name: str) -> Response:
        """Answer one call by a custom domain name."""
        ...


class Services(Protocol):
    """What answers everything else."""

    async def respond(self, request: HttpRequest) -> Response:
        """Answer one request."""
        ...


class Server:
    """The edge's listening socket and its connections."""

    def __init__(
        self, data_plane: DataPlane, services: Services, limits: Limits, origins: Origins | None = None
    ) -> None:
        """``origins``: who reads the tokens of simulated callers."""
        self._data_plane = data_plane
        self._services = services
        self._limits = limits
        self._origins = origins or Origins()
        self._connections: set[Connection] = set()
        self._listeners: list[asyncio.Server] = []

    async def start(self, host: str, port: int) -> int:
        """Listen, and tell the port: the one asked for, or a free one where that is 0.

        Whatever the host, this machine is listened to as well: workers and services call back by 127.0.0.1.
        """
        bound = await self._listen(host, port)
        if _is_another_address(host):
            await self._listen("127.0.0.1", bound)
        return bound

    async def _listen(self, host: str, port: int) -> int:
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(self._connect, host, port, backlog=_BACKLOG)
        self._listeners.append(listener)
        bound: int = listener.sockets[0].getsockname()[1]
        return bound

    async def stop(self) -> None:
        """Stop listening, let running requests end for a moment, and close what is open."""
        for listener in self._listeners:
            listener.close()
        for connection in list(self._connections):
            connection.end()
        tasks = [connection.task for connection in self._connections if connection.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=self._limits.stop_seconds)
        for connection in list(self._connections):
            connection.abort()

    def _connect(self) -> Connection:
        return Connection(self._answer, self._connections, self._limits)

    async def _answer(self, connection: Connection, message: RawRequestMessage, payload: StreamReader) -> Response:
        path, query, host = receive_target(message)
        called = find_invocation(path, host, message.headers) or self._find_domain(path, host)
        limit = self._limits.service_payload if called is None else self._limits.payload
        if payload.is_eof():
            body = payload.read_nowait()
        else:
            seconds = self._limits.body_seconds
            body = await receive_body(message, payload, connection.invite, limit=limit, seconds=seconds)
        headers, origin = Headers(receive_headers(message)), None
        source_ip, protocol = connection.source_ip, receive_protocol(message)
        if HEADER in message.headers:
            headers, origin = self._origins.take(headers)
            source_ip = origin.source_ip or source_ip
        request = HttpRequest(message.method, path, query, headers, body, source_ip, "http", protocol, origin)
        if called is None:
            if len(body) > limit:
                text = f"Request must be smaller than {limit} bytes"
                raise RefusedError(413, "RequestEntityTooLargeException", text, close=True)
            return await self._services.respond(request)
        if message.upgrade and message.headers.get("Upgrade", "").lower() == "websocket":
            raise refuse_upgrade()
        if isinstance(called, Invocation):
            check_vpc_endpoint(called, origin)
            return await self._data_plane.serve(request, api_id=called.api_id, path=called.path, domain_name=host)
        name = host.partition(":")[0].lower()
        return await self._data_plane.serve_domain(request, called, domain_name=name)

    def _find_domain(self, path: str, host: str) -> DomainRoutes | None:
        """The custom domain name that is called; the server's own paths stay its own under every name."""
        return None if path.startswith(ADMIN) else self._data_plane.find_domain(host)


def _is_another_address(host: str) -> bool:
    """Whether listening to ``host`` leaves 127.0.0.1 out."""
    try:
        address = ip_address(host)
    except ValueError:
        return host != "localhost"
    return not address.is_unspecified and host != "127.0.0.1"
