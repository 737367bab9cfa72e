"""The public keys of user pools, and the tokens that they were found to have signed.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

KEPT = 2_000
"""Verified tokens that are kept; the least recently used goes first."""


class PoolKeys(Protocol):
    """Who knows the user pools."""

    def keys_of(self, user_pool_arn: str) -> "Mapping[str, RSAKey] | None":
        """A pool's public keys by their ids; None where there is no such pool."""
        ...


class NoPoolKeys:
    """A Cognito without user pools."""

    def keys_of(self, _user_pool_arn: str) -> "Mapping[str, RSAKey] | None":
        """No pool's."""
        return None


@dataclass(frozen=True, slots=True)
class VerifiedToken:
    """What a token says that a pool's key signed. Whether it has expired, and what for it is good, is not told."""

    issuer: str
    kid: str
    key: "RSAKey"
    claims: Mapping[str, Any]
    told: Mapping[str, str]
    """The claims as everybody behind the gateway is told them."""


class VerifiedTokens:
    """Tokens whose signature need not be computed again. fact: cognito.verified-once"""

    def __init__(self) -> None:
        self._tokens: OrderedDict[str, VerifiedToken] = OrderedDict()

    def find(self, text: str) -> VerifiedToken | None:
        """What is known of a token, if it was seen before."""
        found = self._tokens.get(text)
        if found is not None:
            self._tokens.move_to_end(text)
        return found

    def keep(self, text: str, token: VerifiedToken) -> None:
        """Remember a token that was verified."""
        self._tokens[text] = token
        if len(self._tokens) > KEPT:
            self._tokens.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._tokens.clear()
