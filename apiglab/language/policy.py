"""Policies: whether what somebody asks for is allowed, denied, or not spoken of.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

How AWS does this
-----------------
A statement that denies and is about the request ends the matter. Else one that allows it allows it. Where no statement
is about the request the policies are silent, which denies unless another kind of policy speaks.

A policy is parsed once and asked often. What cannot be told never lets in: such a statement does not allow, and denies.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from typing import Any

from apiglab.language.policy_conditions import Condition, all_hold, parse_conditions
from apiglab.language.policy_errors import PolicyError
from apiglab.language.policy_patterns import ArnPattern, Keys, Pattern, tokenize
from apiglab.language.policy_principals import ANONYMOUS, Named, Principal, PrincipalElement

__all__ = [
    "ANONYMOUS",
    "AccessRequest",
    "Decision",
    "Policy",
    "PolicyError",
    "Principal",
    "Verdict",
    "deny_everything",
    "evaluate",
    "parse_policy",
]

_VERSION_WITH_VARIABLES = "2012-10-17"
_VERSIONS = ("2008-10-17", _VERSION_WITH_VARIABLES)
_ELEMENTS = frozenset(
    (
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    )
)
_NO_KEYS: Keys = {}


@unique
class Decision(StrEnum):
    """What policies say of a request."""

    ALLOW = "allow"
    DENY = "deny"
    """A statement denies it."""
    SILENT = "silent"
    """No statement is about it."""


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """What somebody wants to do to what."""

    action: str
    """``execute-api:Invoke``."""
    resource: str
    """An ARN, or a star where the action is on nothing of its own; empty where it cannot be told."""
    keys: Keys = field(default_factory=dict)
    """The condition keys, by their names in lower case: ``{"aws:sourceip": ("192.0.2.1",)}``."""
    principal: Principal = ANONYMOUS
    """Who asks; only resource policies look."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, and by which statement."""

    decision: Decision
    policy: str = ""
    """The name of the policy that decided."""
    statement: str = ""
    """Its statement: the Sid, or else its number, from 1."""
    delegated: bool = False
    """Whether a resource policy allows it to the caller's account alone, which then has to allow it to the caller."""

    def describe(self) -> dict[str, str]:
        """The deciding statement for a journey."""
        described = {"decision": self.decision.value}
        if self.decision is not Decision.SILENT:
            described |= {"policy": self.policy, "statement": self.statement}
        return described


SILENT = Verdict(Decision.SILENT)


class Statement:
    """One statement, parsed."""

    __slots__ = (
        "_actions",
        "_conditions",
        "_not_action",
        "_not_resource",
        "_principal",
        "_resources",
        "allows",
        "name",
    )

    def __init__(self, element: Any, number: int, *, variables: bool, resource_policy: bool) -> None:
        if not isinstance(element, Mapping) or not _ELEMENTS.issuperset(element):
            raise PolicyError("Syntax errors in policy.")
        if element.get("Effect") not in ("Allow", "Deny"):
            raise PolicyError("Syntax errors in policy: Effect must be Allow or Deny.")
        self.allows = element["Effect"] == "Allow"
        self.name = str(element.get("Sid") or number)
        self._not_action, actions = _either(element, "Action", "actions")
        self._not_resource, resources = _either(element, "Resource", "resources")
        self._actions = [Pattern(tokenize(_action(text), wildcards=True, variables=False)) for text in actions]
        self._resources = [
            ArnPattern(tokenize(text, wildcards=True, variables=variables), complete=True) for text in resources
        ]
        self._conditions: tuple[Condition, ...] = parse_conditions(element.get("Condition"), variables=variables)
        self._principal = _principal(element, resource_policy=resource_policy)

    @property
    def reads_keys(self) -> bool:
        """Whether it has conditions or variables."""
        return bool(self._conditions) or any(pattern.reads_keys for pattern in self._resources)

    def applies(self, request: AccessRequest) -> Named:
        """Whether the statement is about the request, as far as it can be told, and how it names the caller."""
        named = Named.ITSELF if self._principal is None else self._principal.names(request.principal)
        if named is Named.NOT or not self._is_about_action(request.action.lower()):
            return Named.NOT
        about = self._is_about_resource(request)
        if about is None or about is True:
            holds = all_hold(self._conditions, request.keys) if self._conditions else True
            about = about if holds is True else holds
        return named if about is True or (about is None and not self.allows) else Named.NOT

    def _is_about_action(self, action: str) -> bool:
        return any(pattern.match(action, _NO_KEYS) for pattern in self._actions) is not self._not_action

    def _is_about_resource(self, request: AccessRequest) -> bool | None:
        if not request.resource:
            # Whichever it is: an Allow of any is taken for it, a Deny only of all. fact: policy.untold-resources
            return self.allows or (not self._not_resource and self._is_about_everything())
        unknown = False
        for pattern in self._resources:
            matched = pattern.match(request.resource, request.keys)
            if matched is True:
                return not self._not_resource
            unknown = unknown or matched is None
        # A variable without a value matches nothing; but nothing is let in for what could not be named.
        return None if unknown and self._not_resource else self._not_resource

    def _is_about_everything(self) -> bool:
        return any(pattern.is_everything for pattern in self._resources)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy, ready to be asked."""

    name: str
    """What it is called when it decides: a policy's name, or whose policy it is."""
    statements: tuple[Statement, ...]

    @property
    def reads_keys(self) -> bool:
        """Whether anything in it depends on condition keys."""
        return any(statement.reads_keys for statement in self.statements)


def parse_policy(document: str | Mapping[str, Any], *, name: str = "", resource_policy: bool = False) -> Policy:
    """A policy from its JSON; ``PolicyError`` where it is malformed.

    A ``resource_policy`` names principals, which no other policy does.
    """
    parsed = _read(document) if isinstance(document, str) else document
    if not isinstance(parsed, Mapping):
        raise PolicyError("Syntax errors in policy.")
    version = parsed.get("Version", _VERSIONS[0])
    if version not in _VERSIONS:
        raise PolicyError("The policy must contain a valid version string")
    listed = parsed.get("Statement")
    statements = [listed] if isinstance(listed, Mapping) else listed
    if not isinstance(statements, list) or not statements:
        raise PolicyError("Syntax errors in policy: there is no Statement.")
    variables = version == _VERSION_WITH_VARIABLES
    return Policy(
        name,
        tuple(
            Statement(element, number, variables=variables, resource_policy=resource_policy)
            for number, element in enumerate(statements, 1)
        ),
    )


def deny_everything(name: str) -> Policy:
    """What stands in for a policy that cannot be read: nobody knows what it would have denied."""
    return parse_policy(
        {"Statement": {"Sid": "unreadable", "Effect": "Deny", "Action": "*", "Resource": "*"}}, name=name
    )


def evaluate(policies: Iterable[Policy], request: AccessRequest) -> Verdict:
    """What ``policies`` together say of ``request``."""
    allowed = SILENT
    for policy in policies:
        for statement in policy.statements:
            if statement.allows and allowed.decision is Decision.ALLOW and not allowed.delegated:
                continue
            named = statement.applies(request)
            if named is Named.NOT:
                continue
            if not statement.allows:
                return Verdict(Decision.DENY, policy.name, statement.name)
            allowed = Verdict(Decision.ALLOW, policy.name, statement.name, named is Named.BY_ACCOUNT)
    return allowed


def _read(document: str) -> Any:
    try:
        return json.loads(document)
    except (ValueError, RecursionError):
        raise PolicyError("Syntax errors in policy.") from None


def _either(element: Mapping[str, Any], name: str, words: str) -> tuple[bool, list[str]]:
    """Whether the element is the negated one, and its texts."""
    if (name in element) == (f"Not{name}" in element):
        raise PolicyError(f"Policy statement must contain {words}.")
    negated = name not in element
    value = element[f"Not{name}" if negated else name]
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) and text for text in texts):
        raise PolicyError(f"Policy statement must contain {words}.")
    return negated, texts


def _action(text: str) -> str:
    if text != "*" and ":" not in text:
        raise PolicyError("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
    return text.lower()


def _principal(element: Mapping[str, Any], *, resource_policy: bool) -> PrincipalElement | None:
    given = [name for name in ("Principal", "NotPrincipal") if name in element]
    if not resource_policy:
        if given:
            raise PolicyError("Policy document should not specify a principal.")
        return None
    if len(given) != 1:
        raise PolicyError("Missing required field Principal")
    return PrincipalElement(element[given[0]], negated=given[0] == "NotPrincipal")
