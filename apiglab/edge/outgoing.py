"""HTTP out: the gateway's requests to backends, over connections that are kept."""

import asyncio
from collections.abc import Mapping

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from apiglab.edge.backend_tls import BackendTls
from apiglab.model.backend import RESPONSE_LIMIT, BackendError, BackendRequest
from apiglab.model.http import Headers, Response
from apiglab.model.stream import Stream, StreamBrokenError

_PIECE = 64 * 1024


class HttpClient:
    """Sends requests to backends; its connections are opened when first needed and kept for the next."""

    def __init__(self, certificates: Mapping[str, str] | None = None) -> None:
        """``certificates``: the client certificates that requests may name, by id, as they are at any time."""
        self._session: aiohttp.ClientSession | None = None
        self._tls = BackendTls(certificates if certificates is not None else {})

    async def send(self, request: BackendRequest) -> Response:
        """Send ``request`` and read the whole answer, or its head where it is streamed; raises ``BackendError``."""
        try:
            async with asyncio.timeout(request.timeout):
                return await self._send(request)
        except TimeoutError as error:
            raise BackendError("timeout", f"no whole answer within {request.timeout:g} s") from error
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
            raise BackendError("network", f"TLS: {error}") from error
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise BackendError("unreachable", str(error)) from error
        except (aiohttp.ClientError, ConnectionError, ValueError) as error:
            raise BackendError("network", f"{type(error).__name__}: {error}") from error

    async def _send(self, request: BackendRequest) -> Response:
        session = self._session = self._session or _open_session()
        url, headers = URL(request.url, encoded=True), CIMultiDict(request.headers.pairs)
        server_hostname = None
        if request.address is not None:
            # The name in the URL is for the backend's eyes, and for its certificate.
            headers.setdefault("Host", url.raw_authority)
            server_hostname = url.raw_host if url.scheme == "https" else None
            url = url.with_host(request.address[0]).with_port(request.address[1])
        deadline = asyncio.get_running_loop().time() + request.timeout
        answer = await session.request(
            request.method,
            url,
            headers=headers,
            server_hostname=server_hostname,
            data=request.body or None,
            allow_redirects=False,
            ssl=self._tls.context(request.client_certificate, verify=request.verify_tls),
        )
        answered = Headers(
            (name.decode("latin-1"), value.decode("utf-8", "replace")) for name, value in answer.raw_headers
        )
        if request.stream_idle is not None:
            return Response(answer.status, answered, stream=_stream(answer, deadline, request.stream_idle))
        async with answer:
            return Response(answer.status, answered, await _read(answer))

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _open_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=60),
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
        timeout=aiohttp.ClientTimeout(),
        trust_env=False,
    )


def _stream(answer: aiohttp.ClientResponse, deadline: float, idle: float) -> Stream:
    """The body as it comes; broken off at ``deadline``, and after ``idle`` seconds without a byte."""
    loop = asyncio.get_running_loop()

    async def read() -> bytes:
        try:
            async with asyncio.timeout_at(min(deadline, loop.time() + idle)):
                return await answer.content.readany()
        except TimeoutError as error:
            late = "the integration's timeout is over" if loop.time() >= deadline else f"nothing came for {idle:g} s"
            raise StreamBrokenError(late) from error
        except (aiohttp.ClientError, ConnectionError, ValueError) as error:
            raise StreamBrokenError(f"{type(error).__name__}: {error}") from error

    return Stream(read, answer.close)


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The whole body, given up as soon as it is larger than API Gateway takes."""
    if (answer.content_length or 0) > RESPONSE_LIMIT:
        raise BackendError("too_large", f"the backend announced {answer.content_length:,} bytes")
    pieces: list[bytes] = []
    size = 0
    async for piece in answer.content.iter_chunked(_PIECE):
        size += len(piece)
        if size > RESPONSE_LIMIT:
            raise BackendError("too_large", f"the backend sent more than {RESPONSE_LIMIT:,} bytes")
        pieces.append(piece)
    return b"".join(pieces)
