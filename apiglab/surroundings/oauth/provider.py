"""Another provider of identities, by OpenID Connect: where it is, and whether an ID token is its own.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
"""

import json
from collections.abc import Generator, Mapping
from typing import Any, NamedTuple

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from apiglab.language.jwt import TokenError, read
from apiglab.model.backend import BackendRequest
from apiglab.model.http import Headers, Pair, Response
from apiglab.surroundings.moto_cognito import find_pool
from apiglab.surroundings.moto_cognito_documents import configuration
from apiglab.surroundings.oauth.asked import Asked

_TIMEOUT = 10.0
_LONGEST = 200_000
"""Bytes of a provider's answer."""


class ProviderError(Exception):
    """A provider that did not answer as it should."""


class Addresses(NamedTuple):
    """Where a provider's endpoints are."""

    authorize: str
    token: str
    keys: str
    attributes: str | None


def find_addresses(asked: Asked, details: Mapping[str, str]) -> Generator[BackendRequest, Response | None, Addresses]:
    """A provider's addresses: those it was set up with, or what its issuer publishes. fact: oauth.federation"""
    authorize, token, keys = (details.get(name) for name in ("authorize_url", "token_url", "jwks_uri"))
    if authorize and token and keys:
        return Addresses(authorize, token, keys, details.get("attributes_url"))
    issuer = details["oidc_issuer"]
    neighbour = find_pool(issuer.rpartition("/")[2])
    if neighbour is not None and neighbour.issuer == issuer:
        # A pool of the lab's own stands for the other provider: no address of AWS's leads to it.
        return _published(configuration(neighbour, f"{asked.origin}/"))
    return _published((yield from fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")))


def _published(document: Mapping[str, Any]) -> Addresses:
    try:
        authorize, token = document["authorization_endpoint"], document["token_endpoint"]
        return Addresses(authorize, token, document["jwks_uri"], document.get("userinfo_endpoint"))
    except KeyError:
        raise ProviderError("its configuration lacks the addresses of its endpoints") from None


def fetch(
    url: str, *, method: str = "GET", body: bytes = b"", headers: tuple[Pair, ...] = ()
) -> Generator[BackendRequest, Response | None, Mapping[str, Any]]:
    """A JSON object of a provider's."""
    more = (("Accept", "application/json"), *headers)
    answer = yield BackendRequest(method=method, url=url, headers=Headers(more), body=body, timeout=_TIMEOUT)
    if answer is None:
        raise ProviderError(f"{url} cannot be reached")
    if answer.status != 200 or len(answer.body) > _LONGEST:
        raise ProviderError(f"{url} answered {answer.status} with {len(answer.body):,} bytes")
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProviderError(f"{url} answered no JSON object")
    return found


def verified_claims(
    token: Any, key_set: Mapping[str, Any], *, issuer: str, client_id: str, nonce: str, now: int
) -> Mapping[str, Any]:
    """The claims of an ID token that this provider signed for this client and this sign-in. fact: oauth.federation"""
    keys = _keys(key_set)
    if not isinstance(token, str):
        raise ProviderError("it sent no ID token")
    try:
        claims = read(token).verify(keys)
    except TokenError as error:
        raise ProviderError(f"its ID token does not count: {error.message}") from None
    audience = claims.get("aud")
    expires = claims.get("exp")
    for wrong, what in (
        (claims.get("iss") != issuer, "iss"),
        (client_id not in (audience if isinstance(audience, list) else [audience]), "aud"),
        (not isinstance(expires, int | float) or not now < expires, "exp"),
        (claims.get("nonce") != nonce, "nonce"),
        (not isinstance(claims.get("sub"), str) or not claims["sub"], "sub"),
    ):
        if wrong:
            raise ProviderError(f"its ID token has another {what} than it should")
    return claims


def _keys(key_set: Mapping[str, Any]) -> dict[str, RSAKey]:
    """The RSA keys of a key set by their ids; what is none is left out."""
    keys = {}
    for each in key_set.get("keys") or ():
        if isinstance(each, dict) and each.get("kty") == "RSA" and isinstance(each.get("kid"), str):
            try:
                keys[each["kid"]] = RSAKey.import_key({name: each[name] for name in ("kty", "n", "e")})
            except (JoseError, KeyError, ValueError):
                continue
    return keys
