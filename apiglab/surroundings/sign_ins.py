"""What a user pool's authorization server remembers: codes on their way, browsers' sessions, half-done sign-ins."""

import secrets
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

CODE_SECONDS = 300
"""How long an authorization code is good for. fact: oauth.code"""
SESSION_SECONDS = 3600
"""How long a browser stays signed in. fact: oauth.session"""
CHALLENGE_SECONDS = 180
"""How long a user may take to choose a new password."""
KEPT = 10_000
"""Of each kind; the oldest go first."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a user let a client do, waiting under a code for the client to fetch it."""

    client_id: str
    redirect_uri: str
    username: str
    scope: str
    nonce: str | None
    challenge: str | None
    """Of PKCE: the SHA-256 of what only the client knows."""


class Task(NamedTuple):
    """A user whose password was right and has to be replaced first, and the client that asks for it."""

    client_id: str
    username: str


class Keeping(Generic[T]):
    """Values under names that nobody can guess, each for a time."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._kept: dict[str, tuple[float, T]] = {}

    def keep(self, value: T, now: float) -> str:
        """The new name of a value. It comes from the system's randomness, whatever seeds the lab's: it is a secret."""
        name = secrets.token_urlsafe(32)
        self._kept[name] = now + self.seconds, value
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return name

    def find(self, name: str, now: float) -> T | None:
        """The value of a name, as long as its time lasts."""
        until, value = self._kept.get(name, (0.0, None))
        return value if now < until else None

    def take(self, name: str, now: float) -> T | None:
        """The value of a name, which is forgotten with this."""
        value = self.find(name, now)
        self._kept.pop(name, None)
        return value


class SignIns:
    """One user pool's."""

    def __init__(self) -> None:
        self.codes: Keeping[Grant] = Keeping(CODE_SECONDS)
        self.sessions: Keeping[str] = Keeping(SESSION_SECONDS)
        """The user's name, by what the browser's cookie holds."""
        self.tasks: Keeping[Task] = Keeping(CHALLENGE_SECONDS)
        self.journeys: Keeping[Any] = Keeping(CODE_SECONDS)
        """Browsers on their way to another provider, by what they bring back as ``state``."""
        self.proofs: Keeping[Any] = Keeping(CHALLENGE_SECONDS)
        """SRP exchanges that wait for the client's half."""
