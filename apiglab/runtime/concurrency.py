"""Concurrency: how many invocations may be in flight at once.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
"""

from collections import Counter

from apiglab.model.function import Function, LambdaError

_Account = tuple[str, str]


class Concurrency:
    """Counts the invocations in flight of each function and each account."""

    def __init__(self, account_limit: int) -> None:
        self._account_limit = account_limit
        self._functions: Counter[str] = Counter()
        self._accounts: Counter[_Account] = Counter()

    def admit(self, function: Function) -> None:
        """Count one more invocation, or refuse it as Lambda throttles."""
        arn = function.function_arn
        reserved = function.reserved_concurrent_executions
        if reserved is not None and self._functions[arn] >= reserved:
            raise _throttled("ReservedFunctionConcurrentInvocationLimitExceeded")
        account = (function.account_id, function.region)
        if self._accounts[account] >= self._account_limit:
            raise _throttled("ConcurrentInvocationLimitExceeded")
        self._functions[arn] += 1
        self._accounts[account] += 1

    def release(self, function: Function) -> None:
        """One invocation is over."""
        _decrement(self._functions, function.function_arn)
        _decrement(self._accounts, (function.account_id, function.region))

    def of(self, function: Function) -> int:
        """How many invocations of the function are in flight, in all its versions."""
        return self._functions[function.function_arn]


def _decrement(counter: "Counter[str] | Counter[_Account]", key: object) -> None:
    left = counter[key] - 1  # type: ignore[index]  # the counter and its key come in pairs
    if left:
        counter[key] = left  # type: ignore[index]  # as above
    else:
        del counter[key]


def _throttled(reason: str) -> LambdaError:
    return LambdaError("TooManyRequestsException", 429, "Rate Exceeded.", Reason=reason, Type="User")
