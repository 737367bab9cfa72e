"""A function's resource policy decides which service may invoke it, and for what."""

from typing import Any

import pytest

from apiglab.surroundings.resource_policy import allows

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:pets"
METHOD = "arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/pets/cats"


def a_statement(**changes: Any) -> dict[str, Any]:
    """A statement as AddPermission writes it for API Gateway, with ``changes``."""
    return {
        "Sid": "1",
        "Effect": "Allow",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        "Action": "lambda:InvokeFunction",
        "Resource": FUNCTION,
        **changes,
    }


def asked(*statements: dict[str, Any]) -> bool:
    """Whether API Gateway may invoke the function for the method."""
    return allows(
        statements,
        resource=FUNCTION,
        principal="apigateway.amazonaws.com",
        source_arn=METHOD,
        source_account="123456789012",
    )


def test_nothing_is_allowed_by_default() -> None:
    """A function without a policy can be invoked by no service."""
    assert asked() is False


def test_a_statement_that_allows_lets_in() -> None:
    """AddPermission without a source ARN lets any API of anybody in."""
    assert asked(a_statement()) is True


def test_an_explicit_deny_goes_before_any_allow() -> None:
    """The order of the statements does not matter."""
    assert asked(a_statement(Effect="Deny"), a_statement()) is False
    assert asked(a_statement(), a_statement(Effect="Deny")) is False


@pytest.mark.parametrize(
    "changes",
    [
        {"Principal": {"Service": "sns.amazonaws.com"}},
        {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}},
        {"Principal": "123456789012"},
        {"Principal": None},
        {"Action": "lambda:GetFunction"},
        {"Action": None},
        {"Resource": f"{FUNCTION}:live"},
        {"Resource": f"{FUNCTION}s"},
        {"Effect": "Permit"},
    ],
)
def test_a_statement_about_something_else_does_not(changes: dict[str, Any]) -> None:
    """Principal, action and resource all have to be the ones in question."""
    assert asked(a_statement(**changes)) is False


@pytest.mark.parametrize(
    "changes",
    [
        {"Principal": "*"},
        {"Principal": {"AWS": "*"}},
        {"Principal": {"Service": ["sns.amazonaws.com", "apigateway.amazonaws.com"]}},
        {"Action": "lambda:*"},
        {"Action": "*"},
        {"Action": "LAMBDA:invokefunction"},
        {"Action": ["lambda:GetFunction", "lambda:InvokeFunction"]},
        {"Resource": "arn:aws:lambda:*:*:function:p?ts"},
    ],
)
def test_lists_and_wildcards_are_understood(changes: dict[str, Any]) -> None:
    """Stars and question marks stand for what they do in IAM; actions are compared without regard to case."""
    assert asked(a_statement(**changes)) is True


@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        ({"ArnLike": {"AWS:SourceArn": METHOD}}, True),
        ({"ArnLike": {"aws:sourcearn": "arn:aws:execute-api:us-east-1:123456789012:abc123/*/GET/pets/*"}}, True),
        ({"ArnLike": {"AWS:SourceArn": "arn:aws:execute-api:us-east-1:123456789012:abc123/*/*"}}, True),
        ({"ArnLike": {"AWS:SourceArn": "arn:aws:execute-api:us-east-1:123456789012:abc123/*/POST/pets/*"}}, False),
        ({"ArnLike": {"AWS:SourceArn": "arn:aws:execute-api:*:abc123/*"}}, False),
        ({"ArnLike": {"AWS:SourceArn": "*"}}, False),
        ({"ArnEquals": {"AWS:SourceArn": "arn:aws:execute-api:*:*:abc12?/*"}}, True),
        ({"StringLike": {"AWS:SourceArn": "arn:aws:execute-api:*:abc123/*"}}, True),
        ({"StringEquals": {"AWS:SourceArn": METHOD}}, True),
        ({"StringEquals": {"AWS:SourceArn": f"{METHOD[:-1]}*"}}, False),
        ({"StringEquals": {"AWS:SourceAccount": "123456789012"}}, True),
        ({"StringEquals": {"AWS:SourceAccount": ["210987654321", "123456789012"]}}, True),
        ({"StringEquals": {"AWS:SourceAccount": "210987654321"}}, False),
        ({"StringEqualsIgnoreCase": {"AWS:SourceArn": METHOD.upper()}}, True),
        ({"ArnLike": {"AWS:SourceArn": METHOD}, "StringEquals": {"AWS:SourceAccount": "210987654321"}}, False),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, False),
        ({"IpAddress": {"aws:SourceIp": "127.0.0.1"}}, False),
        ({"StringEquals": "nonsense"}, False),
    ],
)
def test_a_condition_has_to_hold_in_full(condition: dict[str, Any], allowed: bool) -> None:
    """ArnLike goes part by part, StringLike over all; what is not understood does not let in."""
    assert asked(a_statement(Condition=condition)) is allowed


@pytest.mark.parametrize(
    ("condition", "allowed"),
    [
        ({"StringEquals": {"AWS:SourceAccount": "210987654321"}}, True),
        ({"StringEquals": {"AWS:SourceAccount": "123456789012"}}, False),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, True),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, False),
        ({"Nonsense": {"AWS:SourceAccount": "210987654321"}}, False),
    ],
)
def test_a_deny_stands_unless_its_condition_is_known_not_to_hold(condition: dict[str, Any], allowed: bool) -> None:
    """A condition that cannot be read leaves a Deny in force; a key that the request lacks matches nothing."""
    assert asked(a_statement(), a_statement(Effect="Deny", Condition=condition)) is allowed


def test_a_pattern_of_many_stars_takes_no_time() -> None:
    """A hostile pattern costs its length times the text's, not a power of its stars."""
    condition = {"StringLike": {"AWS:SourceArn": "*a" * 900 + "b"}}
    long_arn = "arn:aws:execute-api:us-east-1:123456789012:" + "a" * 2000

    assert not allows(
        [a_statement(Condition=condition)],
        resource=FUNCTION,
        principal="apigateway.amazonaws.com",
        source_arn=long_arn,
        source_account="123456789012",
    )
