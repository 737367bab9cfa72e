"""A policy tried out: what it says of one request, which statement decides, and what each of the others says.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

It is asked by the engine that API Gateway asks here, one policy alone: what others would say is not in it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, Tone, badge, element, line, page
from apiglab.language.policy import ANONYMOUS, AccessRequest, Decision, Policy, Principal, evaluate, parse_policy
from apiglab.language.policy_abbreviations import written_out
from apiglab.language.policy_errors import PolicyError

_HERE: Final = "lab.simulate_policy"
_SAID: Final[Mapping[Decision, str]] = {
    Decision.ALLOW: "Allowed",
    Decision.DENY: "Denied",
    Decision.SILENT: "Not allowed: no statement is about it",
}
_MARKED: Final = "background:#ffe9a8;color:#1a1a1a"
_TONES: Final[Mapping[Decision, Tone]] = {
    Decision.ALLOW: "ok",
    Decision.DENY: "refused",
    Decision.SILENT: "refused",
}


@dataclass(frozen=True, slots=True)
class SimulatedStatement:
    """One statement, and whether it is about the request."""

    number: int
    """Its place, from 1."""
    source: Mapping[str, Any]
    applies: bool
    decides: bool

    @property
    def name(self) -> str:
        """Its number, and its Sid if it has one."""
        sid = self.source.get("Sid")
        return f"statement {self.number}" + (f" ({sid})" if sid else "")

    @property
    def says(self) -> str:
        """Its effect, and whether that counts here."""
        return f"{self.source['Effect']}: {'is about it' if self.applies else 'is not about it'}"


@dataclass(frozen=True, slots=True, repr=False)
class PolicySimulation:
    """What a policy says of a request."""

    decision: Decision
    statements: tuple[SimulatedStatement, ...]

    @property
    def deciding(self) -> SimulatedStatement | None:
        """The statement that decided, or None where none did."""
        return next((statement for statement in self.statements if statement.decides), None)

    @property
    def finding(self) -> str:
        """The outcome in one line."""
        by = "" if self.deciding is None else f" by {self.deciding.name}"
        return f"{_SAID[self.decision]}{by}."

    def __repr__(self) -> str:
        rows = (f"{'>' if each.decides else ' '} {each.name}: {each.says}" for each in self.statements)
        return "\n".join([self.finding, *rows])

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def to_html(self) -> Html:
        """The policy with the deciding statement marked, for a place in a larger output."""
        head = line(badge(_TONES[self.decision], self.decision.value), " ", self.finding)
        return element("div", head, *(_statement(each) for each in self.statements))


def _statement(statement: SimulatedStatement) -> Html:
    text = json.dumps(statement.source, indent=2, ensure_ascii=False)
    shown = element("mark", text, style=_MARKED) if statement.decides else text
    return element("div", line(f"{statement.name}: {statement.says}"), element("pre", shown))


def simulate_policy(
    policy: str | Mapping[str, Any],
    resource: str,
    *,
    action: str,
    keys: Mapping[str, str | Sequence[str]],
    principal: str | None,
) -> PolicySimulation:
    """Ask a policy about one request; a policy that cannot be read is a ``LabError`` that says where."""
    document = _document(policy)
    listed = document.get("Statement")
    sources = [listed] if isinstance(listed, Mapping) else listed if isinstance(listed, list) else []
    is_of_a_resource = any(
        "Principal" in source or "NotPrincipal" in source for source in sources if isinstance(source, Mapping)
    )
    try:
        parsed = parse_policy(_whole(document, resource), resource_policy=is_of_a_resource)
    except PolicyError as error:
        raise LabError(_HERE, error.message, "compare it with a policy of lesson 06 or 12a") from None
    request = AccessRequest(action, resource, _values(keys), _principal(principal))
    verdict = evaluate([parsed], request)
    return PolicySimulation(verdict.decision, tuple(_simulated(parsed, sources, request, verdict.decision)))


def _simulated(
    policy: Policy, sources: Sequence[Mapping[str, Any]], request: AccessRequest, decision: Decision
) -> Iterator[SimulatedStatement]:
    """Each statement asked alone; of those that say what was decided, the first decided it."""
    decided = False
    for number, (statement, source) in enumerate(zip(policy.statements, sources, strict=True), 1):
        alone = evaluate([Policy("", (statement,))], request).decision
        decides = not decided and alone is decision and alone is not Decision.SILENT
        decided = decided or decides
        yield SimulatedStatement(number, source, alone is not Decision.SILENT, decides)


def _whole(document: Mapping[str, Any], resource: str) -> Mapping[str, Any]:
    """The policy as API Gateway stores it with the API that is asked for: without abbreviations."""
    parts = resource.split(":", 5)
    if parts[2:3] != ["execute-api"] or len(parts) < 6:
        return document
    return written_out(document, f"{':'.join(parts[:5])}:{parts[5].partition('/')[0]}/")


def _principal(arn: str | None) -> Principal:
    if arn is None:
        return ANONYMOUS
    parts = arn.split(":")
    if len(parts) < 6:
        raise LabError(_HERE, f"{arn} is no ARN of a caller", "give one such as arn:aws:iam::123456789012:user/ann")
    return Principal(arns=(arn,), account_id=parts[4] or None)


def _document(policy: str | Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(policy, str):
        return policy
    try:
        document = json.loads(policy)
    except RecursionError:
        raise LabError(_HERE, "the policy is nested too deeply", 'a policy has "Version" and "Statement"') from None
    except json.JSONDecodeError as error:
        what = f"the policy is no JSON: {error.msg}, line {error.lineno}, column {error.colno}"
        raise LabError(_HERE, what, "look at that place: a comma, a bracket, a quotation mark") from None
    if not isinstance(document, Mapping):
        raise LabError(_HERE, "the policy is JSON, but no object", 'a policy has "Version" and "Statement"')
    return document


def _values(keys: Mapping[str, str | Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name.lower(): (value,) if isinstance(value, str) else tuple(value) for name, value in keys.items()}
