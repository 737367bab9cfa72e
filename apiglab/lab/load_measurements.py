"""What a load measured: every request, percentiles and counts."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from hdrh.histogram import HdrHistogram

from apiglab.lab.load_plan import LoadPlan

if TYPE_CHECKING:
    import pandas as pd

PERCENTILES: Mapping[str, float] = {"p50": 50, "p75": 75, "p90": 90, "p95": 95, "p99": 99, "p99.9": 99.9, "max": 100}
WIDE = 25.0
"""How many times the median the slowest may take before a linear scale would flatten all the others."""
LONGEST_MICROSECONDS = 3_600_000_000


class Measured(NamedTuple):
    """One request of a load."""

    started: float
    """Seconds after the load's begin at which it was meant to leave."""
    latency: float
    """Seconds from then until its answer was read."""
    status: int
    """0 where there was no answer."""
    error: str | None
    """The gateway's error type, or why there was no answer."""
    request_id: str | None


@dataclass(slots=True)
class LoadLog:
    """What a load process has reported so far; its reader adds, anybody may look."""

    measured: list[Measured] = field(default_factory=list)
    began: float = 0.0
    """When the load began, in seconds since the epoch."""
    end: Mapping[str, Any] | None = None

    def take(self, line: Mapping[str, Any]) -> None:
        """Add what one line of the process reports."""
        self.measured.extend(Measured(*record) for record in line.get("records", ()))
        self.began = line.get("began", self.began)
        self.end = line.get("end", self.end)


def ending(one: Measured) -> int | str:
    """How a request ended: its status, or the reason for having none."""
    return one.status or one.error or "no answer"


def in_order(counts: Mapping[int | str, int]) -> dict[int | str, int]:
    """Counts by status, then by reason."""
    return dict(sorted(counts.items(), key=lambda item: (isinstance(item[0], str), str(item[0]))))


def new_histogram() -> HdrHistogram:
    """An empty histogram of latencies in microseconds, exact to three digits."""
    return HdrHistogram(1, LONGEST_MICROSECONDS, 3)


def record(histogram: HdrHistogram, one: Measured) -> None:
    """Add a request to a histogram, if it was answered."""
    if one.status:
        histogram.record_value(max(1, round(one.latency * 1e6)))


class Measurements:
    """What a finished load measured, as numbers."""

    def __init__(self, plan: LoadPlan, log: LoadLog, *, stopped: bool = False) -> None:
        self.plan = plan
        self.measured = tuple(sorted(log.measured))
        self.began = log.began
        self.stopped = stopped
        """Whether somebody stopped it before its time."""
        end = log.end or {}
        latest = max((one.started + one.latency for one in self.measured), default=0.0)
        self.seconds: float = end.get("seconds", latest)
        self.unfinished: int = end.get("unfinished", 0)
        """Requests that were under way when the load was stopped."""
        self.gave_up: bool = end.get("gave_up", False)
        """Whether the load ended early because nobody answered."""
        self.late_ms: float = end.get("late", 0.0) * 1000
        """The most that this machine was late to send what was due: large means it was too busy to measure well."""

    @cached_property
    def requests(self) -> "pd.DataFrame":
        """Every request: ``started`` (s), ``latency_ms``, ``status`` (0: no answer), ``error``, ``request_id``."""
        import pandas as pd  # imported when a table is wanted: it takes longer than the rest of the lab

        frame = pd.DataFrame(self.measured, columns=list(Measured._fields))
        frame.insert(1, "latency_ms", frame.pop("latency") * 1000)
        return frame

    @cached_property
    def histogram(self) -> HdrHistogram:
        """The latencies of the answered requests in microseconds, to three digits."""
        histogram = new_histogram()
        for one in self.measured:
            record(histogram, one)
        return histogram

    def percentile(self, share: float) -> float:
        """The latency in ms that ``share`` per cent of the answered requests did not exceed."""
        value: int = self.histogram.get_value_at_percentile(share)
        return value / 1000

    @property
    def spread_wide(self) -> bool:
        """Whether the latencies ask for a logarithmic scale."""
        return self.answered > 0 and self.percentile(100) > WIDE * self.percentile(50)

    def bins(self, most: int = 40) -> list[tuple[float, float, int]]:
        """The answered requests by latency in ms: from, to, how many; the bins grow where the latencies spread wide."""
        values = [one.latency * 1000 for one in self.measured if one.status]
        if not values:
            return []
        low, high = max(min(values), 1e-3), max(*values, 1e-3)
        steps = min(most, max(8, round(2 * len(values) ** 0.5)))
        if self.spread_wide:
            edges = [low * (high / low) ** (index / steps) for index in range(steps + 1)]
        else:
            edges = [high * index / steps for index in range(steps + 1)]
        counts = [0] * steps
        for value in values:
            counts[min(bisect_right(edges, value) - 1, steps - 1)] += 1
        return list(zip(edges, edges[1:], counts, strict=False))

    def percentiles(self) -> "pd.DataFrame":
        """The latency of the answered requests at the usual percentiles, in ms."""
        import pandas as pd

        values = (
            [self.percentile(share) for share in PERCENTILES.values()] if self.answered else [None] * len(PERCENTILES)
        )
        return pd.DataFrame({"latency_ms": values}, index=pd.Index(PERCENTILES, name="percentile"), dtype="float64")

    @cached_property
    def answered(self) -> int:
        """How many requests got an answer, whatever its status."""
        return sum(1 for one in self.measured if one.status)

    @cached_property
    def status_counts(self) -> dict[int | str, int]:
        """How many requests ended in each status, and by reason those without an answer."""
        return in_order(Counter(map(ending, self.measured)))

    @property
    def summary(self) -> dict[str, Any]:
        """The load in numbers, ready for JSON."""
        latency = {f"{name}_ms": self.percentile(share) for name, share in PERCENTILES.items()} if self.answered else {}
        return {
            "method": self.plan.method,
            "url": self.plan.url,
            "model": self.plan.model,
            "requests": len(self.measured),
            "answered": self.answered,
            "unfinished": self.unfinished,
            "seconds": round(self.seconds, 3),
            "rate": round(self.rate, 1),
            "statuses": {str(status): count for status, count in self.status_counts.items()},
            **latency,
        }

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answered / self.seconds if self.seconds else 0.0
