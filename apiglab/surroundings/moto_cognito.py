"""moto's user pools with keys of their own, and with the claims and times that Cognito's tokens have.

Imports moto's Cognito, so it is itself imported once moto's is.
"""

import base64
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from moto.cognitoidp import models
from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.moto_api._internal import mock_random

from apiglab.surroundings import token_claims
from apiglab.surroundings.mail import no_letters
from apiglab.surroundings.mailed_codes import MailedCodes
from apiglab.surroundings.sign_ins import SignIns
from apiglab.surroundings.token_times import lifetime
from apiglab.surroundings.token_trigger import UNCHANGED, Overrides

SIGN_IN_SCOPE = "aws.cognito.signin.user.admin"
"""What a sign-in by Cognito's API grants, and only that. fact: cognito.tokens"""
KEPT = 10_000
"""Sign-ins, and access tokens, that a pool remembers; the oldest go first. fact: cognito.kept"""
_KEY_BITS = 2048
_MODELS: Any = models
"""Typed so that the lab's time can be read from it, and our classes be put into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One sign-in, of which all its tokens tell: the first ones and those that a refresh token brings."""

    at: int
    refresh_until: int
    refresh_token: str
    scope: str = SIGN_IN_SCOPE
    hosted: bool = False
    """Whether it was at the authorization server, for a client with scopes."""
    nonce: str | None = None


class LabUserPool(models.CognitoIdpUserPool):
    """A user pool that signs with keys that nobody else has. fact: cognito.keys"""

    def __init__(self, account_id: str, region: str, name: str, extended_config: dict[str, Any]) -> None:
        super().__init__(account_id, region, name, extended_config)
        self.public_keys: dict[str, RSAKey] = {}
        """By their ids; read by the gateway while requests come."""
        self.sign_ins: dict[str, SignIn] = {}
        """By ``origin_jti``."""
        self.hosted = SignIns()
        """What its authorization server remembers."""
        self.mailed = MailedCodes()
        """What was sent to its users to be shown again."""
        self.letters = no_letters()
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

    def begin(
        self, client_id: str, username: str, *, scope: str | None = None, nonce: str | None = None
    ) -> tuple[str, str]:
        """Sign a user in: a refresh token, and the sign-in's ``origin_jti``. ``scope``: at the authorization server."""
        while len(self.sign_ins) >= KEPT:
            self._forget(next(iter(self.sign_ins)))
        refresh_token, origin_jti = secrets.token_urlsafe(96), str(mock_random.uuid4())
        self.refresh_tokens[refresh_token] = (client_id, username, origin_jti)
        self.sign_ins[origin_jti] = SignIn(
            at=now(),
            refresh_token=refresh_token,
            refresh_until=now() + lifetime(self._client(client_id), "RefreshToken"),
            scope=scope or SIGN_IN_SCOPE,
            hosted=scope is not None,
            nonce=nonce,
        )
        return refresh_token, origin_jti

    def _forget(self, origin_jti: str) -> None:
        """Let go of a sign-in, so that a million of them fill no memory. fact: cognito.kept"""
        self.refresh_tokens.pop(self.sign_ins.pop(origin_jti).refresh_token, None)

    def create_refresh_token(self, client_id: str, username: str) -> tuple[str, str]:
        """What a sign-in by Cognito's API begins with."""
        return self.begin(client_id, username)

    def holder_of(self, refresh_token: str) -> tuple[str, Any]:
        """The client and the user of a sign-in, as long as its time lasts. fact: cognito.refresh"""
        held = self.refresh_tokens.get(refresh_token)
        if held is None:
            raise NotAuthorizedError("Invalid Refresh Token")
        client_id, username, origin_jti = held
        if self.sign_ins[origin_jti].refresh_until <= now():
            raise NotAuthorizedError("Refresh Token has expired")
        user = self._get_user(username)
        if user is None or not user.enabled:
            raise NotAuthorizedError("User is disabled." if user is not None else "Invalid Refresh Token")
        return client_id, user

    def create_tokens_from_refresh_token(
        self, refresh_token: str, overrides: Overrides = UNCHANGED
    ) -> tuple[str, str, int]:
        """The tokens of a sign-in, new ones each time: access token, ID token, and how long they last."""
        client_id, user = self.holder_of(refresh_token)
        held = self.refresh_tokens[refresh_token]
        which = client_id, user.username, held[2] if held is not None else ""
        access_token, lasts = self.create_access_token(*which, overrides=overrides)
        return access_token, self.create_id_token(*which, access_token=access_token, overrides=overrides)[0], lasts

    def sign_in_of(self, refresh_token: str) -> SignIn:
        """The sign-in that a refresh token, which has to be one, goes on with."""
        held = self.refresh_tokens[refresh_token]
        return self.sign_ins[held[2] if held is not None else ""]

    def revoke(self, refresh_token: str) -> None:
        """End a sign-in: Cognito takes none of its tokens any more. fact: oauth.revoke"""
        held = self.refresh_tokens.get(refresh_token)
        self.refresh_tokens[refresh_token] = None
        for token, holder in list(self.access_tokens.items()):
            if held is not None and holder == held[:2] and _origin_of(token) == held[2]:
                del self.access_tokens[token]

    def create_id_token(
        self,
        client_id: str,
        username: str,
        origin_jti: str,
        *,
        access_token: str | None = None,
        overrides: Overrides = UNCHANGED,
    ) -> tuple[str, int]:
        """An ID token: who the user is. fact: cognito.tokens"""
        user, sign_in = self._get_user(username), self.sign_ins[origin_jti]
        groups = {**token_claims.groups(user), **token_claims.roles(user)}
        claims = {
            **self.told_attributes(user, client_id, sign_in.scope if sign_in.hosted else None),
            **(groups if overrides.groups is None else overrides.groups),
            **self._about(sign_in, origin_jti),
            "cognito:username": user.username,
            "aud": client_id,
        }
        if sign_in.hosted and access_token is not None:
            claims["at_hash"] = token_claims.half_hash(access_token)
        if sign_in.nonce is not None:
            claims["nonce"] = sign_in.nonce
        lasts = lifetime(self._client(client_id), "IdToken")
        return self._sign("id", overrides.id_token.apply(claims), lasts), lasts

    def create_access_token(
        self, client_id: str, username: str, origin_jti: str, *, overrides: Overrides = UNCHANGED
    ) -> tuple[str, int]:
        """An access token: what the user let the client do. fact: cognito.tokens"""
        user, sign_in = self._get_user(username), self.sign_ins[origin_jti]
        lasts = lifetime(self._client(client_id), "AccessToken")
        groups = token_claims.groups(user) if overrides.groups is None else overrides.groups
        claims = {
            "sub": user.id,
            **{name: value for name, value in groups.items() if name == "cognito:groups"},
            **self._about(sign_in, origin_jti),
            **({"version": 2} if sign_in.hosted else {}),
            "scope": overrides.scope(sign_in.scope),
            "username": user.username,
            "client_id": client_id,
        }
        token = self._sign("access", overrides.access_token.apply(claims), lasts)
        self.access_tokens[token] = (client_id, username)
        if len(self.access_tokens) > KEPT:
            del self.access_tokens[next(iter(self.access_tokens))]
        return token, lasts

    def create_machine_token(self, client_id: str, scope: str) -> tuple[str, int]:
        """An access token of a client that speaks for itself. fact: oauth.client-credentials"""
        lasts = lifetime(self._client(client_id), "AccessToken")
        claims = {"sub": client_id, "client_id": client_id, "scope": scope, "auth_time": now(), "version": 2}
        return self._sign("access", claims, lasts), lasts

    def told_attributes(self, user: Any, client_id: str, scope: str | None) -> dict[str, Any]:
        """The user's attributes, as far as a client may know them."""
        return token_claims.attributes(user, self._client(client_id), scope)

    def _client(self, client_id: str) -> dict[str, Any]:
        """What was set of an app client; nothing where it is gone."""
        client = self.clients.get(client_id)
        return {} if client is None else client.extended_config

    def _about(self, sign_in: SignIn, origin_jti: str) -> dict[str, Any]:
        return {"origin_jti": origin_jti, "event_id": str(mock_random.uuid4()), "auth_time": sign_in.at}

    def _sign(self, token_use: str, claims: dict[str, Any], lasts: int) -> str:
        """A token of this pool with ``claims``, good for ``lasts`` seconds of the lab's time."""
        kid, key = self.signing_key(token_use)
        at = now()
        times = {"iat": at, "exp": at + lasts, "jti": str(mock_random.uuid4())}
        payload = {"iss": self.issuer, "token_use": token_use, **claims, **times}
        token: str = jwt.encode({"kid": kid, "alg": "RS256"}, payload, key)
        return token


def now() -> int:
    """The lab's time, in which moto's Cognito lives."""
    return int(_MODELS.time.time())


def wants_more(pool: Any, user: Any) -> bool:
    """Whether a password is not enough: the second factor, which the lab cannot check. fact: cognito.mfa"""
    return bool(pool.mfa_config == "ON" or user.software_token_mfa_enabled or user.sms_mfa_enabled)


def _origin_of(token: str) -> Any:
    """The sign-in that one of our own tokens is of."""
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))).get("origin_jti")


def pools() -> Iterator[LabUserPool]:
    """Every user pool of every account."""
    for regions in list(dict.values(_MODELS.cognitoidp_backends)):
        for backend in list(dict.values(regions)):
            yield from list(backend.user_pools.values())


def find_pool(user_pool_id: str) -> LabUserPool | None:
    """A user pool by its id, which no two have in common."""
    return next((pool for pool in pools() if pool.id == user_pool_id), None)


def find_domain(domain: str) -> LabUserPool | None:
    """The user pool whose domain has this prefix."""
    return next((pool for pool in pools() if pool.domain is not None and pool.domain.domain == domain), None)


def install() -> None:
    """Have moto make user pools of our kind."""
    _MODELS.CognitoIdpUserPool = LabUserPool
