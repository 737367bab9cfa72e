"""App clients at the authorization server: who they are, and what they may ask for.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
"""

import base64
import binascii
from typing import Any
from urllib.parse import unquote_plus

from apiglab.surroundings.oauth.asked import Asked, OAuthError, same

OPENID = "openid"
_RESOURCE_MARK = "/"


def known_client(asked: Asked, client_id: str) -> Any:
    """The app client of this id; ``OAuthError`` where the pool has none."""
    client = asked.pool.clients.get(client_id)
    if client is None:
        raise OAuthError("invalid_client")
    return client


def authenticated_client(asked: Asked, form: dict[str, str]) -> Any:
    """The app client that asks, once it has shown its secret, if it has one. fact: oauth.client-authentication"""
    header = asked.request.headers.get("Authorization")
    if header is not None:
        client_id, secret = _basic(header)
        if form.get("client_id", client_id) != client_id:
            raise OAuthError("invalid_request", description="client_id is not that of the Authorization header")
    else:
        client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    if not client_id:
        raise OAuthError("invalid_request", description="client_id is missing")
    client = known_client(asked, client_id)
    expected = client.secret if client.generate_secret else ""
    if not same(secret, expected):
        raise OAuthError("invalid_client")
    return client


def _basic(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        raise OAuthError("invalid_client") from None
    client_id, colon, secret = text.partition(":")
    if scheme.lower() != "basic" or not colon:
        raise OAuthError("invalid_client")
    return unquote_plus(client_id), unquote_plus(secret)


def check_flow(client: Any, flow: str) -> None:
    """Refuse a flow that the app client does not have. fact: oauth.flows"""
    config = client.extended_config
    if not config.get("AllowedOAuthFlowsUserPoolClient") or flow not in (config.get("AllowedOAuthFlows") or ()):
        raise OAuthError("unauthorized_client")


def granted_scope(asked: Asked, client: Any, wanted: str | None, *, machine: bool = False) -> str:
    """The scopes that a client gets: those it asks for, if it may have each, or all it may have.

    ``machine``: without a user, of whom no scope can tell. fact: oauth.scopes
    """
    allowed = [each for each in client.extended_config.get("AllowedOAuthScopes") or () if _exists(asked, each)]
    if machine:
        allowed = [each for each in allowed if _RESOURCE_MARK in each]
    scopes = list(dict.fromkeys((wanted or "").split())) or allowed
    if not scopes or not set(scopes) <= set(allowed):
        raise OAuthError("invalid_scope")
    return " ".join(scopes)


def _exists(asked: Asked, scope: str) -> bool:
    """Whether a custom scope's resource server still has it."""
    identifier, mark, name = scope.rpartition(_RESOURCE_MARK)
    if not mark:
        return True
    server = asked.pool.resource_servers.get(identifier)
    return server is not None and any(each["ScopeName"] == name for each in server.scopes or ())
