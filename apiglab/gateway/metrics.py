"""What CloudWatch is told of requests: how many, how they ended and how long they took, by the minute.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

KEPT_MINUTES = 24 * 60
"""Older ones are forgotten. fact: metrics.kept"""
NAMESPACE = "AWS/ApiGateway"
_MILLISECONDS = "Milliseconds"
_COUNT = "Count"


class Counted(NamedTuple):
    """Whose requests are counted together."""

    account_id: str
    region: str
    api_name: str
    stage: str
    resource: str = ""
    method: str = ""
    """Both empty where the stage has no detailed metrics for the method."""


class Datum(NamedTuple):
    """The values of one metric in one minute: how often each was seen."""

    name: str
    unit: str
    dimensions: tuple[tuple[str, str], ...]
    minute: int
    """Seconds since the epoch at its start."""
    values: Counter[float]


class _Minute:
    """One minute of the same requests."""

    __slots__ = ("count", "errors_4xx", "errors_5xx", "hits", "integration_latency", "latency", "misses")

    def __init__(self) -> None:
        self.count = 0
        self.errors_4xx = 0
        self.errors_5xx = 0
        self.hits = 0
        self.misses = 0
        self.latency: Counter[float] = Counter()
        self.integration_latency: Counter[float] = Counter()


class Metrics:
    """Every minute that is kept."""

    def __init__(self) -> None:
        self._minutes: dict[int, dict[Counted, _Minute]] = {}

    def note(
        self,
        counted: Counted,
        at: float,
        *,
        status: int,
        seconds: float,
        integration_seconds: float | None,
        cache_hit: bool | None,
    ) -> None:
        """Count one request that came at ``at``."""
        start = int(at) // 60 * 60
        minutes = self._minutes.get(start)
        if minutes is None:
            minutes = self._begin(start)
        minute = minutes.get(counted)
        if minute is None:
            minute = minutes[counted] = _Minute()
        minute.count += 1
        if status >= 400:
            if status >= 500:
                minute.errors_5xx += 1
            else:
                minute.errors_4xx += 1
        # Tenths of a millisecond: a minute has some hundreds of different values at most, however many its requests.
        minute.latency[round(seconds * 1000, 1)] += 1
        if integration_seconds is not None:
            minute.integration_latency[round(integration_seconds * 1000, 1)] += 1
        if cache_hit is not None:
            if cache_hit:
                minute.hits += 1
            else:
                minute.misses += 1

    def data(self, account_id: str, region: str) -> Iterator[Datum]:
        """Every metric of an account, by each set of dimensions that AWS has. fact: metrics.dimensions"""
        for start, minutes in list(self._minutes.items()):
            for counted, minute in list(minutes.items()):
                if (counted.account_id, counted.region) == (account_id, region):
                    for dimensions in _dimensions(counted):
                        yield from _data(minute, dimensions, start)

    def clear(self) -> None:
        """Forget everything."""
        self._minutes.clear()

    def _begin(self, start: int) -> dict[Counted, _Minute]:
        if len(self._minutes) >= KEPT_MINUTES:
            del self._minutes[min(self._minutes)]
        begun = self._minutes[start] = {}
        return begun


def _dimensions(counted: Counted) -> Iterator[tuple[tuple[str, str], ...]]:
    name, stage = ("ApiName", counted.api_name), ("Stage", counted.stage)
    yield (name,)
    yield (name, stage)
    if counted.method:
        yield (name, ("Method", counted.method), ("Resource", counted.resource), stage)


def _data(minute: _Minute, dimensions: tuple[tuple[str, str], ...], start: int) -> Iterator[Datum]:
    """Errors and cache hits are 1 or 0 for each request, so that their average is a rate. fact: metrics.values"""
    of_requests = (
        ("Count", Counter({1.0: minute.count})),
        ("4XXError", _ones(minute.errors_4xx, minute.count)),
        ("5XXError", _ones(minute.errors_5xx, minute.count)),
    )
    for name, values in of_requests:
        yield Datum(name, _COUNT, dimensions, start, values)
    yield Datum("Latency", _MILLISECONDS, dimensions, start, minute.latency)
    if minute.integration_latency:
        yield Datum("IntegrationLatency", _MILLISECONDS, dimensions, start, minute.integration_latency)
    cached = minute.hits + minute.misses
    if cached:
        yield Datum("CacheHitCount", _COUNT, dimensions, start, _ones(minute.hits, cached))
        yield Datum("CacheMissCount", _COUNT, dimensions, start, _ones(minute.misses, cached))


def _ones(ones: int, of: int) -> Counter[float]:
    return Counter({1.0: ones, 0.0: of - ones})
