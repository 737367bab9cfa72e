"""Codes that a user pool sends to its users, to see that a mailbox or a telephone is theirs."""

import hmac
import secrets
from dataclasses import dataclass

TRIES = 5
"""Wrong codes after which the right one is none any more. fact: cognito.codes"""
SECONDS = {"sign-up": 86_400, "password": 3600}
"""How long a code is good for, by what it is for. fact: cognito.codes"""


class WrongCodeError(Exception):
    """A code that is not the one that was sent."""


class NoCodeError(Exception):
    """A code where none was sent, or whose time is over."""


@dataclass(slots=True)
class _Sent:
    code: str
    until: int
    tries: int = TRIES


class MailedCodes:
    """The codes of one pool; a new one for a user and a purpose takes the place of the old."""

    def __init__(self) -> None:
        self._sent: dict[tuple[str, str], _Sent] = {}

    def make(self, purpose: str, username: str, now: int) -> str:
        """A new code, of six digits. They are the system's own chance: a user's mailbox is all that tells them."""
        code = f"{secrets.randbelow(1_000_000):06}"
        self._sent[purpose, username] = _Sent(code, now + SECONDS[purpose])
        return code

    def check(self, purpose: str, username: str, code: str, now: int) -> None:
        """Return where the code is right; it is still good afterwards, until ``spend``."""
        sent = self._sent.get((purpose, username))
        if sent is None or now >= sent.until or not sent.tries:
            raise NoCodeError
        if not hmac.compare_digest(sent.code.encode(), code.encode()):
            sent.tries -= 1
            raise WrongCodeError

    def spend(self, purpose: str, username: str) -> None:
        """Have a code be of no more use."""
        self._sent.pop((purpose, username), None)
