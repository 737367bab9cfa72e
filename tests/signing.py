"""Requests signed by botocore's own signers: the oracle of what a right signature is."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiglab.model.http import Headers, HttpRequest

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
HOST = "127.0.0.1:4566"
SIGNERS = {
    ("header", False): SigV4Auth,
    ("query", False): SigV4QueryAuth,
    ("header", True): S3SigV4Auth,
    ("query", True): S3SigV4QueryAuth,
}


def signed(
    method: str = "GET",
    path: str = "/",
    query: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    service: str = "execute-api",
    region: str = "us-east-1",
    where: str = "header",
    token: str | None = None,
    key: str = KEY,
    secret: str = SECRET,
) -> HttpRequest:
    """A request as botocore signs it and a client then sends it."""
    url = f"http://{HOST}{path}" + (f"?{query}" if query else "")
    request = AWSRequest(method, url, headers=dict(headers or {}), data=body)
    SIGNERS[where, service == "s3"](Credentials(key, secret, token), service, region).add_auth(request)
    parts = urlsplit(request.url)
    pairs = [("Host", HOST), *((name, value.strip()) for name, value in request.headers.items())]
    return HttpRequest(method, parts.path or "/", parts.query, Headers(pairs), body)
