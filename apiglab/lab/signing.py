"""SigV4 for what a learner sends to an API and what the lab asks of its own server."""

from dataclasses import replace
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiglab.lab.exchange import SentRequest
from apiglab.model.http import Headers


def sign(request: SentRequest, credentials: Any, *, region: str, service: str = "execute-api") -> SentRequest:
    """``request`` signed for ``service``, by botocore's own signer; a header that repeats is signed as one."""
    joined: dict[str, str] = {}
    for name, value in request.headers:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    unsigned = AWSRequest(request.method, request.url, headers=joined, data=request.body)
    SigV4Auth(credentials, service, region).add_auth(unsigned)
    added = ((name, value) for name, value in unsigned.headers.items() if name not in joined)
    return replace(request, headers=Headers((*request.headers, *added)), signed=True, region=region)


def keys(access_key_id: str, secret_access_key: str) -> Credentials:
    """Long-lived credentials as botocore's signer takes them."""
    return Credentials(access_key_id, secret_access_key)
