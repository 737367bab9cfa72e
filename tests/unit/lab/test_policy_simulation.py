"""A policy tried out: which statement decides about a request, and what a policy that cannot be read is told."""

import json
from typing import Any

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.policy_simulation import PolicySimulation, simulate_policy
from apiglab.language.policy import Decision

API = "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5"
ANN = "arn:aws:iam::123456789012:user/ann"
INVOKE = "execute-api:Invoke"


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    """A policy of these statements."""
    return {"Version": "2012-10-17", "Statement": [{"Action": INVOKE, "Resource": f"{API}/*", **s} for s in statements]}


def asked(document: Any, what: str = "dev/GET/pets", principal: str | None = None, **keys: str) -> PolicySimulation:
    """What a policy says of a call."""
    named = {name.replace("__", ":"): value for name, value in keys.items()}
    return simulate_policy(document, f"{API}/{what}", action=INVOKE, keys=named, principal=principal)


def test_the_deciding_statement_is_marked() -> None:
    """And each of the others says whether it is about the request."""
    document = policy(
        {"Effect": "Allow", "Sid": "Pets", "Resource": f"{API}/*/GET/pets"},
        {"Effect": "Allow", "Resource": f"{API}/prod/*"},
        {"Effect": "Deny", "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}},
    )

    allowed = asked(document, aws__SourceIp="198.51.100.7")
    denied = asked(document, aws__SourceIp="192.0.2.1")

    assert repr(allowed).splitlines() == [
        "Allowed by statement 1 (Pets).",
        "> statement 1 (Pets): Allow: is about it",
        "  statement 2: Allow: is not about it",
        "  statement 3: Deny: is not about it",
    ]
    assert (denied.decision, denied.finding) == (Decision.DENY, "Denied by statement 3.")
    assert [each.applies for each in denied.statements] == [True, False, True]
    assert denied._repr_html_().count("<mark ") == 1


def test_where_no_statement_is_about_it_nobody_gets_in() -> None:
    """Which is no statement's doing."""
    simulation = asked(policy({"Effect": "Allow", "Resource": f"{API}/prod/*"}))

    assert (simulation.finding, simulation.deciding) == ("Not allowed: no statement is about it.", None)


def test_a_resource_policy_looks_at_who_calls() -> None:
    """By the ARN; a policy of IAM's own names nobody."""
    document = policy({"Effect": "Allow", "Principal": {"AWS": ANN}})

    assert asked(document, principal=ANN).decision is Decision.ALLOW
    assert asked(document).decision is Decision.SILENT
    assert asked(policy({"Effect": "Allow", "Principal": {"AWS": "123456789012"}}), principal=ANN).deciding is not None
    assert asked(json.dumps(policy({"Effect": "Allow"}))).decision is Decision.ALLOW


def test_a_single_statement_needs_no_list() -> None:
    """As in AWS's own examples."""
    document = policy({"Effect": "Allow"})
    document["Statement"] = document["Statement"][0]

    assert asked(document).finding == "Allowed by statement 1."


@pytest.mark.parametrize(
    ("document", "what"),
    [
        ('{"Version": "2012-10-17",\n "Statement": [}', "the policy is no JSON: Expecting value, line 2, column 16"),
        ("[]", "the policy is JSON, but no object"),
        ("{}", "Syntax errors in policy: there is no Statement."),
        (policy({"Effect": "Maybe"}), "Syntax errors in policy: Effect must be Allow or Deny."),
        ({"Version": "2012-10-17", "Statement": [None]}, "Syntax errors in policy."),
        ({"Version": "2012-10-17", "Statement": [1]}, "Syntax errors in policy."),
    ],
)
def test_what_cannot_be_read_is_told(document: Any, what: str) -> None:
    """With its place, where it is no JSON."""
    with pytest.raises(LabError) as refused:
        asked(document)

    assert refused.value.what == what


def test_a_caller_is_an_arn() -> None:
    """A name alone says of no account."""
    with pytest.raises(LabError, match="no ARN of a caller"):
        asked(policy({"Effect": "Allow"}), principal="ann")


@pytest.mark.parametrize("statements", ["a list", "one alone"])
def test_an_abbreviated_resource_stands_for_the_api_that_is_asked_for(statements: str) -> None:
    """As API Gateway stores it. fact: resource-policy.abbreviations"""
    statement = {"Effect": "Allow", "Action": INVOKE, "Resource": ["execute-api:/*/GET/pets", "execute-api:/prod/*"]}
    document = {"Version": "2012-10-17", "Statement": [statement] if statements == "a list" else statement}

    assert asked(document).decision is Decision.ALLOW
    assert asked(document, "dev/POST/pets").decision is Decision.SILENT
    assert asked(document, "prod/POST/pets").decision is Decision.ALLOW


def test_a_policy_that_is_nested_too_deeply_is_told() -> None:
    """And is no error of ours."""
    with pytest.raises(LabError, match="nested too deeply"):
        asked("[" * 100_000)


def test_of_statements_that_say_the_same_the_first_decides() -> None:
    """One is marked, and both are about it."""
    simulation = asked(policy({"Effect": "Allow"}, {"Effect": "Allow"}))

    assert [(each.applies, each.decides) for each in simulation.statements] == [(True, True), (True, False)]
