"""Tokens of a user pool, made wrong in the ways in which attackers make them, and where a pool tells its keys."""

import base64
import hashlib
import hmac
import json
from typing import Any


def encoded(value: bytes) -> str:
    """Base64 as tokens have it: for URLs, without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(part: str) -> Any:
    """What a part of a token says."""
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def address(lab: Any, pool_id: str) -> str:
    """Where a pool tells of itself; the issuer in its tokens has this form, too."""
    local = lab.backend.endpoint_url
    return f"{local or f'https://cognito-idp.{lab.region}.amazonaws.com'}/{pool_id}"


def oauth(lab: Any, domain: str) -> str:
    """Where a pool with this domain gives out tokens by OAuth."""
    local = lab.backend.endpoint_url
    return f"{local}/_aws/cognito/{domain}" if local else f"https://{domain}.auth.{lab.region}.amazoncognito.com"


def public_key(lab: Any, pool_id: str) -> bytes:
    """The first of the keys by which anybody may check a pool's tokens, in PEM."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    answer = lab.http_session().get(f"{address(lab, pool_id)}/.well-known/jwks.json", timeout=30)
    key = answer.json()["keys"][0]
    modulus, exponent = (
        int.from_bytes(base64.urlsafe_b64decode(key[name] + "=" * (-len(key[name]) % 4))) for name in ("n", "e")
    )
    return (
        RSAPublicNumbers(exponent, modulus).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )


def forged(token: str, pem: bytes) -> dict[str, str]:
    """Four forgeries of one good token, by their names."""
    head, body, signature = token.split(".")
    header = decoded(head)
    claims = encoded(json.dumps({**decoded(body), "cognito:groups": ["staff"]}).encode())
    hmac_head = encoded(json.dumps({**header, "alg": "HS256"}).encode())
    signed = hmac.new(pem, f"{hmac_head}.{claims}".encode(), hashlib.sha256).digest()
    return {
        "changed claims": f"{head}.{claims}.{signature}",
        "alg none": f"{encoded(json.dumps({'alg': 'none'}).encode())}.{claims}.",
        "HS256 with the public key": f"{hmac_head}.{claims}.{encoded(signed)}",
        "another key's name": f"{encoded(json.dumps({**header, 'kid': 'mine'}).encode())}.{body}.{signature}",
    }
