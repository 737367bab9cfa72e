"""Tokens for tests: a user pool's keys, what it signs, and what attackers make of it."""

import base64
import functools
import hashlib
import hmac
import json
from typing import Any

from joserfc.jwk import RSAKey

from apiglab.model.clock import StoppedClock

POOL = "us-east-1_Pool1"
POOL_ARN = f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{POOL}"
ISSUER = f"https://cognito-idp.us-east-1.amazonaws.com/{POOL}"
CLIENT = "client1"
NOW = int(StoppedClock().now())
KID = "first="


@functools.cache
def a_key(_which: str = KID) -> RSAKey:
    """A private key; the same one for the same name."""
    return RSAKey.generate_key(2048, private=True)


def public(key: RSAKey) -> RSAKey:
    """What everybody may know of a key."""
    return RSAKey.import_key(key.as_dict(private=False))


def id_claims(**changed: Any) -> dict[str, Any]:
    """The claims of an ID token, good for an hour; those changed to None are left out."""
    claims = {
        "sub": "ann-1",
        "iss": ISSUER,
        "aud": CLIENT,
        "token_use": "id",
        "auth_time": NOW,
        "iat": NOW,
        "exp": NOW + 3600,
        "cognito:username": "ann",
        "cognito:groups": ["keepers", "vets"],
        "email_verified": True,
        **changed,
    }
    return {name: value for name, value in claims.items() if value is not None}


def access_claims(**changed: Any) -> dict[str, Any]:
    """The claims of an access token."""
    claims = {"token_use": "access", "client_id": CLIENT, "username": "ann", "scope": "pets/read openid"}
    return id_claims(**{**claims, "aud": None, "cognito:username": None, "email_verified": None, **changed})


def part(value: object) -> str:
    """One part of a token: JSON, or bytes as they are, in base64url."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(claims: object, *, key: RSAKey | None = None, kid: object = KID, **header: Any) -> str:
    """A token, signed with RS256 whatever its header says."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    said = {"kid": kid, "alg": "RS256", **header}
    text = f"{part({name: value for name, value in said.items() if value is not None})}.{part(claims)}"
    private: Any = (key or a_key()).private_key
    return f"{text}.{part(private.sign(text.encode(), PKCS1v15(), SHA256()))}"


def without_signature(claims: object, algorithm: str = "none") -> str:
    """A token that says it needs no signature."""
    return f"{part({'kid': KID, 'alg': algorithm})}.{part(claims)}."


def signed_with_the_public_key(claims: object) -> str:
    """A token whose HMAC was made with the bytes of the public key, as if that were a secret."""
    text = f"{part({'kid': KID, 'alg': 'HS256'})}.{part(claims)}"
    secret = public(a_key()).as_pem(private=False)
    return f"{text}.{part(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"
