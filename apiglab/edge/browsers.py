"""Web pages that are not the server's own: kept away from everything but deployed APIs, whose CORS is theirs to decide.

A page anywhere can send requests to a developer's 127.0.0.1. Here such a request could create a function and run it,
so a page gets no further than this, whether it says where it comes from (Fetch metadata, Origin) or had its own name
resolve to 127.0.0.1 (DNS rebinding), which the Host header tells.
"""

import re
from urllib.parse import urlsplit

from apiglab.model.http import HttpRequest

_LOCAL_HOST = re.compile(
    r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]|(?:[^/@]+\.)?(?:localhost|internal|amazonaws\.com(?:\.cn)?|amazoncognito\.com|localstack\.cloud))"
    r"\.?(?::\d+)?",
    re.IGNORECASE,
)
_OTHER_SITES = frozenset({"cross-site", "same-site"})


def is_from_another_site(request: HttpRequest, service: str) -> bool:
    """Whether a browser sent this for a page of another site. fact: edge.other-sites"""
    if service == "cognito-idp" and request.method == "GET":
        return False  # what user pools publish, for everybody's scripts; fact: oauth.cors
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc != (request.headers.get("Host") or "")
    if service == "s3" and request.method in {"GET", "HEAD"}:
        return False  # a link or a picture: the page that holds it cannot read what comes
    return request.headers.get("Sec-Fetch-Site") in _OTHER_SITES


def is_local_host(request: HttpRequest) -> bool:
    """Whether the name by which the server was called is one that nobody else can give to 127.0.0.1."""
    host = request.headers.get("Host")
    return host is None or _LOCAL_HOST.fullmatch(host) is not None
