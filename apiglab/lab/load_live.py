"""A running load's numbers and pictures, kept up to date batch by batch."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from hdrh.histogram import HdrHistogram

from apiglab.lab.charts import latency_chart, rate_chart, status_bar
from apiglab.lab.html import Html, element
from apiglab.lab.load_html import latency_histogram
from apiglab.lab.load_measurements import Measured, Measurements, ending, in_order, new_histogram, record
from apiglab.lab.load_plan import LoadPlan
from apiglab.lab.load_text import counts_text, milliseconds
from apiglab.lab.timeline import Timeline


def finished_pictures(result: Measurements) -> Html:
    """The same pictures when it is over, and how the latencies are spread; an early end is the end of the axes."""
    return element("div", finished_load(result).pictures(), latency_histogram(result))


def finished_load(result: Measurements) -> "LiveLoad":
    """A load that is over, as it stood at its end."""
    plan = result.plan
    if result.stopped or result.gave_up:
        plan = replace(plan, seconds=max(result.seconds, 0.1))
    load = LiveLoad(plan)
    load.take(result.measured)
    return load


class LiveLoad:
    """What is known of a load while it runs."""

    def __init__(self, plan: LoadPlan) -> None:
        self.plan = plan
        self.counts: Counter[int | str] = Counter()
        self.elapsed = 0.0
        """Seconds from the load's begin to its newest answer."""
        self._taken = 0
        self._histogram: HdrHistogram = new_histogram()
        # A load that ends by count alone has no known length: its slices begin narrow and widen as it goes on.
        self._timeline = Timeline(1.0 if self._open_ended else plan.seconds, plan.rate)

    @property
    def _open_ended(self) -> bool:
        return self.plan.ends_by_count and self.plan.rate is None

    def take(self, measured: Sequence[Measured]) -> bool:
        """Take in what is new in ``measured``; whether there was anything."""
        fresh = measured[self._taken :]
        self._taken += len(fresh)
        self._timeline.add(fresh)
        for one in fresh:
            self.counts[ending(one)] += 1
            self.elapsed = max(self.elapsed, one.started + one.latency)
            record(self._histogram, one)
        return bool(fresh)

    @property
    def answered(self) -> int:
        """Requests with an answer."""
        return sum(count for status, count in self.counts.items() if isinstance(status, int))

    def told(self) -> str:
        """The load so far in one sentence."""
        if not self.counts:
            return "Nothing answered yet."
        rate = self.answered / self.elapsed if self.elapsed else 0.0
        sent = "1 request" if self._taken == 1 else f"{self._taken:,} requests"
        told = f"{sent}, {rate:,.1f} answers a second; {counts_text(in_order(self.counts))}."
        return (
            f"{told} Half within {self._percentile(50)}, 99 % within {self._percentile(99)}." if self.answered else told
        )

    def pictures(self) -> Html:
        """Tiles with the numbers that matter, latency and rate over time, and the mix of statuses."""
        return element(
            "div",
            self._tiles(),
            latency_chart(self._timeline, self.span, f"Latency over time. {self.told()}"),
            self.rates(),
            status_bar(in_order(self.counts), f"How the requests ended. {self.told()}"),
        )

    @property
    def span(self) -> float:
        """Seconds that the axes of time show."""
        return max(self.elapsed, 0.5) if self._open_ended else max(self.plan.seconds, self._timeline.end)

    def rates(self) -> Html:
        """Requests a second over time, stacked by how they ended."""
        return rate_chart(self._timeline, self.span, f"Requests per second over time, by status. {self.told()}")

    def _tiles(self) -> Html:
        other = self._taken - sum(count for status, count in self.counts.items() if str(status).startswith("2"))
        rate = self.answered / self.elapsed if self.elapsed else 0.0
        tiles = (
            ("Requests", f"{self._taken:,}"),
            ("Answers per second", f"{rate:,.1f}"),
            ("Latency p50", self._percentile(50)),
            ("Latency p99", self._percentile(99)),
            ("Not 2xx", f"{other:,}"),
        )
        shown = (element("div", name, element("strong", told), class_="apiglab-tile") for name, told in tiles)
        return element("div", *shown, class_="apiglab-tiles")

    def _percentile(self, share: float) -> str:
        return milliseconds(self._histogram.get_value_at_percentile(share) / 1000) if self.answered else "none"
