"""The policy engine decides as IAM does, and says which statement decided."""

from typing import Any

import pytest

from apiglab.language.policy import (
    ANONYMOUS,
    AccessRequest,
    Decision,
    Policy,
    PolicyError,
    Principal,
    Verdict,
    evaluate,
    parse_policy,
)

ARN = "arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/pets/cats"
ANN = Principal(arns=("arn:aws:iam::123456789012:user/ann",), account_id="123456789012")
SESSION = Principal(
    arns=("arn:aws:sts::123456789012:assumed-role/reader/s", "arn:aws:iam::123456789012:role/reader"),
    account_id="123456789012",
)


def a_statement(**changes: Any) -> dict[str, Any]:
    """A statement that allows everything, with ``changes``; one that is None is left out."""
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*", **changes}
    return {name: value for name, value in statement.items() if value is not None}


def a_policy(*statements: dict[str, Any], version: str = "2012-10-17", **options: Any) -> Policy:
    """A policy of these statements."""
    return parse_policy({"Version": version, "Statement": list(statements)}, **options)


def decided(*statements: dict[str, Any], version: str = "2012-10-17", **keys: str | tuple[str, ...]) -> Decision:
    """What a policy says of the call of a method."""
    made = {name.replace("_", ":"): (value,) if isinstance(value, str) else value for name, value in keys.items()}
    return evaluate([a_policy(*statements, version=version)], AccessRequest("execute-api:Invoke", ARN, made)).decision


def named(element: dict[str, Any], principal: Principal) -> Decision:
    """What a resource policy with this principal says of a caller."""
    policy = a_policy(a_statement(**element), resource_policy=True)
    return evaluate([policy], AccessRequest("execute-api:Invoke", ARN, {}, principal)).decision


def test_a_deny_wins_wherever_it_stands() -> None:
    """The order of statements and policies does not matter. fact: policy.explicit-deny-wins"""
    allow, deny = a_policy(a_statement(), name="a"), a_policy(a_statement(Effect="Deny", Sid="No"), name="d")
    request = AccessRequest("execute-api:Invoke", ARN)

    assert evaluate([allow, deny], request) == evaluate([deny, allow], request) == Verdict(Decision.DENY, "d", "No")


def test_the_verdict_names_the_statement() -> None:
    """By its Sid, or by its number where it has none."""
    policy = a_policy(a_statement(Action="sqs:*"), a_statement(), name="ann's")

    verdict = evaluate([policy], AccessRequest("execute-api:Invoke", ARN))

    assert verdict == Verdict(Decision.ALLOW, "ann's", "2")
    assert verdict.describe() == {"decision": "allow", "policy": "ann's", "statement": "2"}


def test_nothing_said_is_silence() -> None:
    """Neither allowed nor denied. fact: policy.explicit-deny-wins"""
    assert evaluate([], AccessRequest("execute-api:Invoke", ARN)) == Verdict(Decision.SILENT)
    assert Verdict(Decision.SILENT).describe() == {"decision": "silent"}


@pytest.mark.parametrize(
    ("changes", "applies"),
    [
        ({"Action": "execute-api:invoke"}, True),
        ({"Action": "*"}, True),
        ({"Action": "execute-api:*"}, True),
        ({"Action": "execute-api:Inv?ke"}, True),
        ({"Action": ["sqs:*", "execute-api:I*"]}, True),
        ({"Action": "execute-api:Invalidate*"}, False),
        ({"Action": None, "NotAction": "sqs:*"}, True),
        ({"Action": None, "NotAction": ["execute-api:*", "sqs:*"]}, False),
        ({"Resource": ARN}, True),
        ({"Resource": ARN.upper()}, False),
        ({"Resource": "arn:aws:execute-api:*:*:abc123/*/GET/*"}, True),
        ({"Resource": "arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/p?ts/c*s"}, True),
        ({"Resource": "arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/pets"}, False),
        ({"Resource": None, "NotResource": "arn:aws:execute-api:*:*:abc123/prod/*"}, True),
        ({"Resource": None, "NotResource": "arn:aws:execute-api:*:*:abc123/dev/*"}, False),
    ],
)
def test_actions_and_resources_have_wildcards(changes: dict[str, Any], applies: bool) -> None:
    """Actions are compared without regard to case, resources with it."""
    assert (decided(a_statement(**changes)) is Decision.ALLOW) is applies


@pytest.mark.parametrize(
    ("resource", "applies"),
    [
        ("arn:aws:execute-api", True),
        ("arn:aws:execute-api:*", True),
        ("arn:aws:execute-api:us-east-1", True),
        ("arn:aws:execute-api*", True),
        ("arn:aws:sqs:*", False),
        ("arn:aws:execute-api:*/cats", True),
        ("arn:aws:execute-api:us-*:abc123/dev/GET/pets/cats:*:", False),
        ("arn:*:*:*:*:cats", False),
    ],
)
def test_an_incomplete_arn_is_completed(resource: str, applies: bool) -> None:
    """Missing parts stand for anything; whole ARNs go part by part. fact: policy.incomplete-arns"""
    assert (decided(a_statement(Resource=resource)) is Decision.ALLOW) is applies


def test_a_path_does_not_imitate_an_arn() -> None:
    """A path with colons cannot make a caller's ARN match one of another account. fact: policy.incomplete-arns"""
    policy = a_policy(a_statement(Resource="arn:aws:execute-api:*:111111111111:good/*"))
    forged = "arn:aws:execute-api:us-east-1:222222222222:bad/dev/GET/:111111111111:good/x"

    assert evaluate([policy], AccessRequest("execute-api:Invoke", forged)).decision is Decision.SILENT


@pytest.mark.parametrize(
    ("resource", "username", "applies"),
    [
        ("arn:aws:execute-api:*:*:abc123/dev/GET/pets/${aws:username}", "cats", True),
        ("arn:aws:execute-api:*:*:abc123/dev/GET/pets/${AWS:UserName}", "cats", True),
        ("arn:aws:execute-api:*:*:abc123/dev/GET/pets/${aws:username}", "*", False),
        ("arn:aws:execute-api:*:*:abc123/dev/GET/pets/${aws:username}", ("cats", "dogs"), False),
        ("arn:aws:execute-api:*:*:abc123/dev/GET/pets/${aws:nobody}", "cats", False),
        ("arn:aws:execute-api:*:*:abc123/dev/GET/pets/${aws:nobody, 'cats'}", "dogs", True),
        ("arn:aws:execute-api:*:*:abc123/dev/GET/pets/${*}", "cats", False),
    ],
)
def test_variables_have_the_request_s_values(resource: str, username: str | tuple[str, ...], applies: bool) -> None:
    """A value stands for itself, and one that is missing for nothing. fact: policy.variables"""
    assert (decided(a_statement(Resource=resource), aws_username=username) is Decision.ALLOW) is applies


def test_a_variable_without_a_value_never_lets_in() -> None:
    """Not even by what a statement leaves out. fact: policy.variables"""
    left_out = {"Resource": None, "NotResource": "arn:aws:execute-api:*:*:*/${aws:nobody}"}

    assert decided(a_statement(**left_out)) is Decision.SILENT
    assert decided(a_statement(), a_statement(Effect="Deny", **left_out)) is Decision.DENY


def test_the_older_version_has_no_variables() -> None:
    """In a policy of 2008 the text stands for itself. fact: policy.variables"""
    condition = {"StringEquals": {"aws:UserAgent": "${aws:username}"}}

    assert decided(a_statement(Condition=condition), version="2008-10-17", aws_useragent="${aws:username}") == "allow"
    assert decided(a_statement(Condition=condition), aws_useragent="x", aws_username="x") == "allow"


@pytest.mark.parametrize(
    ("element", "who", "applies"),
    [
        ({"Principal": "*"}, ANONYMOUS, True),
        ({"Principal": {"AWS": "*"}}, ANONYMOUS, True),
        ({"Principal": {"AWS": "arn:aws:iam::123456789012:user/ann"}}, ANN, True),
        ({"Principal": {"AWS": "arn:aws:iam::123456789012:user/ann"}}, SESSION, False),
        ({"Principal": {"AWS": ["arn:aws:iam::123456789012:role/reader"]}}, SESSION, True),
        ({"Principal": {"AWS": "arn:aws:sts::123456789012:assumed-role/reader/s"}}, SESSION, True),
        ({"Principal": {"AWS": "123456789012"}}, ANN, True),
        ({"Principal": {"AWS": "arn:aws:iam::123456789012:root"}}, SESSION, True),
        ({"Principal": {"AWS": "210987654321"}}, ANN, False),
        ({"Principal": {"AWS": "123456789012"}}, ANONYMOUS, False),
        ({"Principal": {"Service": "sqs.amazonaws.com"}}, Principal(service="sqs.amazonaws.com"), True),
        ({"Principal": {"Service": "sqs.amazonaws.com"}}, ANONYMOUS, False),
        ({"NotPrincipal": {"AWS": "arn:aws:iam::123456789012:user/ann"}}, ANN, True),
        ({"NotPrincipal": {"AWS": ["123456789012", "arn:aws:iam::123456789012:user/ann"]}}, ANN, False),
        ({"NotPrincipal": {"AWS": ["123456789012", "arn:aws:iam::123456789012:role/reader"]}}, SESSION, True),
        ({"NotPrincipal": {"AWS": ["123456789012", *SESSION.arns]}}, SESSION, False),
        ({"NotPrincipal": {"AWS": ["123456789012", *SESSION.arns]}}, ANONYMOUS, True),
    ],
)
def test_a_resource_policy_names_whom_it_is_about(element: dict[str, Any], who: Principal, applies: bool) -> None:
    """By ARN, role, account, service or everybody. fact: policy.not-principal"""
    assert (named(element, who) is Decision.ALLOW) is applies


def test_an_account_is_delegated_to() -> None:
    """What is allowed to an account is told from what is allowed to a caller. fact: policy.account-principal"""
    account = a_statement(Principal={"AWS": "123456789012"})
    both = [a_policy(account, a_statement(Principal={"AWS": ANN.arns[0]}), resource_policy=True)]
    request = AccessRequest("execute-api:Invoke", ARN, {}, ANN)

    assert evaluate([a_policy(account, resource_policy=True)], request).delegated is True
    assert evaluate(both, request).delegated is False


@pytest.mark.parametrize(
    "document",
    [
        "{",
        "[]",
        '"x"',
        "{}",
        "[" * 100_000,
        '{"Version": "2020-01-01", "Statement": []}',
        '{"Statement": []}',
        '{"Statement": "x"}',
        '{"Statement": [1]}',
        '{"Statement": [{"Effect": "Permit", "Action": "*", "Resource": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Resource": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": [], "Resource": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "Invoke", "Resource": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": []}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Conditions": {}}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Like": {"a": "b"}}}]}',
        '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Bool": {"a": "b"}}}]}',
    ],
)
def test_a_malformed_policy_is_refused(document: str) -> None:
    """What cannot be read is an error, not a policy that says nothing."""
    with pytest.raises(PolicyError):
        parse_policy(document)


@pytest.mark.parametrize(
    "principal", [None, "ann", {}, {"AWS": []}, {"AWS": "arn:aws:iam::*:root"}, {"Pet": "*"}, {"AWS": [1]}]
)
def test_a_resource_policy_has_to_name_somebody(principal: Any) -> None:
    """Nobody, an unknown kind and a part of a name are refused."""
    with pytest.raises(PolicyError):
        a_policy(a_statement(Principal=principal), resource_policy=True)


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    """A hostile pattern costs its length times the text's, not a power of its stars."""
    policy = a_policy(a_statement(Resource="arn:aws:execute-api:*:*:" + "*a?" * 900 + "b"))
    request = AccessRequest("execute-api:Invoke", "arn:aws:execute-api:us-east-1:1:" + "a" * 6000)

    assert evaluate([policy], request).decision is Decision.SILENT
