"""aiohttp's connections, as far as a gateway's differ: errors are JSON, and nobody is waited for without end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from apiglab.edge.limits import Limits
from apiglab.edge.refusals import refusal
from apiglab.edge.reply import reply_to
from apiglab.model.http import Response

_log = logging.getLogger("apiglab.edge")


class Connection(web.RequestHandler):
    """One client's connection."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what is no HTTP (400) and to a bug of ours (500), and the end of the connection."""
        return reply_to(request, _malformed(message) if status == 400 else _bug(exc), close=True)


class Connections(web.Server):
    """What accepts connections and hands their requests to ``answer``."""

    def __init__(self, answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], limits: Limits) -> None:
        super().__init__(answer)
        self._settings: dict[str, Any] = {
            "loop": asyncio.get_running_loop(),
            "access_log": None,
            "auto_decompress": False,
            # From the answer before, or from the connection's beginning, to the end of a request's head.
            "keepalive_timeout": limits.idle_seconds,
            "lingering_time": limits.discard_seconds,
            "max_line_size": limits.request_line,
            "max_field_size": limits.header,
            "max_headers": limits.headers,
        }

    def __call__(self) -> Connection:
        """A new client's connection."""
        return Connection(self, **self._settings)


def _malformed(message: str | None) -> Response:
    # aiohttp's text goes on with the bytes around the error.
    problem = (message or "").strip().partition("\n")[0].rstrip(":. ") or "it cannot be read"
    return refusal(400, "BadRequestException", f"This is no request of HTTP/1.1: {problem}.")


def _bug(exc: BaseException | None) -> Response:
    if not isinstance(exc, ConnectionError):
        _log.error("a bug of apiglab's own", exc_info=exc)
    return refusal(500, "InternalServerErrorException", "Internal server error")
