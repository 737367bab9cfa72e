"""A user pool on a server, its users and clients, and what their tokens say."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urljoin

import pytest
import requests
from botocore.exceptions import ClientError

from tests.serving import Served

PASSWORD = "Secret-1234"
CALLBACK = "https://shop.example/callback"
"""Where the tests' clients want their users back; nobody ever goes there."""
FLOWS = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
]


def said(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A token's header and claims, unverified."""
    header, claims, _ = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
    return json.loads(header), json.loads(claims)


@dataclass(frozen=True)
class Pool:
    """One user pool."""

    server: Served
    id: str
    arn: str
    cognito: Any

    @property
    def issuer(self) -> str:
        """What its tokens say in ``iss``."""
        return f"https://cognito-idp.us-east-1.amazonaws.com/{self.id}"

    def client(self, name: str = "app", **settings: Any) -> dict[str, Any]:
        """A new app client."""
        made: dict[str, Any] = self.cognito.create_user_pool_client(
            UserPoolId=self.id, ClientName=name, **{"ExplicitAuthFlows": FLOWS, **settings}
        )["UserPoolClient"]
        return made

    def web_client(self, name: str = "shop", *scopes: str, **settings: Any) -> dict[str, Any]:
        """A new app client that sends its users to the sign-in page."""
        whole = {
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": list(scopes or ("openid", "email", "pets/read")),
            "CallbackURLs": [CALLBACK],
        }
        return self.client(name, **{**whole, **settings})

    def hosted(self, domain: str) -> str:
        """Where the pool's authorization server is, once it has this domain."""
        if not self.cognito.describe_user_pool(UserPoolId=self.id)["UserPool"].get("Domain"):
            self.cognito.create_user_pool_domain(UserPoolId=self.id, Domain=domain)
        return f"{self.server.url}/_aws/cognito/{domain}"

    def user(self, name: str, /, *groups: str, **attributes: str) -> None:
        """A new user with a password, in groups."""
        self.cognito.admin_create_user(
            UserPoolId=self.id,
            Username=name,
            UserAttributes=[{"Name": key.replace("__", ":"), "Value": value} for key, value in attributes.items()],
        )
        self.cognito.admin_set_user_password(UserPoolId=self.id, Username=name, Password=PASSWORD, Permanent=True)
        for group in groups:
            self.cognito.admin_add_user_to_group(UserPoolId=self.id, Username=name, GroupName=group)

    def sign_in(self, client_id: str, name: str) -> dict[str, Any]:
        """A user's tokens."""
        answer: dict[str, Any] = self.cognito.initiate_auth(
            ClientId=client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
        )["AuthenticationResult"]
        return answer

    def keys(self) -> list[dict[str, Any]]:
        """The public keys that the pool serves."""
        served: list[dict[str, Any]] = self.server.ask("GET", f"/{self.id}/.well-known/jwks.json").json()["keys"]
        return served


def a_pool(server: Served, name: str = "keepers", **settings: Any) -> Pool:
    """A new user pool."""
    cognito = server.client("cognito-idp")
    made = cognito.create_user_pool(PoolName=name, **settings)["UserPool"]
    return Pool(server, made["Id"], made["Arn"], cognito)


def guard(server: Served, arns: list[str], *, scopes: tuple[str, ...] = (), **settings: Any) -> dict[str, str]:
    """A deployed API whose GET / wants a token of these pools and answers who came: its id and its authorizer's."""
    gateway = server.client("apigateway")
    made = gateway.create_rest_api(name="guarded")
    authorizer = gateway.create_authorizer(
        restApiId=made["id"], name="pools", type="COGNITO_USER_POOLS", providerARNs=arns, **settings
    )["id"]
    method = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(
        **method,
        authorizationType="COGNITO_USER_POOLS",
        authorizerId=authorizer,
        **({"authorizationScopes": list(scopes)} if scopes else {}),
    )
    gateway.put_integration(**method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**method, statusCode="200")
    gateway.put_integration_response(
        **method,
        statusCode="200",
        responseTemplates={"application/json": "$context.authorizer.claims.sub"},
    )
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    return {"restApiId": made["id"], "authorizerId": authorizer}


class Visitor:
    """A browser at a pool's sign-in page: it keeps cookies, fills forms in, and follows the server's own redirects."""

    def __init__(self, base: str, headers: dict[str, str] | None = None) -> None:
        self.base = base
        self.session = requests.Session()
        self.session.headers.update(headers or {})

    def go(self, url: str, **parameters: str) -> requests.Response:
        """Where a link leads: a page, or the redirect to a client's own address."""
        return self._follow(self.session.get(url, params=parameters or None, allow_redirects=False, timeout=30))

    def fill(self, page: requests.Response, **fields: str) -> requests.Response:
        """Send a page's form with ``fields`` in it."""
        hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.text)
        form = {unescape(name): unescape(value) for name, value in hidden} | fields
        action = urljoin(page.url, re.findall(r'<form method="post" action="([^"]*)">', page.text)[0])
        return self._follow(self.session.post(action, data=form, allow_redirects=False, timeout=30))

    def _follow(self, answer: requests.Response) -> requests.Response:
        while answer.status_code == 302 and answer.headers["Location"].startswith("/"):
            there = urljoin(answer.url, answer.headers["Location"])
            answer = self.session.get(there, allow_redirects=False, timeout=30)
        return answer


def returned(answer: requests.Response, mark: str = "?") -> dict[str, str]:
    """What a client is told at its own address."""
    where, _, told = answer.headers["Location"].partition(mark)
    assert (answer.status_code, where) == (302, CALLBACK)
    return dict(parse_qsl(told, strict_parsing=True))


def refusal(call: Callable[..., Any], *given: Any, **named: Any) -> tuple[str, str]:
    """The code and the words of a refusal."""
    with pytest.raises(ClientError) as refused:
        call(*given, **named)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]
