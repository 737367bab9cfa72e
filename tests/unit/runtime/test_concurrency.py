"""Counting what is in flight."""

import pytest

from apiglab.model.function import LambdaError
from apiglab.runtime.concurrency import Concurrency
from tests.runtime_builders import make_function


def test_a_function_s_reservation_holds_across_its_versions() -> None:
    """Reserved concurrency is the function's, not a version's."""
    concurrency = Concurrency(1000)
    one, two = (make_function(version=version, reserved_concurrent_executions=1) for version in "12")
    concurrency.admit(one)

    with pytest.raises(LambdaError, match="Rate Exceeded"):
        concurrency.admit(two)
    concurrency.release(one)
    concurrency.admit(two)

    assert concurrency.of(one) == 1


def test_accounts_and_regions_do_not_share_a_limit() -> None:
    """The account's limit is per region."""
    concurrency = Concurrency(1)
    concurrency.admit(make_function())
    concurrency.admit(make_function(region="eu-west-1", function_arn="arn:eu"))
    concurrency.admit(make_function(account_id="210987654321", function_arn="arn:other"))

    with pytest.raises(LambdaError) as refused:
        concurrency.admit(make_function(function_name="second"))

    assert refused.value.members["Reason"] == "ConcurrentInvocationLimitExceeded"


def test_a_refused_invocation_is_not_counted() -> None:
    """Only what was admitted is released."""
    concurrency = Concurrency(1000)
    function = make_function(reserved_concurrent_executions=0)

    with pytest.raises(LambdaError):
        concurrency.admit(function)

    assert concurrency.of(function) == 0
