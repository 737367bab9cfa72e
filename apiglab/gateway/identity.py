"""The callers whom IAM knows: what their keys sign with, who they are, and what their policies say.

https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from apiglab.language.policy import Policy, Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A user, a role's session, or the root of an account."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    """The token that temporary credentials have to send along."""
    expires_at: float | None = None
    """When temporary credentials end, in the lab's time."""
    account_id: str
    arn: str
    """``arn:aws:iam::…:user/ann``, ``arn:aws:sts::…:assumed-role/role/session`` or ``arn:aws:iam::…:root``."""
    user_id: str
    """AWS's unique id: ``AIDA…``, or ``AROA…:session``."""
    user_name: str | None = None
    role_arn: str | None = None
    """The role that a session is of."""
    tags: Mapping[str, str] = field(default_factory=dict)
    root: bool = False
    """Whether it may do all that no resource policy denies."""
    policies: tuple[Policy, ...] = ()
    """A user's, its groups' or a role's own, inline and attached."""
    boundary: tuple[Policy, ...] | None = None
    """What its permissions boundary leaves at most; None where it has none."""
    session: tuple[Policy, ...] | None = None
    """What a session's own policies leave at most; None where it has none."""

    reads_keys: bool = field(init=False, default=True)
    """Whether any of the policies depends on condition keys."""

    def __post_init__(self) -> None:
        policies = (*self.policies, *(self.boundary or ()), *(self.session or ()))
        object.__setattr__(self, "reads_keys", any(policy.reads_keys for policy in policies))

    @property
    def principal(self) -> Principal:
        """How resource policies name this caller."""
        arns = (self.arn,) if self.role_arn is None else (self.arn, self.role_arn)
        return Principal(arns=arns, account_id=self.account_id)


class Identities(Protocol):
    """Who knows the access keys."""

    def known(self, access_key_id: str) -> Identity | None:
        """Whose a key is, as far as that is at hand; None where it has to be found."""
        ...

    async def find(self, access_key_id: str) -> Identity | None:
        """Whose a key is, None where it is nobody's."""
        ...


class NoIdentities:
    """An IAM that gave out no keys."""

    def known(self, _access_key_id: str) -> Identity | None:
        """Nobody."""
        return None

    async def find(self, _access_key_id: str) -> Identity | None:
        """Nobody."""
        return None
