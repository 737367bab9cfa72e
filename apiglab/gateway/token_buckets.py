"""Token buckets: how many requests at once, and how many a second, a limit lets through.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html

How AWS does this
-----------------
A bucket holds as many tokens as the burst and is filled at the rate; each request takes one. One that finds the
bucket empty is refused and takes none.
"""

from collections.abc import Hashable
from typing import NamedTuple

_KEPT = 100_000
"""Buckets beyond which those that are full again, as new ones are, are dropped."""


class Limit(NamedTuple):
    """The size of a bucket, and how fast it fills."""

    rate: float
    """Tokens a second."""
    burst: int
    """Tokens that it holds."""


class _Bucket:
    """The tokens that were in a bucket when it was last looked at."""

    __slots__ = ("at", "limit", "tokens")

    def __init__(self, limit: Limit, at: float) -> None:
        self.limit = limit
        self.tokens = float(limit.burst)
        self.at = at


class TokenBuckets:
    """The buckets of every level and every client; one that was never looked at is full."""

    def __init__(self) -> None:
        self._buckets: dict[Hashable, _Bucket] = {}

    def level(self, key: Hashable, limit: Limit, now: float) -> float:
        """How many tokens are in the bucket; a changed ``limit`` counts from this moment on.

        fact: throttling.changes-at-once
        """
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= _KEPT:
                self._drop_full(now)
            bucket = self._buckets[key] = _Bucket(limit, now)
            return bucket.tokens
        if now > bucket.at:
            bucket.tokens += (now - bucket.at) * bucket.limit.rate
        # Where the clock was moved back, no time has passed. fact: throttling.clock
        bucket.at = now
        bucket.limit = limit
        if bucket.tokens > limit.burst:
            bucket.tokens = float(limit.burst)
        return bucket.tokens

    def take(self, key: Hashable) -> None:
        """Take one token out of a bucket that was just looked at."""
        self._buckets[key].tokens -= 1.0

    def clear(self) -> None:
        """Fill every bucket."""
        self._buckets.clear()

    def _drop_full(self, now: float) -> None:
        self._buckets = {
            key: bucket
            for key, bucket in self._buckets.items()
            if bucket.tokens + (now - bucket.at) * bucket.limit.rate < bucket.limit.burst
        }
