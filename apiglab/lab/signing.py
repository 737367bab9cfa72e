"""Signatures and tokens for what a learner sends to an API and what the lab asks of its own server."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiglab.lab.errors import LabError
from apiglab.lab.exchange import SentRequest
from apiglab.lab.send import Auth
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


TOKENS = ("IdToken", "id_token", "AccessToken", "access_token")
"""What a sign-in to a user pool gave, by the names of Cognito's API and of OAuth; the first that is there is shown."""


def signed(request: SentRequest, auth: Auth, session: Any, region: str) -> SentRequest:
    """``request`` with what proves its sender: a signature of the session's own or of given keys, or a user's token."""
    if auth == "iam":
        return sign(request, session.get_credentials().get_frozen_credentials(), region=region)
    if isinstance(auth, str):
        return _with_bearer(request, auth)
    if not isinstance(auth, Mapping):
        return request
    token = next((auth[name] for name in TOKENS if auth.get(name)), None)
    if token is not None:
        return _with_bearer(request, token)
    try:
        credentials = Credentials(auth["AccessKeyId"], auth["SecretAccessKey"], auth.get("SessionToken"))
    except KeyError as missing:
        raise LabError(
            "lab.send",
            f"auth= has no {missing.args[0]}",
            'give what IAM, STS or Cognito gave out: create_access_key(…)["AccessKey"], assume_role(…)["Credentials"], '
            'initiate_auth(…)["AuthenticationResult"]',
        ) from None
    return sign(request, credentials, region=region)


def _with_bearer(request: SentRequest, token: str) -> SentRequest:
    return replace(request, headers=Headers((*request.headers, ("Authorization", f"Bearer {token}"))))


def keys(access_key_id: str, secret_access_key: str) -> Credentials:
    """Long-lived credentials as botocore's signer takes them."""
    return Credentials(access_key_id, secret_access_key)
