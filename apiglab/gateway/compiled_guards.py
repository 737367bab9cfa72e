"""What keeps a method: decided at the deployment, asked at every request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenToAll:
    """A method that asks nobody who they are."""


@dataclass(frozen=True, slots=True)
class SignedByIam:
    """A method that takes requests signed by a key of IAM's whose policies allow it."""


@dataclass(frozen=True, slots=True)
class GuardNotBuilt:
    """A guard that the gateway does not have: it lets nobody in."""

    kind: str


CompiledGuard = OpenToAll | SignedByIam | GuardNotBuilt
OPEN = OpenToAll()
