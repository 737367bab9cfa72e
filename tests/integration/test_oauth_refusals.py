"""What a user pool's authorization server does not do, whoever asks."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.integration.user_pool import CALLBACK, PASSWORD, Pool, Visitor, a_pool, returned
from tests.serving import Served

pytestmark = pytest.mark.slow

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}


@pytest.fixture(scope="module")
def pool(server: Served) -> Pool:
    """A pool with a domain and a user."""
    made = a_pool(server, "<b>Shelter</b>")
    made.hosted("refusing")
    made.user("ann", email="ann@example.com")
    return made


@pytest.fixture(scope="module")
def client(pool: Pool) -> str:
    """An app client without a secret."""
    found: str = pool.web_client('<img src=x onerror="alert(1)">', "openid", "email")["ClientId"]
    return found


class Site:
    """The authorization server, and how a client uses it."""

    def __init__(self, pool: Pool) -> None:
        self.base = pool.hosted("refusing")

    def authorize(self, client: str, **changed: str | None) -> requests.Response:
        """The first answer to a request for authorization."""
        whole = {"client_id": client, "redirect_uri": CALLBACK, "response_type": "code", "state": "s", **changed}
        asked = {name: value for name, value in whole.items() if value is not None}
        return Visitor(self.base).go(self.base + "/oauth2/authorize", **asked)

    def code(self, client: str, **more: str) -> str:
        """A code for ann."""
        visitor = Visitor(self.base)
        asked = {"client_id": client, "redirect_uri": CALLBACK, "response_type": "code", **more}
        page = visitor.go(self.base + "/oauth2/authorize", **asked)
        return returned(visitor.fill(page, username="ann", password=PASSWORD))["code"]

    def token(self, auth: tuple[str, str] | None = None, **form: str) -> tuple[int, str | None]:
        """The status and the error of a request for tokens by a code, unless said otherwise."""
        whole = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, **form}
        answer = requests.post(self.base + "/oauth2/token", data=whole, auth=auth, timeout=30)
        return answer.status_code, answer.json().get("error")


@pytest.fixture(scope="module")
def site(pool: Pool) -> Site:
    """The pool's."""
    return Site(pool)


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": CALLBACK + "/more"},
        {"redirect_uri": CALLBACK + "?more"},
        {"redirect_uri": CALLBACK.upper()},
        {"redirect_uri": None},
        {"client_id": "nobody"},
        {"client_id": None},
    ],
)
def test_nobody_is_sent_where_the_client_did_not_say(site: Site, client: str, changed: dict[str, Any]) -> None:
    """Not even with an error: the user sees a page. fact: oauth.redirect"""
    answer = site.authorize(client, **changed)

    assert (answer.status_code, "Location" in answer.headers) == (400, False)
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"scope": "openid pets/read"}, "invalid_scope"),
        ({"scope": "aws.cognito.signin.user.admin"}, "invalid_scope"),
        ({"code_challenge": CHALLENGE}, "invalid_request"),
        ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
        ({"code_challenge_method": "S256"}, "invalid_request"),
    ],
)
def test_the_client_is_told_of_its_own_faults(site: Site, client: str, changed: dict[str, Any], error: str) -> None:
    """At its own address, with its state. fact: oauth.errors, oauth.pkce"""
    assert returned(site.authorize(client, **changed)) == {"error": error, "state": "s"}


def test_a_client_has_the_flows_that_it_was_given(site: Site, pool: Pool, client: str) -> None:
    """And none before it has any. fact: oauth.flows"""
    plain = pool.client(CallbackURLs=[CALLBACK])["ClientId"]

    assert returned(site.authorize(client, response_type="token"), "#") == {
        "error": "unauthorized_client",
        "state": "s",
    }
    assert returned(site.authorize(plain))["error"] == "unauthorized_client"
    machine = {"grant_type": "client_credentials", "client_id": client}
    assert site.token(**machine) == (400, "unauthorized_client")


def test_a_code_is_good_once_for_its_client_and_its_address(site: Site, pool: Pool, client: str) -> None:
    """And spent by any other try. fact: oauth.code"""
    other = pool.web_client("other", "openid")["ClientId"]
    first, second, third = (site.code(client) for _ in range(3))

    assert site.token(client_id=client, code=first) == (200, None)
    assert site.token(client_id=client, code=first) == (400, "invalid_grant")
    assert site.token(client_id=other, code=second) == (400, "invalid_grant")
    assert site.token(client_id=client, code=second) == (400, "invalid_grant")
    assert site.token(client_id=client, code=third, redirect_uri=CALLBACK + "/") == (400, "invalid_grant")
    assert site.token(client_id=client, code="made up") == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("asked", "shown", "status"),
    [
        (PKCE, {"code_verifier": VERIFIER}, 200),
        (PKCE, {"code_verifier": VERIFIER[1:]}, 400),
        (PKCE, {"code_verifier": CHALLENGE}, 400),
        (PKCE, {"code_verifier": ""}, 400),
        (PKCE, {}, 400),
        ({}, {"code_verifier": VERIFIER}, 400),
    ],
)
def test_a_stolen_code_is_worth_nothing_without_its_verifier(
    site: Site, client: str, asked: dict[str, str], shown: dict[str, str], status: int
) -> None:
    """PKCE. fact: oauth.pkce"""
    assert site.token(client_id=client, code=site.code(client, **asked), **shown)[0] == status


def test_a_code_lasts_five_minutes(site: Site, client: str, move_clock: Callable[[float], None]) -> None:
    """Of the lab's time. fact: oauth.code"""
    late, early = site.code(client), site.code(client)
    move_clock(298)
    soon = site.token(client_id=client, code=early)
    move_clock(3)

    assert (soon, site.token(client_id=client, code=late)) == ((200, None), (400, "invalid_grant"))


def test_a_client_with_a_secret_shows_it(site: Site, pool: Pool, client: str) -> None:
    """In one place or the other; one without must not make one up. fact: oauth.client-authentication"""
    made = pool.web_client("secretive", "openid", GenerateSecret=True)
    name, secret = made["ClientId"], made["ClientSecret"]

    told = [
        site.token(client_id=name, code="x"),
        site.token(client_id=name, client_secret="wrong", code="x"),
        site.token((name, "wrong"), code="x"),
        site.token((client, "wrong"), code="x"),
        site.token((name, secret), client_id=client, code="x"),
        site.token(client_id="nobody", code="x"),
        site.token(code="x"),
        site.token((name, secret), code="x"),
    ]

    errors = ["invalid_client"] * 4 + ["invalid_request", "invalid_client", "invalid_request", "invalid_grant"]
    assert told == [(400, error) for error in errors]


@pytest.mark.parametrize(
    ("headers", "body", "error"),
    [
        ({"Content-Type": "application/json"}, "{}", "invalid_request"),
        ({}, "", "invalid_request"),
        ({}, "grant_type=password", "unsupported_grant_type"),
        ({}, "grant_type=refresh_token&grant_type=refresh_token", "invalid_request"),
        ({}, "&".join(f"a{number}=1" for number in range(100)), "invalid_request"),
        ({}, "grant_type=%FF", "invalid_request"),
        ({"Authorization": "Bearer x"}, "grant_type=refresh_token", "invalid_client"),
        ({"Authorization": "Basic !"}, "grant_type=refresh_token", "invalid_client"),
    ],
)
def test_a_request_for_tokens_has_one_form(site: Site, headers: dict[str, str], body: str, error: str) -> None:
    """fact: oauth.errors"""
    whole = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    answer = requests.post(site.base + "/oauth2/token", data=body, headers=whole, timeout=30)

    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_refresh_token_is_its_client_s(site: Site, pool: Pool, client: str) -> None:
    """And worth nothing once it is revoked, nor is what came of it to userInfo. fact: oauth.revoke, oauth.user-info"""
    other = pool.web_client("other", "openid")["ClientId"]
    form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "client_id": client}
    got = requests.post(site.base + "/oauth2/token", data={**form, "code": site.code(client)}, timeout=30).json()
    refresh = {"grant_type": "refresh_token", "refresh_token": got["refresh_token"]}

    def info() -> int:
        bearer = {"Authorization": f"Bearer {got['access_token']}"}
        return requests.get(site.base + "/oauth2/userInfo", headers=bearer, timeout=30).status_code

    before = (site.token(client_id=other, **refresh), site.token(client_id=client, **refresh), info())
    revoke = {"token": got["refresh_token"], "client_id": client}
    revoked = requests.post(site.base + "/oauth2/revoke", data=revoke, timeout=30).status_code

    assert before == ((400, "invalid_grant"), (200, None), 200)
    assert (revoked, site.token(client_id=client, **refresh), info()) == (200, (400, "invalid_grant"), 401)


def test_user_info_takes_access_tokens_with_openid_only(site: Site, pool: Pool) -> None:
    """Not a sign-in by the API, which has no such scope. fact: oauth.user-info"""
    tokens = pool.sign_in(pool.client()["ClientId"], "ann")
    told = []
    for header in (
        None,
        "Basic x",
        "Bearer",
        "Bearer x",
        f"Bearer {tokens['AccessToken']}",
        f"Bearer {tokens['IdToken']}",
    ):
        headers = {} if header is None else {"Authorization": header}
        answer = requests.get(site.base + "/oauth2/userInfo", headers=headers, timeout=30)
        told.append((answer.status_code, answer.json()["error"], answer.headers["WWW-Authenticate"][:22]))

    assert (
        told
        == [(400, "invalid_request", 'error="invalid_request')] * 3
        + [(401, "invalid_token", 'error="invalid_token",')] * 3
    )


def test_a_wrong_password_says_no_more_than_a_wrong_name(site: Site, client: str, pool: Pool) -> None:
    """Nor does a disabled user get in. fact: oauth.login"""
    pool.user("bob")
    pool.cognito.admin_disable_user(UserPoolId=pool.id, Username="bob")
    visitor = Visitor(site.base)
    page = visitor.go(site.base + "/oauth2/authorize", client_id=client, redirect_uri=CALLBACK, response_type="code")
    answers = [
        visitor.fill(page, username=name, password=password)
        for name, password in (("ann", "wrong"), ("nobody", "wrong"), ("ann", ""), ("bob", PASSWORD))
    ]

    assert [answer.status_code for answer in answers] == [400] * 4
    assert ["Incorrect username or password." in answer.text for answer in answers] == [True, True, True, False]


def test_a_form_of_another_page_signs_nobody_in(site: Site, client: str) -> None:
    """Without the cookie's value, or sent by another site. fact: oauth.login"""
    visitor = Visitor(site.base)
    page = visitor.go(site.base + "/oauth2/authorize", client_id=client, redirect_uri=CALLBACK, response_type="code")

    forged = visitor.fill(page, username="ann", password=PASSWORD, _csrf="guéssed")
    visitor.session.headers["Origin"] = "https://evil.example"
    foreign = visitor.fill(page, username="ann", password=PASSWORD)
    visitor.session.cookies.clear()
    del visitor.session.headers["Origin"]
    bare = visitor.fill(page, username="ann", password=PASSWORD, _csrf="")

    assert [answer.status_code for answer in (forged, foreign, bare)] == [400, 403, 400]


def test_names_on_the_page_are_text(site: Site, client: str) -> None:
    """Of the pool, the client, and whatever the address brings; and no page may frame it. fact: oauth.login"""
    page = Visitor(site.base).go(
        site.base + "/login",
        client_id=client,
        redirect_uri=CALLBACK,
        response_type="code",
        state='"><script>alert(1)</script>',
        login_hint='"><script>alert(2)</script>',
    )

    assert (page.status_code, "<script" in page.text, "<img" in page.text, "<b>" in page.text) == (
        200,
        False,
        False,
        False,
    )
    assert "&lt;b&gt;Shelter&lt;/b&gt;" in page.text
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/_aws/cognito/nowhere/login", 404),
        ("GET", "/_aws/cognito/refusing", 404),
        ("GET", "/_aws/cognito/refusing/oauth2/../admin", 404),
        ("GET", "/_aws/cognito/refusing/oauth2/token", 405),
        ("DELETE", "/_aws/cognito/refusing/login", 405),
        ("OPTIONS", "/_aws/cognito/refusing/oauth2/token", 200),
    ],
)
def test_what_is_not_there_is_said_in_json(server: Served, site: Site, method: str, path: str, status: int) -> None:
    """fact: oauth.hosts, oauth.cors"""
    answer = server.ask(method, path)

    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/json")


def test_another_name_of_the_machine_is_not_served(server: Served, site: Site) -> None:
    """A plain server is protected from names that somebody else gave to 127.0.0.1. fact: edge.other-sites"""
    answer = server.ask("GET", "/_aws/cognito/refusing/login", headers={"Host": "evil.example"})

    assert answer.status_code == 403
