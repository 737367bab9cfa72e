"""``/oauth2/userInfo``: what an access token lets its client know of the user.

https://docs.aws.amazon.com/cognito/latest/developerguide/userinfo-endpoint.html
"""

from collections.abc import Mapping
from typing import Any

from apiglab.language.jwt import TokenError, read
from apiglab.model.http import Response
from apiglab.surroundings.oauth.asked import Asked, json_answer
from apiglab.surroundings.oauth.clients import OPENID

_REFUSED = "Access token is expired, disabled, or deleted, or the user has globally signed out."
_BEARER = "bearer"


def tell_user(asked: Asked) -> Response:
    """The attributes within the token's scopes, each a text. fact: oauth.user-info"""
    scheme, _, token = (asked.request.headers.get("Authorization") or "").partition(" ")
    if scheme.lower() != _BEARER or not token:
        return _refuse("invalid_request", "Bad OAuth2 request at UserInfo Endpoint", 400)
    token = token.strip()
    claims = _claims(asked, token)
    user = asked.pool.users.get(claims.get("username", "")) if claims is not None else None
    if claims is None or user is None or not user.enabled:
        return _refuse("invalid_token", _REFUSED, 401)
    if OPENID not in str(claims.get("scope")).split():
        return _refuse("invalid_token", _REFUSED, 401)
    told = asked.pool.told_attributes(user, str(claims["client_id"]), str(claims["scope"]))
    texts = {name: value if isinstance(value, str) else str(value).lower() for name, value in told.items()}
    return json_answer({**texts, "username": user.username})


def _claims(asked: Asked, token: str) -> Mapping[str, Any] | None:
    """The claims of an access token of this pool that still counts; None where it does not."""
    if token not in asked.pool.access_tokens:  # a sign-out takes it from there
        return None
    try:
        claims = read(token).verify(asked.pool.public_keys)
    except TokenError:
        return None
    return claims if asked.now < claims["exp"] else None


def _refuse(error: str, description: str, status: int) -> Response:
    header = ("WWW-Authenticate", f'error="{error}", error_description="{description}"')
    return json_answer({"error": error, "error_description": description}, status=status, headers=(header,))
