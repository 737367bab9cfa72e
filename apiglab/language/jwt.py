"""JSON Web Tokens, signed with RS256 and nothing else.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
https://www.rfc-editor.org/rfc/rfc8725

A token says itself how it is signed and by which key, and an attacker writes tokens. So the algorithm is ours, a key is
one that the caller trusts already, and what a token's header brings along (``jwk``, ``jku``, ``x5c``) is never read.
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # joserfc brings cryptography along: a tenth of a second that only a signed token is worth
    from joserfc.jwk import RSAKey
    from joserfc.jws import CompactSignature

ALGORITHM = "RS256"
LONGEST = 10_240
"""Characters of a token: what all headers of a request may have together. fact: jwt.rs256"""
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


@unique
class Cause(StrEnum):
    """Why a token does not count as signed."""

    MALFORMED = "malformed"
    ALGORITHM = "algorithm"
    UNKNOWN_KEY = "unknown key"
    SIGNATURE = "signature"


class TokenError(Exception):
    """A token that proves nothing, why, and how to say so to its owner."""

    def __init__(self, cause: Cause, message: str) -> None:
        super().__init__(message)
        self.cause = cause
        self.message = message


class Unverified:
    """A token as somebody sent it: what it says of itself, of which nothing is proved."""

    __slots__ = ("_claims", "_compact", "issuer", "kid")

    def __init__(self, compact: "CompactSignature", kid: str, claims: Mapping[str, Any]) -> None:
        self._compact = compact
        self._claims = claims
        self.kid = kid
        """The key that it says it is signed by."""
        issuer = claims.get("iss")
        self.issuer = issuer if isinstance(issuer, str) else ""
        """Who it says signed it."""

    def verify(self, keys: "Mapping[str, RSAKey]") -> Mapping[str, Any]:
        """The claims, once one of ``keys``, by their ids, turns out to have signed them. fact: jwt.rs256"""
        from joserfc.errors import JoseError
        from joserfc.jws import validate_compact

        key = keys.get(self.kid)
        if key is None:
            raise TokenError(
                Cause.UNKNOWN_KEY, f"its header names the key {self.kid[:80]}, which is none of the pool's"
            )
        try:
            signed = validate_compact(self._compact, key, algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError):
            signed = False
        if not signed:
            raise TokenError(Cause.SIGNATURE, "its signature is not the key's: something in it was changed")
        return self._claims


def read(text: str) -> Unverified:
    """A token taken apart; ``TokenError`` where it is none, or is signed in any other way."""
    from joserfc.errors import JoseError
    from joserfc.jws import extract_compact

    if len(text) > LONGEST:
        raise TokenError(Cause.MALFORMED, f"it has {len(text):,} characters, and may have {LONGEST:,}")
    unsigned = text.endswith(".") and text.count(".") == 2
    if not unsigned and _FORM.fullmatch(text) is None:
        raise TokenError(Cause.MALFORMED, "it is not three parts in base64url with dots between them")
    try:
        compact = extract_compact(text.encode("ascii"))
        header = compact.headers()
        claims = json.loads(compact.payload)
    except (JoseError, ValueError, TypeError, RecursionError):
        raise TokenError(Cause.MALFORMED, "its header or its claims cannot be read") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TokenError(Cause.MALFORMED, "its header and its claims have to be objects")
    if header.get("alg") != ALGORITHM:
        raise TokenError(Cause.ALGORITHM, f"its header says {str(header.get('alg'))[:40]}, and only {ALGORITHM} counts")
    if unsigned or not _is_canonical(text.rpartition(".")[2]):
        raise TokenError(Cause.MALFORMED, "its signature is missing, or is not written as base64url is")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid or "crit" in header:
        raise TokenError(Cause.MALFORMED, "its header names no key, or asks for what is not understood")
    return Unverified(compact, kid, claims)


def _is_canonical(part: str) -> bool:
    """Whether a part is the one way to write its bytes: the last character's spare bits would let another one pass."""
    from joserfc.util import urlsafe_b64decode, urlsafe_b64encode

    encoded = part.encode("ascii")
    try:
        return bool(urlsafe_b64encode(urlsafe_b64decode(encoded)) == encoded)
    except ValueError:
        return False
