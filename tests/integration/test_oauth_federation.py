"""Signing in to a user pool with another provider: a second pool of the lab's stands for Google."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from botocore.exceptions import ClientError

from tests.integration.user_pool import CALLBACK, PASSWORD, Pool, Visitor, a_pool, guard, returned, said
from tests.serving import Served
from tests.tokens import KID, a_key, public, signed

pytestmark = pytest.mark.slow

DOMAIN = "federating"


@pytest.fixture(scope="module")
def google(server: Served) -> Pool:
    """The other provider, with a user of its own."""
    made = a_pool(server, "Google")
    made.hosted("google")
    made.user("ann@gmail.example", email="ann@gmail.example", email_verified="true", name="Ann")
    return made


@pytest.fixture(scope="module")
def pool(server: Served, google: Pool) -> Pool:
    """A pool whose users may come from there."""
    made = a_pool(server, "The shelter")
    back = made.hosted(DOMAIN) + "/oauth2/idpresponse"
    client = google.web_client("shelter", "openid", "email", "profile", CallbackURLs=[back], GenerateSecret=True)
    made.cognito.create_identity_provider(
        UserPoolId=made.id,
        ProviderName="Google",
        ProviderType="OIDC",
        ProviderDetails={
            "client_id": client["ClientId"],
            "client_secret": client["ClientSecret"],
            "authorize_scopes": "openid email profile",
            "oidc_issuer": google.issuer,
            "attributes_request_method": "GET",
        },
        AttributeMapping={"username": "sub", "email": "email", "name": "name", "email_verified": "email_verified"},
    )
    made.user("bob")
    return made


def asked(client: str, **more: str) -> dict[str, str]:
    """A request for authorization."""
    return {"client_id": client, "redirect_uri": CALLBACK, "response_type": "code", "state": "s", **more}


def travel(visitor: Visitor, answer: requests.Response) -> requests.Response:
    """Follow redirects between the pools, as a browser does."""
    while answer.status_code == 302 and answer.headers["Location"].startswith("http://127.0.0.1"):
        answer = visitor.go(answer.headers["Location"])
    return answer


def tokens(pool: Pool, client: str, code: str) -> dict[str, Any]:
    """What a client gets for a code."""
    form = {"grant_type": "authorization_code", "client_id": client, "redirect_uri": CALLBACK, "code": code}
    got: dict[str, Any] = requests.post(pool.hosted(DOMAIN) + "/oauth2/token", data=form, timeout=30).json()
    return got


def test_a_user_of_another_provider_signs_in_and_calls_an_api(server: Served, pool: Pool, google: Pool) -> None:
    """By the page's button; the pool makes a user of its own for them. fact: oauth.federation, oauth.foreign-users"""
    client = pool.web_client("shop", "openid", SupportedIdentityProviders=["COGNITO", "Google"])["ClientId"]
    visitor, api = Visitor(pool.hosted(DOMAIN)), guard(server, [pool.arn])
    page = visitor.go(visitor.base + "/oauth2/authorize", **asked(client))
    button = visitor.session.get(server.url + hrefs(page)[0], allow_redirects=False, timeout=30)

    there = travel(visitor, button)
    back = travel(visitor, visitor.fill(there, username="ann@gmail.example", password=PASSWORD))
    told = returned(back)
    got = tokens(pool, client, told["code"])

    _, claims = said(got["id_token"])
    subject = claims["identities"][0]["userId"]
    assert told["state"] == "s"
    assert "Sign in to shelter" in there.text
    assert claims["cognito:username"] == f"Google_{subject}"
    assert claims["cognito:groups"] == [f"{pool.id}_Google"]
    assert [claims[name] for name in ("iss", "aud", "email", "email_verified", "name")] == [
        pool.issuer,
        client,
        "ann@gmail.example",
        True,
        "Ann",
    ]
    assert claims["identities"] == [
        {
            "userId": subject,
            "providerName": "Google",
            "providerType": "OIDC",
            "issuer": None,
            "primary": "true",
            "dateCreated": claims["identities"][0]["dateCreated"],
        }
    ]
    answer = server.ask("GET", f"/_aws/execute-api/{api['restApiId']}/dev/", headers={"Authorization": got["id_token"]})
    assert (answer.status_code, answer.text) == (200, claims["sub"])


def hrefs(page: requests.Response) -> list[str]:
    """The links of a page."""
    return [part.partition('"')[0].replace("&amp;", "&") for part in page.text.split('href="')[1:]]


def test_a_client_with_one_provider_leads_there_at_once(pool: Pool) -> None:
    """And takes no password of the pool's own. fact: oauth.federation"""
    client = pool.web_client("direct", "openid", SupportedIdentityProviders=["Google"])["ClientId"]
    visitor = Visitor(pool.hosted(DOMAIN))

    there = travel(visitor, visitor.go(visitor.base + "/oauth2/authorize", **asked(client)))
    own = visitor.go(visitor.base + "/login", **asked(client))
    token = visitor.session.cookies.get("XSRF-TOKEN", path=f"/_aws/cognito/{DOMAIN}/")
    form = {**asked(client), "username": "bob", "password": PASSWORD, "_csrf": token}
    forced = visitor.session.post(visitor.base + "/login", data=form, allow_redirects=False, timeout=30)

    assert "Sign in to shelter" in there.text
    assert ('name="password"' in own.text, len(hrefs(own))) == (False, 1)
    assert forced.status_code == 400


def test_a_browser_brings_back_its_own_state_only(pool: Pool) -> None:
    """A link made at another browser signs nobody in as its maker. fact: oauth.federation"""
    client = pool.web_client("stateful", "openid", SupportedIdentityProviders=["Google"])["ClientId"]
    maker, victim = Visitor(pool.hosted(DOMAIN)), Visitor(pool.hosted(DOMAIN))
    there = travel(maker, maker.go(maker.base + "/oauth2/authorize", **asked(client)))
    link = maker.fill(there, username="ann@gmail.example", password=PASSWORD).headers["Location"]

    stolen, again = victim.go(link), maker.go(link)

    assert (stolen.status_code, again.status_code) == (400, 400)
    assert victim.go(victim.base + "/oauth2/idpresponse", code="x", state="made up").status_code == 400


def test_what_the_provider_refuses_is_told_to_the_client(pool: Pool) -> None:
    """At the client's own address. fact: oauth.federation"""
    client = pool.web_client("refused", "openid", SupportedIdentityProviders=["Google"])["ClientId"]
    visitor = Visitor(pool.hosted(DOMAIN))
    leaving = visitor.go(visitor.base + "/oauth2/authorize", **asked(client))
    state = parse_qs(urlsplit(leaving.headers["Location"]).query)["state"][0]

    told = returned(visitor.go(visitor.base + "/oauth2/idpresponse", error="access_denied", state=state))

    assert (told["error"], told["state"]) == ("access_denied", "s")


class Impostor(ThreadingHTTPServer):
    """A provider that answers whatever the test wants."""

    token: Any = None
    keys: Any = None
    status = 200
    info: Any = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: Impostor

    def do_GET(self) -> None:
        self._answer(self.server.keys if self.path == "/keys" else self.server.info)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(self.server.token)

    def _answer(self, value: Any) -> None:
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def impostor() -> Iterator[Impostor]:
    """A provider of the test's own."""
    with Impostor(("127.0.0.1", 0), _Answers) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def arrival(server: Served, impostor: Impostor, changed: dict[str, Any], settings: dict[str, Any]) -> dict[str, str]:
    """What a client is told after a sign-in at the impostor, whose ID token has these claims."""
    pool = a_pool(server, "believing")
    name = f"believing-{impostor.server_address[1]}"
    base = pool.hosted(name)
    details = {
        "client_id": "app",
        "client_secret": "secret",
        "authorize_scopes": "openid",
        "oidc_issuer": impostor.url,
        **{
            key: f"{impostor.url}{path}"
            for key, path in (
                ("authorize_url", "/authorize"),
                ("token_url", "/token"),
                ("jwks_uri", "/keys"),
                ("attributes_url", "/info"),
            )
        },
    }
    pool.cognito.create_identity_provider(
        UserPoolId=pool.id,
        ProviderName="Imp",
        ProviderType="OIDC",
        ProviderDetails=details,
        AttributeMapping={"email": "email"},
    )
    client = pool.web_client("shop", "openid", SupportedIdentityProviders=["Imp"])["ClientId"]
    visitor = Visitor(base)
    sent = parse_qs(urlsplit(visitor.go(base + "/oauth2/authorize", **asked(client)).headers["Location"]).query)
    claims = {"iss": impostor.url, "aud": "app", "sub": "1", "exp": 2**40, "nonce": sent["nonce"][0], **changed}
    impostor.token = {"id_token": signed(claims, key=settings.get("key")), "access_token": "a"}
    impostor.keys = {"keys": [{"kid": KID, **public(a_key()).as_dict()}, {"kty": "oct"}, "nonsense"]}
    impostor.info = {"sub": "1", "email": "imp@example.com"}
    for name_, value in settings.items():
        setattr(impostor, name_, value)
    return returned(visitor.go(base + "/oauth2/idpresponse", code="c", state=sent["state"][0]))


def test_a_provider_outside_is_asked_for_tokens_keys_and_attributes(server: Served, impostor: Impostor) -> None:
    """fact: oauth.federation"""
    assert sorted(arrival(server, impostor, {"email": "other@example.com"}, {})) == ["code", "state"]


@pytest.mark.parametrize(
    ("token", "settings", "why"),
    [
        ({"nonce": "another"}, {}, "another nonce"),
        ({"nonce": None}, {}, "another nonce"),
        ({"aud": "another"}, {}, "another aud"),
        ({"iss": "https://accounts.google.com"}, {}, "another iss"),
        ({"exp": 1}, {}, "another exp"),
        ({"sub": ""}, {}, "another sub"),
        ({}, {"key": a_key("another")}, "does not count"),
        ({}, {"keys": {"keys": []}}, "does not count"),
        ({}, {"token": {"access_token": "a"}}, "no ID token"),
        ({}, {"token": b"<html>"}, "no JSON object"),
        ({}, {"token": b"[" * 300_000}, "300,000 bytes"),
        ({}, {"status": 500}, "answered 500"),
        ({}, {"info": {"sub": "2"}}, "another user"),
    ],
)
def test_a_provider_that_proves_nothing_signs_nobody_in(
    server: Served, impostor: Impostor, token: dict[str, Any], settings: dict[str, Any], why: str
) -> None:
    """The client is told why. fact: oauth.federation"""
    told = arrival(server, impostor, token, settings)

    assert (told["error"], why in told["error_description"]) == ("server_error", True)


@pytest.mark.parametrize(
    ("kind", "details", "code"),
    [
        ("SAML", {"MetadataURL": "https://idp.example"}, "NotImplementedException"),
        ("Google", {"client_id": "a"}, "NotImplementedException"),
        ("OIDC", {}, "InvalidParameterException"),
        (
            "OIDC",
            {"client_id": "a", "client_secret": "b", "authorize_scopes": "openid", "oidc_issuer": "http://idp.example"},
            "InvalidParameterException",
        ),
    ],
)
def test_a_provider_that_cannot_be_is_refused(pool: Pool, kind: str, details: dict[str, str], code: str) -> None:
    """SAML and the social ones by name; OIDC stands for them. fact: cognito.providers"""
    create = {"UserPoolId": pool.id, "ProviderName": "other", "ProviderType": kind, "ProviderDetails": details}
    with pytest.raises(ClientError) as refused:
        pool.cognito.create_identity_provider(**create)
    with pytest.raises(ClientError) as unknown:
        pool.web_client("x", "openid", SupportedIdentityProviders=["Nobody"])

    assert refused.value.response["Error"]["Code"] == code
    assert unknown.value.response["Error"]["Code"] == "InvalidParameterException"
