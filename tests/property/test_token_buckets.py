"""A token bucket lets through what it owes, and never more."""

from hypothesis import given
from hypothesis import strategies as st

from apiglab.gateway.token_buckets import Limit, TokenBuckets

LIMITS = st.builds(Limit, st.floats(0, 1000), st.integers(0, 100))
PAUSES = st.lists(st.floats(0, 10), max_size=200)


def let_through(limit: Limit, pauses: list[float]) -> list[float]:
    """The times at which requests passed that came one pause after the other, ours from 0 on."""
    buckets, now, passed = TokenBuckets(), 0.0, []
    for pause in pauses:
        now += pause
        if buckets.level("bucket", limit, now) >= 1:
            buckets.take("bucket")
            passed.append(now)
    return passed


@given(LIMITS, PAUSES)
def test_never_more_than_burst_and_rate_pass(limit: Limit, pauses: list[float]) -> None:
    """In any stretch of time, and not only from the start. fact: throttling.exact"""
    passed = let_through(limit, pauses)

    for first in range(0, len(passed), 7):
        for last in range(first, len(passed)):
            owed = limit.burst + limit.rate * (passed[last] - passed[first])
            assert last - first + 1 <= owed + 1e-6


@given(LIMITS, PAUSES)
def test_never_fewer_than_the_bucket_owes(limit: Limit, pauses: list[float]) -> None:
    """A request is refused only where the bucket, filled at the rate and never fuller than the burst, has no token.

    fact: throttling.exact
    """
    buckets, tokens, now, before = TokenBuckets(), float(limit.burst), 0.0, 0.0
    for pause in pauses:
        now += pause
        tokens = min(float(limit.burst), tokens + (now - before) * limit.rate)
        before = now
        passes = buckets.level("bucket", limit, now) >= 1
        if passes:
            buckets.take("bucket")
            tokens -= 1
        assert passes or tokens < 1 + 1e-6
        assert tokens > -1e-6


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=50))
def test_buckets_that_are_full_again_are_dropped(keys: list[int]) -> None:
    """A dropped one is as full as a new one: nobody gains by it."""
    buckets = TokenBuckets()
    for key in keys:
        buckets.level(key, Limit(1.0, 1), 0.0)
        buckets.take(key)

    buckets._drop_full(0.5)
    kept = {key for key in keys if buckets.level(key, Limit(1.0, 1), 0.5) < 1}
    buckets._drop_full(100.0)

    assert kept == set(keys)
