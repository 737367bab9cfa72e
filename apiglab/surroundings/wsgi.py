"""HTTP messages to WSGI and back: paths stay raw beside the decoded one, header names keep what WSGI lets them keep."""

import io
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from apiglab.model.http import Headers, HttpRequest, Response

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# The body was read in full before it came here.
_DROPPED_FROM_REQUEST = frozenset({"transfer-encoding", "connection", "content-length", "x-moto-account-id"})
# The edge writes what belongs to the connection; `status` is moto's own.
_DROPPED_FROM_ANSWER = frozenset({"connection", "server", "date", "transfer-encoding", "status"})


def environ_of(request: HttpRequest, account_id: str) -> Environ:
    """The WSGI environment of ``request``, made on behalf of ``account_id``."""
    raw_uri = f"{request.path}?{request.query}" if request.query else request.path
    environ: Environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "QUERY_STRING": request.query,
        "RAW_URI": raw_uri,
        "REQUEST_URI": raw_uri,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": request.protocol,
        "REMOTE_ADDR": request.source_ip,
        "CONTENT_LENGTH": str(len(request.body)),
        "HTTP_X_MOTO_ACCOUNT_ID": account_id,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    _add_headers(environ, request.headers)
    return environ


def _add_headers(environ: Environ, headers: Headers) -> None:
    spelt: dict[str, str] = {}
    for name, value in headers.pairs:
        lower = name.lower()
        if lower in _DROPPED_FROM_REQUEST:
            continue
        key = "CONTENT_TYPE" if lower == "content-type" else "HTTP_" + name.upper().replace("-", "_")
        if "_" in name:
            # WSGI cannot tell `a_b` from `a-b`; moto reads the spelling of S3's metadata from this key.
            if not lower.startswith("x-amz-meta-"):
                continue
            spelt[key] = name
        environ[key] = f"{environ[key]},{value}" if key in environ else value
    if spelt:
        environ["moto.preserved_header_names"] = spelt


def call(application: Application, environ: Environ) -> Response:
    """What ``application`` answers, read in full."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    written: list[bytes] = []

    def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], None]:
        started.append((status, headers))
        return written.append

    chunks = application(environ, start_response)
    try:
        body = b"".join((*written, *chunks))
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    status, headers = started[-1]
    return Response(int(status.partition(" ")[0]), _answer_headers(headers, environ["REQUEST_METHOD"]), body)


def _answer_headers(headers: list[tuple[str, str]], method: str) -> Headers:
    # A HEAD's length says how long the body would have been; any other's follows from the body.
    dropped = _DROPPED_FROM_ANSWER if method == "HEAD" else _DROPPED_FROM_ANSWER | {"content-length"}
    return Headers((name, value) for name, value in headers if name.lower() not in dropped)
