"""Every condition operator, with what may stand before and after it."""

from typing import Any

import pytest

from apiglab.language.policy_conditions import all_hold, parse_conditions

EPOCH_2026 = "1767225600"


def holds(condition: dict[str, Any], *values: str) -> bool | None:
    """Whether a condition on the key ``k`` holds for these values of it."""
    element = {operator: {"K": wanted} for operator, wanted in condition.items()}
    return all_hold(parse_conditions(element, variables=True), {"k": values, "aws:username": ("ann",)})


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "expected"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", "${aws:username}", "ann", True),
        ("StringNotEquals", "a", "b", True),
        ("StringNotEquals", ["a", "b"], "b", False),
        ("StringNotEquals", ["a", "b"], "c", True),
        ("StringEqualsIgnoreCase", "aB", "Ab", True),
        ("StringNotEqualsIgnoreCase", "aB", "Ab", False),
        ("StringLike", "a*c?", "abbbcd", True),
        ("StringLike", "a${*}", "a*", True),
        ("StringLike", "a${*}", "ab", False),
        ("StringNotLike", "a*", "b", True),
        ("NumericEquals", "10", "10.0", True),
        ("NumericEquals", 10, "10", True),
        ("NumericNotEquals", "10", "11", True),
        ("NumericLessThan", "10", "9", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericLessThanEquals", "10", "10", True),
        ("NumericGreaterThan", "10", "1e2", True),
        ("NumericGreaterThanEquals", "10", "9", False),
        ("DateEquals", "2026-01-01T00:00:00Z", EPOCH_2026, True),
        ("DateEquals", "2026-01-01", "2026-01-01T01:00:00+01:00", True),
        ("DateNotEquals", "2026-01-01", "2026-01-02", True),
        ("DateLessThan", "2026-01-01", "2025-12-31T23:59:59Z", True),
        ("DateLessThanEquals", EPOCH_2026, EPOCH_2026, True),
        ("DateGreaterThan", "2026-01-01", "2025-12-31T23:59:59Z", False),
        ("DateGreaterThanEquals", "2026-01-01", "2026-01-01", True),
        ("Bool", "true", "true", True),
        ("Bool", True, "true", True),
        ("Bool", "true", "false", False),
        ("BinaryEquals", "AQI=", "AQI=", True),
        ("BinaryEquals", "AQI=", "AQM=", False),
        ("IpAddress", "192.0.2.0/24", "192.0.2.7", True),
        ("IpAddress", "192.0.2.0/24", "192.0.3.7", False),
        ("IpAddress", ["10.0.0.0/8", "192.0.2.7"], "192.0.2.7", True),
        ("IpAddress", "2001:db8::/32", "2001:db8::1", True),
        ("IpAddress", "0.0.0.0/0", "2001:db8::1", False),
        ("NotIpAddress", "192.0.2.0/24", "192.0.2.7", False),
        ("NotIpAddress", ["10.0.0.0/8", "192.0.2.0/24"], "192.0.3.7", True),
        ("ArnEquals", "arn:aws:sns:*:1:t*", "arn:aws:sns:us-east-1:1:topic", True),
        ("ArnLike", "arn:aws:sns:*:topic", "arn:aws:sns:us-east-1:1:topic", False),
        ("ArnNotEquals", "arn:aws:sns:*:1:t", "arn:aws:sns:us-east-1:1:t", False),
        ("ArnNotLike", "arn:aws:sns:*:1:t", "arn:aws:sns:us-east-1:2:t", True),
        ("Null", "true", "x", False),
        ("Null", False, "x", True),
        ("stringequalsifexists", "a", "b", False),
    ],
)
def test_operators_compare(operator: str, wanted: Any, value: str, expected: bool) -> None:
    """One operator, one value of the request. fact: policy.many-values"""
    assert holds({operator: wanted}, value) is expected


@pytest.mark.parametrize(
    ("operator", "wanted", "expected"),
    [
        ("StringEquals", "a", False),
        ("StringNotEquals", "a", True),
        ("StringNotLike", "a", True),
        ("IpAddress", "10.0.0.0/8", False),
        ("NotIpAddress", "10.0.0.0/8", True),
        ("NumericLessThan", "1", False),
        ("Bool", "false", False),
        ("BoolIfExists", "false", True),
        ("StringEqualsIfExists", "a", True),
        ("ForAllValues:StringEquals", "a", True),
        ("ForAnyValue:StringEquals", "a", False),
        ("ForAnyValue:StringNotEquals", "a", False),
        ("ForAnyValue:StringEqualsIfExists", "a", True),
        ("Null", "true", True),
        ("Null", "false", False),
    ],
)
def test_a_key_may_be_missing(operator: str, wanted: str, expected: bool) -> None:
    """What is not there matches nothing. fact: policy.missing-key"""
    assert holds({operator: wanted}) is expected


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("ForAllValues:StringEquals", ("a", "b"), True),
        ("ForAllValues:StringEquals", ("a", "c"), False),
        ("ForAnyValue:StringEquals", ("a", "c"), True),
        ("ForAnyValue:StringEquals", ("c", "d"), False),
        ("ForAllValues:StringNotEquals", ("c", "d"), True),
        ("ForAllValues:StringNotEquals", ("a", "c"), False),
        ("ForAnyValue:StringNotEquals", ("a", "c"), True),
        ("ForAnyValue:StringNotEquals", ("a", "b"), False),
    ],
)
def test_a_key_may_have_many_values(operator: str, values: tuple[str, ...], expected: bool) -> None:
    """ForAllValues asks each of the request's values, ForAnyValue one of them."""
    assert holds({operator: ["a", "b"]}, *values) is expected


@pytest.mark.parametrize(
    ("operator", "wanted"),
    [
        ("NumericEquals", "1"),
        ("NumericNotEquals", "1"),
        ("DateLessThan", "2026-01-01"),
        ("IpAddress", "10.0.0.0/8"),
        ("NotIpAddress", "10.0.0.0/8"),
        ("BinaryEquals", "AQI="),
        ("StringNotEquals", "${aws:nobody}"),
    ],
)
def test_what_cannot_be_compared_is_not_known(operator: str, wanted: str) -> None:
    """Neither does such a condition hold, nor does it fail. fact: policy.incomparable"""
    assert holds({operator: wanted}, "nonsense!") is None


def test_all_operators_and_keys_have_to_hold() -> None:
    """One that fails is enough, even beside one that cannot be told."""
    assert holds({"StringEquals": "a", "StringLike": "*"}, "a") is True
    assert holds({"StringEquals": "b", "NumericEquals": "1"}, "a") is False
    assert holds({"StringEquals": "a", "NumericEquals": "1"}, "a") is None
