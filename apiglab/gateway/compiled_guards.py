"""What keeps a method: decided at the deployment, asked at every request."""

import re
from dataclasses import dataclass

from apiglab.language.mapping_expression import MappingExpression
from apiglab.language.pattern import JavaPattern
from apiglab.model.frozen import FrozenMap

_POOL_ARN = re.compile(r"arn:aws[a-z-]*:cognito-idp:(?P<region>[^:]+):\d{12}:userpool/(?P<pool>[\w-]+)")


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
class UserPools:
    """A method whose callers show a token of one of these user pools."""

    authorizer_id: str
    name: str
    issuers: FrozenMap[str, str]
    """The pools' ARNs, by what their tokens say in ``iss``."""
    variable_arns: tuple[str, ...]
    """The ARNs of those that stage variables name."""
    source: str
    """The header that holds the token."""
    validation: JavaPattern | None
    """What ``aud`` must match as a whole."""
    scopes: frozenset[str]
    """Of which an access token has to have one; where there are none, an ID token is wanted."""


def issuer_of(user_pool_arn: str) -> str | None:
    """What the tokens of a pool say in ``iss``; None where the ARN is no pool's."""
    found = _POOL_ARN.fullmatch(user_pool_arn)
    return f"https://cognito-idp.{found['region']}.amazonaws.com/{found['pool']}" if found else None


@dataclass(frozen=True, slots=True)
class GuardNotBuilt:
    """A guard that the gateway does not have: it lets nobody in."""

    kind: str


CompiledGuard = OpenToAll | SignedByIam | LambdaAuthorizer | UserPools | GuardNotBuilt
OPEN = OpenToAll()
