"""What keeps a method: decided at the deployment, asked at every request."""

from dataclasses import dataclass

from apiglab.language.mapping_expression import MappingExpression
from apiglab.language.pattern import JavaPattern


@dataclass(frozen=True, slots=True)
class OpenToAll:
    """A method that asks nobody who they are."""


@dataclass(frozen=True, slots=True)
class SignedByIam:
    """A method that takes requests signed by a key of IAM's whose policies allow it."""


@dataclass(frozen=True, slots=True)
class LambdaAuthorizer:
    """A method whose callers a function decides about."""

    authorizer_id: str
    name: str
    type: str
    """``TOKEN`` or ``REQUEST``."""
    uri: str
    """With ``${stageVariables.x}`` still in it."""
    credentials: str | None
    """The role to invoke the function as, in place of the function's own policy."""
    sources: tuple[MappingExpression, ...]
    """What identifies a caller, in the order in which it was written."""
    validation: JavaPattern | None
    """What a token must match as a whole."""
    ttl: int
    """Seconds that an answer is kept; 0 keeps none."""


@dataclass(frozen=True, slots=True)
class GuardNotBuilt:
    """A guard that the gateway does not have: it lets nobody in."""

    kind: str


CompiledGuard = OpenToAll | SignedByIam | LambdaAuthorizer | GuardNotBuilt
OPEN = OpenToAll()
