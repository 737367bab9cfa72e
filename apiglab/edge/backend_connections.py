"""The connections to HTTP backends: opened when there is none to spare, kept for the next request.

aiohttp's protocol reads the answers. Its session is left out: for each request it made and undid as much as all of the
gateway before it.
"""

import asyncio
import ssl
from asyncio import TimerHandle
from typing import NamedTuple

from aiohttp.client_proto import ResponseHandler

IDLE = 15.0
"""Seconds that a connection is kept unused."""


class Peer(NamedTuple):
    """To whom a connection leads, and how; requests with the same peer may share it."""

    host: str
    port: int
    tls: ssl.SSLContext | None
    name: str | None
    """Whom the peer's certificate must name."""


class BackendConnections:
    """Those that wait to be used again, the last used first."""

    def __init__(self) -> None:
        self._idle: dict[Peer, list[tuple[ResponseHandler, float]]] = {}
        self._sweep_handle: TimerHandle | None = None

    def take(self, peer: Peer) -> ResponseHandler | None:
        """A connection to ``peer`` that was kept, or None where there is none that still lives."""
        waiting = self._idle.get(peer)
        while waiting:
            connection, _ = waiting.pop()
            if _is_usable(connection):
                return connection
            connection.close()
        return None

    async def open(self, peer: Peer) -> ResponseHandler:
        """A new connection to ``peer``; raises ``OSError``, of which ``ssl.SSLError`` is one."""
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(
            lambda: ResponseHandler(loop), peer.host, peer.port, ssl=peer.tls, server_hostname=peer.name
        )
        return connection

    def give_back(self, peer: Peer, connection: ResponseHandler) -> None:
        """Keep a connection whose answer was read to its end; close one of which there is more to come."""
        if not _is_usable(connection):
            connection.close()
            return
        loop = asyncio.get_running_loop()
        self._idle.setdefault(peer, []).append((connection, loop.time()))
        if self._sweep_handle is None:
            self._sweep_handle = loop.call_later(IDLE, self._sweep)

    async def close(self) -> None:
        """Close all that are kept, and wait until they are."""
        if self._sweep_handle is not None:
            self._sweep_handle.cancel()
            self._sweep_handle = None
        kept = [connection for waiting in self._idle.values() for connection, _ in waiting]
        self._idle.clear()
        ends = [end for connection in kept if (end := connection.closed) is not None]
        for connection in kept:
            connection.close()
        await asyncio.gather(*ends, return_exceptions=True)

    def _sweep(self) -> None:
        """Close those that waited long enough, and come again while there are others."""
        loop = asyncio.get_running_loop()
        oldest = loop.time() - IDLE
        for peer, waiting in list(self._idle.items()):
            for connection, since in waiting:
                if since <= oldest:
                    connection.close()
            self._idle[peer] = [each for each in waiting if each[1] > oldest]
            if not self._idle[peer]:
                del self._idle[peer]
        self._sweep_handle = loop.call_later(IDLE, self._sweep) if self._idle else None


def _is_usable(connection: ResponseHandler) -> bool:
    return connection.is_connected() and not connection.should_close
