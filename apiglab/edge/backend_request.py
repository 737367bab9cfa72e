"""A ``BackendRequest`` on its way out: the bytes that HTTP/1.1 wants around it."""

from yarl import URL

from apiglab.model.backend import BackendRequest

_OF_THIS_HOP = frozenset({"connection", "content-length", "keep-alive", "transfer-encoding"})
"""Headers about the connection to the backend, which this end writes itself."""
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""Methods that announce no length where there is no body."""


def encode(request: BackendRequest, url: URL) -> bytes:
    """The head and the body to send; ``ValueError`` where HTTP cannot carry them."""
    lines = [f"{request.method} {url.raw_path_qs} HTTP/1.1\r\n"]
    named = False
    for name, value in request.headers.pairs:
        lowered = name.lower()
        if lowered not in _OF_THIS_HOP:
            named = named or lowered == "host"
            lines.append(f"{name}: {value}\r\n")
    if not named:
        lines.insert(1, f"Host: {url.raw_authority.rpartition('@')[2]}\r\n")
    if request.body or request.method not in _WITHOUT_BODY:
        lines.append(f"Content-Length: {len(request.body)}\r\n")
    head = "".join(lines)
    # One CR or LF more than lines is a header's value that is trying to be a header, or a second request.
    if head.count("\n") != len(lines) or head.count("\r") != len(lines) or "\0" in head or lines[0].count(" ") != 2:
        raise ValueError("the request line or a header cannot be sent over HTTP")
    return (head + "\r\n").encode("utf-8", "surrogateescape") + request.body
