"""A user pool's authorization server, with an OAuth client library that knows nothing of the lab."""

import base64
import hashlib
from typing import Any

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.integration.user_pool import CALLBACK, PASSWORD, Pool, Visitor, a_pool, guard, returned, said
from tests.serving import Served

pytestmark = pytest.mark.slow

DOMAIN = "shelter"


@pytest.fixture(scope="module")
def pool(server: Served) -> Pool:
    """A pool with a domain, a resource server, and a user."""
    made = a_pool(server, "The shelter")
    made.hosted(DOMAIN)
    made.cognito.create_resource_server(
        UserPoolId=made.id,
        Identifier="pets",
        Name="Pets",
        Scopes=[{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")],
    )
    made.user("ann", email="ann@example.com", email_verified="true", phone_number="+4915112345")
    return made


def configuration(server: Served, pool: Pool) -> dict[str, Any]:
    """What the pool publishes of itself."""
    found: dict[str, Any] = server.ask("GET", f"/{pool.id}/.well-known/openid-configuration").json()
    return found


def library(client: dict[str, Any], scope: str = "openid email pets/read") -> OAuth2Session:
    """authlib's client."""
    return OAuth2Session(
        client["ClientId"],
        client.get("ClientSecret"),
        scope=scope,
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
    )


@pytest.mark.parametrize("secret", [False, True])
def test_a_client_library_signs_a_user_in(server: Served, pool: Pool, secret: bool) -> None:
    """Discovery, PKCE, sign-in, code, tokens, keys, userInfo, refresh: all by the standards. fact: oauth.token"""
    found, client = configuration(server, pool), pool.web_client(GenerateSecret=secret)
    app, visitor, verifier = library(client), Visitor(server.url), "v" * 64
    url, state = app.create_authorization_url(found["authorization_endpoint"], code_verifier=verifier, nonce="once")

    page = visitor.go(url)
    back = visitor.fill(page, username="ann", password=PASSWORD)
    token = app.fetch_token(
        found["token_endpoint"], authorization_response=back.headers["Location"], code_verifier=verifier, state=state
    )

    assert page.status_code == 200
    keys = KeySet.import_key_set(requests.get(found["jwks_uri"], timeout=30).json())
    claims = jwt.decode(token["id_token"], keys, algorithms=["RS256"]).claims
    registry = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": found["issuer"]},
        aud={"essential": True, "value": client["ClientId"]},
        nonce={"essential": True, "value": "once"},
    )
    registry.validate(claims)
    half = hashlib.sha256(token["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()
    assert (claims["email"], "phone_number" in claims) == ("ann@example.com", False)
    assert app.get(found["userinfo_endpoint"]).json() == {
        "sub": claims["sub"],
        "email": "ann@example.com",
        "email_verified": "true",
        "username": "ann",
    }
    again = app.refresh_token(found["token_endpoint"])
    assert said(again["id_token"])[1]["auth_time"] == claims["auth_time"]
    assert said(again["access_token"])[1]["scope"] == "openid email pets/read"


def test_the_access_token_opens_the_method_that_names_its_scope(server: Served, pool: Pool) -> None:
    """A custom scope of a resource server, asked for by the client. fact: oauth.scopes, cognito.token-use"""
    found, visitor = configuration(server, pool), Visitor(server.url)
    read, write = (guard(server, [pool.arn], scopes=(scope,)) for scope in ("pets/read", "pets/write"))
    app = library(pool.web_client(), "openid pets/read")
    url, _ = app.create_authorization_url(found["authorization_endpoint"], code_verifier="v" * 43)
    back = visitor.fill(visitor.go(url), username="ann", password=PASSWORD)
    app.fetch_token(found["token_endpoint"], authorization_response=back.headers["Location"], code_verifier="v" * 43)

    answers = [app.get(f"{server.url}/_aws/execute-api/{api['restApiId']}/dev/") for api in (read, write)]

    assert [answer.status_code for answer in answers] == [200, 401]


def test_a_machine_shows_its_own_secret(server: Served, pool: Pool) -> None:
    """And gets an access token without a user, for custom scopes. fact: oauth.client-credentials"""
    settings = {"AllowedOAuthFlows": ["client_credentials"], "GenerateSecret": True}
    client = pool.web_client("robot", "pets/read", "pets/write", **settings)
    api = guard(server, [pool.arn], scopes=("pets/write",))
    told = []
    for method in ("client_secret_basic", "client_secret_post"):
        app = OAuth2Session(client["ClientId"], client["ClientSecret"], token_endpoint_auth_method=method)
        token = app.fetch_token(configuration(server, pool)["token_endpoint"], grant_type="client_credentials")
        _, claims = said(token["access_token"])
        told.append((sorted(token), claims["scope"], claims["sub"], claims["client_id"], "username" in claims))
        answer = app.get(f"{server.url}/_aws/execute-api/{api['restApiId']}/dev/")

    assert (
        told
        == [
            (
                ["access_token", "expires_at", "expires_in", "token_type"],
                "pets/read pets/write",
                client["ClientId"],
                client["ClientId"],
                False,
            )
        ]
        * 2
    )
    assert (answer.status_code, answer.text) == (200, client["ClientId"])


def test_the_implicit_flow_puts_tokens_behind_the_mark(pool: Pool) -> None:
    """Where no server sees them; there is no refresh token. fact: oauth.implicit"""
    client = pool.web_client(AllowedOAuthFlows=["implicit"])
    visitor = Visitor(pool.hosted(DOMAIN))
    asked = {"client_id": client["ClientId"], "redirect_uri": CALLBACK, "response_type": "token", "state": "s"}

    page = visitor.go(visitor.base + "/oauth2/authorize", **asked)
    told = returned(visitor.fill(page, username="ann", password=PASSWORD), "#")

    assert sorted(told) == ["access_token", "expires_in", "id_token", "state", "token_type"]
    assert said(told["access_token"])[1]["scope"] == "openid email pets/read"


def test_a_browser_that_is_signed_in_is_not_asked_again(pool: Pool) -> None:
    """Until its hour is over, it signs out, or the client wants it asked. fact: oauth.session, oauth.logout"""
    client = pool.web_client(LogoutURLs=["https://shop.example/bye"])
    visitor = Visitor(pool.hosted(DOMAIN))
    asked = {"client_id": client["ClientId"], "redirect_uri": CALLBACK, "response_type": "code"}
    begin = visitor.base + "/oauth2/authorize"
    none = returned(visitor.go(begin, **asked, prompt="none", state="s"))
    visitor.fill(visitor.go(begin, **asked), username="ann", password=PASSWORD)

    again, forced = visitor.go(begin, **asked), visitor.go(begin, **asked, prompt="login")
    bye = visitor.go(visitor.base + "/logout", client_id=client["ClientId"], logout_uri="https://shop.example/bye")
    after = visitor.go(begin, **asked)

    assert none == {"error": "login_required", "state": "s"}
    assert list(returned(again)) == ["code"]
    assert [answer.status_code for answer in (forced, bye, after)] == [200, 302, 200]
    assert bye.headers["Location"] == "https://shop.example/bye"


def test_a_temporary_password_is_replaced_at_the_page(pool: Pool) -> None:
    """By one that fits the pool's policy. fact: oauth.login"""
    pool.cognito.admin_create_user(UserPoolId=pool.id, Username="new", TemporaryPassword="Temp-1234")
    client, visitor = pool.web_client(), Visitor(pool.hosted(DOMAIN))
    asked = {"client_id": client["ClientId"], "redirect_uri": CALLBACK, "response_type": "code", "state": "s"}

    page = visitor.fill(visitor.go(visitor.base + "/oauth2/authorize", **asked), username="new", password="Temp-1234")
    weak = visitor.fill(page, new_password="weak")
    told = returned(visitor.fill(weak, new_password=PASSWORD))

    assert ("New password" in page.text, weak.status_code) == (True, 400)
    assert "Password does not conform to policy." in weak.text
    assert sorted(told) == ["code", "state"]
    assert pool.sign_in(pool.client()["ClientId"], "new")["TokenType"] == "Bearer"


def test_the_domain_s_own_host_leads_there_too(server: Served, pool: Pool) -> None:
    """As on AWS, where names are resolved. fact: oauth.hosts"""
    client = pool.web_client("robot", "pets/read", AllowedOAuthFlows=["client_credentials"], GenerateSecret=True)

    answer = server.ask(
        "POST",
        "/oauth2/token",
        headers={"Host": f"{DOMAIN}.auth.us-east-1.amazoncognito.com"},
        data={"grant_type": "client_credentials"},
        auth=(client["ClientId"], client["ClientSecret"]),
    )

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_discovery_names_aws_s_addresses_to_who_asks_by_aws_s_name(server: Served, pool: Pool) -> None:
    """And the lab's own to everybody else; scripts of any page may read it. fact: oauth.discovery, oauth.cors"""
    path = f"/{pool.id}/.well-known/openid-configuration"
    aws = server.ask("GET", path, headers={"Host": "cognito-idp.us-east-1.amazonaws.com"}).json()
    page = server.ask("GET", path, headers={"Origin": "https://shop.example"})
    without = configuration(server, a_pool(server, "without a domain"))

    base = f"https://{DOMAIN}.auth.us-east-1.amazoncognito.com"
    assert (aws["issuer"], aws["token_endpoint"]) == (pool.issuer, f"{base}/oauth2/token")
    assert aws["jwks_uri"] == f"{pool.issuer}/.well-known/jwks.json"
    assert page.headers["Access-Control-Allow-Origin"] == "*"
    assert page.json()["token_endpoint"] == f"{pool.hosted(DOMAIN)}/oauth2/token"
    assert "token_endpoint" not in without


def test_a_strict_server_signs_users_in_as_well(strict_server: Served) -> None:
    """They have no keys of AWS's to sign with. fact: oauth.hosts"""
    made = a_pool(strict_server)
    base, client = made.hosted("strictly"), made.web_client("shop", "openid")
    made.user("ann")
    asked = {"client_id": client["ClientId"], "redirect_uri": CALLBACK, "response_type": "code"}
    visitor = Visitor(base)

    told = returned(visitor.fill(visitor.go(base + "/oauth2/authorize", **asked), username="ann", password=PASSWORD))

    form = {"grant_type": "authorization_code", "client_id": client["ClientId"], "redirect_uri": CALLBACK, **told}
    assert sorted(requests.post(base + "/oauth2/token", data=form, timeout=30).json()) == [
        "access_token",
        "expires_in",
        "id_token",
        "refresh_token",
        "token_type",
    ]
