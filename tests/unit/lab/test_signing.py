"""What the lab signs, the gateway's own verifier accepts."""

import time
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest

from apiglab.lab import signing
from apiglab.lab.errors import LabError
from apiglab.lab.exchange import SentRequest
from apiglab.lab.send import compose
from apiglab.lab.signing import keys, sign
from apiglab.language.sigv4 import verify
from apiglab.language.sigv4_signature import SignatureError
from apiglab.model.http import Headers, HttpRequest

KEY = "AKIAIOSFODNN7EXAMPLE"


@dataclass(frozen=True)
class Secret:
    """The other half of the key."""

    secret_access_key: str = "secret"
    session_token: str | None = None
    expires_at: float | None = None


def signed(request: SentRequest) -> SentRequest:
    """The request, signed for Ireland."""
    return sign(request, keys(KEY, "secret"), region="eu-west-1")


def check(request: SentRequest) -> None:
    """Verify it as a server does that got it over the wire."""
    parts = urlsplit(request.url)
    headers = Headers((("Host", parts.netloc), *request.headers))
    received = HttpRequest(request.method, parts.path, parts.query, headers, request.body)
    now = time.time()
    verify(received, {KEY: Secret()}.get, real_time=now, lab_time=now, service="execute-api", region="eu-west-1")


@pytest.mark.parametrize(
    "request_",
    [
        compose("POST", "http://h:8080//dev/a%2Fb?q=1&p=%20", json={"a": 1}),
        compose("GET", "http://h/dev", headers=[("X-Two", "1"), ("X-Two", "2")]),
        compose("PUT", "http://h/dev/ä", body=b"\x00\xff"),
    ],
    ids=["path and query", "repeated header", "bytes"],
)
def test_a_signed_request_is_accepted_and_stays_what_it_was(request_: SentRequest) -> None:
    """Two headers come with it; everything else is as the learner wrote it."""
    done = signed(request_)
    added = done.headers.pairs[len(request_.headers) :]

    check(done)

    assert replace(done, headers=request_.headers, signed=False, region="") == request_
    assert (done.signed, [name for name, _ in added]) == (True, ["X-Amz-Date", "Authorization"])


def test_a_request_that_was_changed_after_signing_is_refused() -> None:
    """The signature covers the body."""
    with pytest.raises(SignatureError):
        check(replace(signed(compose("POST", "http://h/dev", body="a")), body=b"b"))


@pytest.mark.parametrize(
    ("auth", "shown"),
    [
        ({"IdToken": "id", "AccessToken": "access", "RefreshToken": "refresh"}, "Bearer id"),
        ({"AccessToken": "access"}, "Bearer access"),
        ({"access_token": "access", "id_token": "id", "token_type": "Bearer"}, "Bearer id"),
        ({"access_token": "access"}, "Bearer access"),
        ("a.b.c", "Bearer a.b.c"),
    ],
)
def test_what_a_sign_in_gave_is_shown_as_a_token(auth: str | dict[str, str], shown: str) -> None:
    """By the names of Cognito's API or of OAuth, or as it is; nothing is signed."""
    request = compose("GET", "http://h/dev")

    sent = signing.signed(request, auth, session=None, region="us-east-1")

    assert sent == replace(request, headers=Headers((*request.headers, ("Authorization", shown))))


def test_what_proves_nothing_is_told_with_what_would() -> None:
    """Three calls that give something to send."""
    with pytest.raises(LabError) as refused:
        signing.signed(compose("GET", "http://h/dev"), {"Name": "ann"}, session=None, region="us-east-1")

    assert "AuthenticationResult" in str(refused.value)
