"""A token made readable: what it says, claim by claim, and what of it a guard would refuse. It proves nothing.

https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
"""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, Tone, badge, element, line, page, table, text_table

_MEANINGS: Final[Mapping[str, str]] = {
    "alg": "how it says it is signed",
    "kid": "the key that it says signed it",
    "typ": "its kind",
    "iss": "who gave it out",
    "sub": "whom it is about, by an id that stays",
    "aud": "the app client that it is for",
    "client_id": "the app client that it is for",
    "token_use": "id: who somebody is; access: what an app may do",
    "scope": "what an app may do",
    "exp": "when it ends",
    "iat": "when it was given out",
    "nbf": "from when on it is good",
    "auth_time": "when the user signed in",
    "cognito:username": "the user's name in the pool",
    "username": "the user's name in the pool",
    "cognito:groups": "the groups that the user was in at the sign-in",
    "email": "an address, as the pool knows it",
    "email_verified": "whether the user proved the address",
    "jti": "the id of this token alone",
    "origin_jti": "the id of the sign-in that it comes from",
    "event_id": "the id of the sign-in",
    "nonce": "what the app sent along, to know its own sign-in again",
}
_DATES: Final = frozenset({"exp", "iat", "nbf", "auth_time"})
_LATEST: Final = 1e12
"""Seconds since the epoch beyond which a number is no time."""
_NOTE = "Read, not verified: anybody can write a token that says this. The signature is checked by who has the key."


@dataclass(frozen=True, slots=True, repr=False)
class TokenView:
    """One token, read at one moment."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    now: float
    """Seconds since the epoch, in the lab's time."""
    problems: tuple[str, ...]
    """What a guard would refuse it for; nothing where it would look at the signature next."""

    @property
    def seconds_left(self) -> float | None:
        """How long it is still good, less than 0 once it is over; None where it says nothing of that."""
        ends = self.claims.get("exp", "")
        return float(ends - self.now) if _is_time(ends) else None

    def __repr__(self) -> str:
        rows = [row for rows in (self._rows(self.header), self._rows(self.claims)) for row in rows]
        return "\n".join([self._state, text_table(("says", "value", "what it means"), rows), *self._findings(), _NOTE])

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def to_html(self) -> Html:
        """The token for a place in a larger output."""
        head = ("says", "value", "what it means")
        tone: Tone = "refused" if self.problems else "ok"
        return element(
            "div",
            line(badge(tone, "would be refused" if self.problems else "readable"), " ", self._state),
            *(line(finding) for finding in self._findings()),
            table(head, self._rows(self.header), caption="Header"),
            table(head, self._rows(self.claims), caption="Claims"),
            line(_NOTE),
        )

    @property
    def finding(self) -> str:
        """The outcome in one line."""
        return " ".join([self._state, *self._findings()])

    @property
    def _state(self) -> str:
        left = self.seconds_left
        if left is None:
            return "It does not say when it ends."
        return f"Good for {_span(left)} more." if left > 0 else f"Over, {_span(-left)} ago."

    def _findings(self) -> list[str]:
        return [f"Refused for: {problem}" for problem in self.problems]

    def _rows(self, part: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
        for name, value in part.items():
            yield name, _shown(name, value), _MEANINGS.get(name, "a claim of its own")


def read_token(
    text: str,
    *,
    now: float,
    issuer: str | None = None,
    client_id: str | None = None,
    scopes: Sequence[str] = (),
) -> TokenView:
    """Read a token, with ``Bearer`` before it or without; what is none is a ``LabError`` that says where it breaks.

    ``issuer``, ``client_id`` and ``scopes`` are what a guard expects: with scopes an access token, without an ID token.
    """
    parts = text.removeprefix("Bearer ").strip().split(".")
    if len(parts) != 3:
        raise _no_token(f"it has {len(parts)} parts, and a token has three, between dots")
    header, claims = (_decoded(name, part) for name, part in zip(("header", "claims"), parts, strict=False))
    expected = {"iss": issuer, "client": client_id}
    return TokenView(header, claims, now, tuple(_problems(header, claims, now, expected, scopes)))


def _decoded(name: str, part: str) -> Mapping[str, Any]:
    try:
        value = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise _no_token(f"its {name} is no JSON in base64: {error}") from None
    if not isinstance(value, dict):
        raise _no_token(f"its {name} is JSON, but no object")
    return value


def _no_token(what: str) -> LabError:
    return LabError("lab.token", what, "give the IdToken or the AccessToken of a sign-in, whole")


def _problems(
    header: Mapping[str, Any],
    claims: Mapping[str, Any],
    now: float,
    expected: Mapping[str, str | None],
    scopes: Sequence[str],
) -> Iterator[str]:
    if header.get("alg") != "RS256":
        yield f"alg is {header.get('alg')}: only RS256 counts, whatever a token says"
    if not _is_time(claims.get("exp")):
        yield "exp is no time: a token has to say when it ends"
    elif claims["exp"] <= now:
        yield "exp is in the past"
    if any(_is_time(claims.get(name)) and claims[name] > now for name in ("iat", "nbf")):
        yield "it is from the future"
    if expected["iss"] not in (None, claims.get("iss")):
        yield f"iss is {claims.get('iss')}, another user pool"
    if expected["client"] not in (None, claims.get("aud"), claims.get("client_id")):
        yield "it is for another app client"
    use = claims.get("token_use")
    if scopes and use != "access":
        yield "token_use is not access: a method with scopes takes access tokens"
    elif scopes and not set(scopes) & set(str(claims.get("scope", "")).split()):
        yield f"scope has none of {', '.join(scopes)}"
    elif not scopes and expected["iss"] is not None and use != "id":
        yield "token_use is not id: a method without scopes takes ID tokens"


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LATEST


def _shown(name: str, value: Any) -> str:
    if name in _DATES and _is_time(value):
        try:
            return f"{datetime.fromtimestamp(value, UTC):%Y-%m-%d %H:%M:%S} UTC"
        except (OverflowError, ValueError, OSError):
            return str(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:80]}…"


def _span(seconds: float) -> str:
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {word}{'s' if count > 1 else ''}"
    return f"{seconds:.0f} seconds"
