"""moto's user pools with keys of their own, and with the claims and times that Cognito's tokens have.

Imports moto's Cognito, so it is itself imported once moto's is.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from moto.cognitoidp import models, urls
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.moto_api._internal import mock_random

from apiglab.surroundings.token_times import lifetime

SIGN_IN_SCOPE = "aws.cognito.signin.user.admin"
"""What a sign-in by Cognito's API grants, and only that. fact: cognito.tokens"""
_KEY_BITS = 2048
_MODELS: Any = models
"""Typed so that the lab's time can be read from it, and our classes be put into it."""
_FLAGS = frozenset({"email_verified", "phone_number_verified"})


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in, of which all its tokens tell: the first ones and those that a refresh token brings."""

    at: int
    scope: str
    refresh_until: int


class LabUserPool(models.CognitoIdpUserPool):
    """A user pool that signs with keys that nobody else has. fact: cognito.keys"""

    def __init__(self, account_id: str, region: str, name: str, extended_config: dict[str, Any]) -> None:
        super().__init__(account_id, region, name, extended_config)
        self.public_keys: dict[str, RSAKey] = {}
        """By their ids; read by the gateway while requests come."""
        self.sign_ins: dict[str, SignIn] = {}
        """By ``origin_jti``."""
        self._private_keys: dict[str, tuple[str, RSAKey]] = {}

    @property
    def issuer(self) -> str:
        """What its tokens say in ``iss``."""
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.id}"

    def signing_key(self, token_use: str) -> tuple[str, RSAKey]:
        """The id and the private key for ``id`` or ``access`` tokens, made when first asked for."""
        made = self._private_keys.get(token_use)
        if made is None:
            key = RSAKey.generate_key(_KEY_BITS, private=True)
            kid = base64.b64encode(base64.urlsafe_b64decode(key.thumbprint() + "=")).decode()
            self.public_keys[kid] = RSAKey.import_key(key.as_dict(private=False))
            made = self._private_keys[token_use] = kid, key
        return made

    def key_set(self) -> dict[str, Any]:
        """The public keys as ``jwks.json`` has them: that of ID tokens, and that of access tokens."""
        keys = (self.signing_key(use) for use in ("id", "access"))
        return {"keys": [{"alg": "RS256", "use": "sig", "kid": kid, **key.as_dict(private=False)} for kid, key in keys]}

    def client_config(self, client_id: str) -> dict[str, Any]:
        """What was set of an app client; nothing where it is gone."""
        client = self.clients.get(client_id)
        return {} if client is None else client.extended_config

    def sign(self, token_use: str, claims: dict[str, Any], lasts: int) -> str:
        """A token of this pool with ``claims``, good for ``lasts`` seconds of the lab's time."""
        kid, key = self.signing_key(token_use)
        now = _now()
        payload = {
            "iss": self.issuer,
            "token_use": token_use,
            "iat": now,
            "exp": now + lasts,
            "jti": str(mock_random.uuid4()),
            **claims,
        }
        token: str = jwt.encode({"kid": kid, "alg": "RS256"}, payload, key)
        return token

    def create_refresh_token(self, client_id: str, username: str, scope: str = SIGN_IN_SCOPE) -> tuple[str, str]:
        """A refresh token and the ``origin_jti`` of its sign-in, which begins here."""
        refresh_token, origin_jti = super().create_refresh_token(client_id, username)
        now = _now()
        until = now + lifetime(self.client_config(client_id), "RefreshToken")
        self.sign_ins[origin_jti] = SignIn(at=now, scope=scope, refresh_until=until)
        return refresh_token, origin_jti

    def create_tokens_from_refresh_token(self, refresh_token: str) -> tuple[str, str, int]:
        """New tokens of an old sign-in, as long as its time lasts. fact: cognito.refresh"""
        held = self.refresh_tokens.get(refresh_token)
        if held is None:
            raise NotAuthorizedError("Invalid Refresh Token")
        if self.sign_ins[held[2]].refresh_until <= _now():
            raise NotAuthorizedError("Refresh Token has expired")
        user = self._get_user(held[1])
        if user is None or not user.enabled:
            raise NotAuthorizedError("User is disabled." if user is not None else "Invalid Refresh Token")
        return super().create_tokens_from_refresh_token(refresh_token)

    def create_id_token(self, client_id: str, username: str, origin_jti: str) -> tuple[str, int]:
        """An ID token: who the user is. fact: cognito.tokens"""
        user = self._get_user(username)
        lasts = lifetime(self.client_config(client_id), "IdToken")
        claims = {**_attributes(user, self.client_config(client_id)), **self._of_user(user, origin_jti)}
        claims |= _roles(user)
        token = self.sign("id", {**claims, "cognito:username": user.username, "aud": client_id}, lasts)
        self.id_tokens[token] = (client_id, username)
        return token, lasts

    def create_access_token(self, client_id: str, username: str, origin_jti: str) -> tuple[str, int]:
        """An access token: what the user let the client do. fact: cognito.tokens"""
        user = self._get_user(username)
        lasts = lifetime(self.client_config(client_id), "AccessToken")
        claims = {**self._of_user(user, origin_jti), "scope": self.sign_ins[origin_jti].scope}
        token = self.sign("access", {**claims, "username": user.username, "client_id": client_id}, lasts)
        self.access_tokens[token] = (client_id, username)
        return token, lasts

    def _of_user(self, user: models.CognitoIdpUser, origin_jti: str) -> dict[str, Any]:
        groups = {"cognito:groups": [group.group_name for group in _groups(user)]} if user.groups else {}
        return {
            "sub": user.id,
            **groups,
            "origin_jti": origin_jti,
            "event_id": str(mock_random.uuid4()),
            "auth_time": self.sign_ins[origin_jti].at,
        }


def _now() -> int:
    """The lab's time, in which moto's Cognito lives."""
    return int(_MODELS.time.time())


def _attributes(user: models.CognitoIdpUser, client: dict[str, Any]) -> dict[str, Any]:
    """The user's attributes that the client may read: all of them, unless it names some."""
    readable = client.get("ReadAttributes")
    told = {name: value for name, value in user.attribute_lookup.items() if not readable or name in readable}
    return {name: str(value).lower() == "true" if name in _FLAGS else value for name, value in told.items()}


def _groups(user: models.CognitoIdpUser) -> list[models.CognitoIdpGroup]:
    """The user's groups, the first one that with the lowest precedence."""
    last = float("inf")
    return sorted(user.groups, key=lambda each: (last if each.precedence is None else each.precedence, each.group_name))


def _roles(user: models.CognitoIdpUser) -> dict[str, Any]:
    """The roles of the user's groups, and the first group's as the preferred one."""
    roles = [group.role_arn for group in _groups(user) if group.role_arn]
    return {"cognito:roles": roles, "cognito:preferred_role": roles[0]} if roles else {}


def pools() -> Iterator[LabUserPool]:
    """Every user pool of every account."""
    for regions in list(dict.values(_MODELS.cognitoidp_backends)):
        for backend in list(dict.values(regions)):
            yield from list(backend.user_pools.values())


def find_pool(user_pool_id: str) -> LabUserPool | None:
    """A user pool by its id, which no two have in common."""
    return next((pool for pool in pools() if pool.id == user_pool_id), None)


def _serve_keys(_request: Any, full_url: str, _headers: Any) -> tuple[int, dict[str, str], bytes]:
    """``jwks.json`` of one pool. fact: cognito.keys"""
    user_pool_id = full_url.partition("/.well-known/")[0].rpartition("/")[2]
    pool = find_pool(user_pool_id)
    if pool is None:
        message = f"User pool {user_pool_id} does not exist."
        return 404, {"Content-Type": "application/json"}, json.dumps({"message": message}).encode()
    return 200, {"Content-Type": "application/json"}, json.dumps(pool.key_set()).encode()


def install() -> None:
    """Have moto make user pools of our kind, and serve their keys."""
    _MODELS.CognitoIdpUserPool = LabUserPool
    paths: Any = urls.url_paths
    paths["{0}/(?P<user_pool_id>[^/]+)/.well-known/jwks.json$"] = _serve_keys
