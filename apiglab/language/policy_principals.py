"""The principals of resource policies: whom a statement is about.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto, unique
from typing import Any

from apiglab.language.policy_errors import PolicyError

_ACCOUNT = re.compile(r"(?:arn:aws[a-z-]*:iam::)?(\d{12})(?::root)?")
_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks; nobody known where nothing is said."""

    arns: tuple[str, ...] = ()
    """The caller's own ARN; of a role's session also the role's."""
    account_id: str | None = None
    service: str | None = None
    """A service such as ``apigateway.amazonaws.com``."""


ANONYMOUS = Principal()


@unique
class Named(Enum):
    """How a statement names a caller."""

    NOT = auto()
    ITSELF = auto()
    """By its ARN, its service's name, or as one of everybody."""
    BY_ACCOUNT = auto()
    """By its account, which leaves it to the account's own policies who may."""


class PrincipalElement:
    """``Principal`` or ``NotPrincipal``, parsed."""

    __slots__ = ("_accounts", "_everybody", "_names", "_negated")

    def __init__(self, element: Any, *, negated: bool) -> None:
        self._negated = negated
        self._everybody = element == "*"
        names = [] if self._everybody else _names(element)
        self._everybody = self._everybody or ("AWS", "*") in names
        accounts = {kind_name: _ACCOUNT.fullmatch(kind_name[1]) for kind_name in names if kind_name[0] == "AWS"}
        self._accounts = {found[1] for found in accounts.values() if found}
        self._names = {name for kind, name in names if not accounts.get((kind, name))}

    def names(self, principal: Principal) -> Named:
        """Whether, and how, the statement is about ``principal``."""
        if self._negated:
            return Named.NOT if self._excludes(principal) else Named.ITSELF
        if self._everybody or principal.service in self._names or not self._names.isdisjoint(principal.arns):
            return Named.ITSELF
        return Named.BY_ACCOUNT if principal.account_id in self._accounts else Named.NOT

    def _excludes(self, principal: Principal) -> bool:
        """Whether a NotPrincipal leaves ``principal`` alone: only where account, role and session all stand in it."""
        if self._everybody or principal.service in self._names:
            return True
        return principal.account_id in self._accounts and self._names.issuperset(principal.arns)


def _names(element: Any) -> list[tuple[str, str]]:
    if not isinstance(element, Mapping) or not element:
        raise PolicyError("Invalid principal in policy.")
    names = []
    for kind, listed in element.items():
        given = listed if isinstance(listed, list) else [listed]
        if kind not in _KINDS or not given or not all(isinstance(name, str) and name for name in given):
            raise PolicyError("Invalid principal in policy.")
        if kind == "AWS" and any("*" in name and name != "*" for name in given):
            raise PolicyError("Invalid principal in policy.")
        names += [(kind, name) for name in given]
    return names
