"""A load in slices of time: what the charts over time draw, kept up to date while the load runs."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from apiglab.lab.load_measurements import Measured
from apiglab.lab.palette import STATUS_LOOKS, status_class

SLICES = 60
"""The most slices: what a chart of this size can show."""
DOTS = 5
"""Requests of one class that stand for all of a slice: the fastest, the slowest, and evenly between."""

Dot = tuple[float, float]
"""A request's latency in ms, and when it was meant to leave in seconds."""


@dataclass(slots=True)
class Slice:
    """The requests that were meant to leave in one slice of time."""

    start: float
    width: float
    dots_of: dict[str, list[Dot]] = field(default_factory=dict)
    """Every request, by class of status."""
    _shown: dict[str, list[Dot]] = field(default_factory=dict)
    _median: float | None = None

    @property
    def middle(self) -> float:
        """The slice's middle, in seconds."""
        return self.start + self.width / 2

    def add(self, status: str, dots: Iterable[Dot]) -> None:
        """Take in requests of one class."""
        self.dots_of.setdefault(status, []).extend(dots)
        self._shown.pop(status, None)
        self._median = None

    def rate(self, status: str) -> float:
        """Requests of that class a second."""
        return len(self.dots_of.get(status, ())) / self.width

    def median(self) -> float | None:
        """The median latency of what was answered, in ms."""
        if self._median is None:
            answered = [ms for status, dots in self.dots_of.items() if status != "no answer" for ms, _ in dots]
            self._median = median(answered) if answered else None
        return self._median

    def shown(self, status: str) -> list[Dot]:
        """The few requests that stand for all of that class."""
        if status not in self._shown:
            dots = sorted(self.dots_of.get(status, ()))
            few = dots if len(dots) <= DOTS else [dots[i * (len(dots) - 1) // (DOTS - 1)] for i in range(DOTS)]
            self._shown[status] = few
        return self._shown[status]


class Timeline:
    """The slices of one load, at most 60: where it takes longer than expected, they become twice as wide."""

    def __init__(self, seconds: float, rate: float | None = None) -> None:
        self.width = seconds / SLICES
        if rate is not None:
            # A whole number of arrivals for each slice, or a constant rate would not look constant.
            self.width = math.ceil(self.width * rate - 1e-9) / rate
        self._slices: dict[int, Slice] = {}

    def add(self, measured: Iterable[Measured]) -> None:
        """Take in newly measured requests."""
        fresh: dict[tuple[int, str], list[Dot]] = {}
        for one in measured:
            while one.started >= self.width * SLICES * 1.02:
                self._widen(fresh)
            # A thousandth of a slice keeps what is due at a slice's very begin from falling into the one before.
            key = int(one.started / self.width + 1e-3), status_class(one.status)
            fresh.setdefault(key, []).append((one.latency * 1000, one.started))
        self._put(fresh)

    @property
    def slices(self) -> list[Slice]:
        """The slices that have requests, in order."""
        return [self._slices[index] for index in sorted(self._slices)]

    @property
    def end(self) -> float:
        """Where the last slice ends, in seconds."""
        return max((at.start + at.width for at in self._slices.values()), default=0.0)

    @property
    def classes(self) -> list[str]:
        """The classes of status that occurred, in the order of the legend."""
        seen = {status for at in self._slices.values() for status in at.dots_of}
        return [status for status in STATUS_LOOKS if status in seen]

    def _put(self, fresh: dict[tuple[int, str], list[Dot]]) -> None:
        for (index, status), dots in fresh.items():
            if index not in self._slices:
                self._slices[index] = Slice(index * self.width, self.width)
            self._slices[index].add(status, dots)
        fresh.clear()

    def _widen(self, fresh: dict[tuple[int, str], list[Dot]]) -> None:
        """Make every slice twice as wide."""
        self._put(fresh)
        narrow, self._slices, self.width = self._slices, {}, self.width * 2
        merged: dict[tuple[int, str], list[Dot]] = {}
        for index, at in narrow.items():
            for status, dots in at.dots_of.items():
                merged.setdefault((index // 2, status), []).extend(dots)
        self._put(merged)
