"""SigV4 for what a learner sends to an API and what the lab asks of its own server."""

from dataclasses import replace
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiglab.lab.exchange import SentRequest
from apiglab.model.http import Headers


def sign(request: SentRequest, credentials: Any, *, region: str, service: str = "execute-api") -> SentRequest:
    """``request`` signed for ``service``, by botocore's own signer."""
    unsigned = AWSRequest(request.method, request.url, headers=dict(request.headers), data=request.body)
    SigV4Auth(credentials, service, region).add_auth(unsigned)
    return replace(request, headers=Headers(unsigned.headers.items()), signed=True, region=region)


def keys(access_key_id: str, secret_access_key: str) -> Credentials:
    """Long-lived credentials as botocore's signer takes them."""
    return Credentials(access_key_id, secret_access_key)
