"""Figures of a load with matplotlib: Okabe and Ito's colours with a mark for each class, units on every axis.

They are plain ``Figure`` objects: pyplot would keep each one alive and tie them to one thread.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from apiglab.lab.load_measurements import Measured, Measurements
from apiglab.lab.palette import BLUE, STATUS_LOOKS, status_class

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def latency_figure(result: Measurements) -> "Figure":
    """Each request's latency over time, marked by its status."""
    figure, (axes,) = _figure(1)
    draw_latency(axes, result)
    return figure


def histogram_figure(result: Measurements) -> "Figure":
    """How many requests took how long."""
    figure, (axes,) = _figure(1)
    draw_histogram(axes, result)
    return figure


def status_figure(result: Measurements) -> "Figure":
    """How the requests ended."""
    figure, (axes,) = _figure(1)
    draw_status(axes, result)
    return figure


def overview_figure(result: Measurements) -> "Figure":
    """Latency over time, its histogram, and how the requests ended."""
    figure, (latency, histogram, status) = _figure(3)
    draw_latency(latency, result)
    draw_histogram(histogram, result)
    draw_status(status, result)
    figure.suptitle(f"{result.plan.method} · {result.plan.model}", fontsize="medium")
    return figure


def draw_latency(axes: "Axes", result: Measurements) -> None:
    """Latency over time on ``axes``."""
    for name, look in STATUS_LOOKS.items():
        ones = _of_class(result.measured, name)
        if ones:
            started, latency = [one.started for one in ones], [one.latency * 1000 for one in ones]
            style = {"marker": look.matplotlib_marker, "color": look.colour, "linestyle": "none", "alpha": 0.65}
            axes.plot(started, latency, label=f"{name} ({len(ones):,})", markersize=4, **style)  # type: ignore[arg-type]  # stubs know no **style
    if result.spread_wide:
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    axes.set(title="Latency over time", xlabel="time since the first request (s)", ylabel="latency (ms)")
    if result.measured:
        axes.legend(frameon=False, fontsize="small")


def draw_histogram(axes: "Axes", result: Measurements) -> None:
    """The answered requests by latency on ``axes``, with the percentiles that matter."""
    bins = result.bins()
    if bins:
        edges = [low for low, _, _ in bins]
        axes.bar(
            edges, [count for *_, count in bins], width=[high - low for low, high, _ in bins], align="edge", color=BLUE
        )
        for name, share, line in (("p50", 50, "-"), ("p90", 90, "--"), ("p99", 99, ":")):
            value = result.percentile(share)
            axes.axvline(value, color="black", linestyle=line, linewidth=1.2, label=f"{name} {value:.3g} ms")
        if result.spread_wide:
            axes.set_xscale("log")
        axes.legend(frameon=False, fontsize="small")
    axes.set(title="Requests by latency", xlabel="latency (ms)", ylabel="requests")


def draw_status(axes: "Axes", result: Measurements) -> None:
    """How many requests ended in each status, as labelled bars on ``axes``."""
    counts = result.status_counts
    looks = [STATUS_LOOKS[status_class(status)] for status in counts]
    names = [f"{look.sign} {status}" for look, status in zip(looks, counts, strict=True)]
    bars = axes.barh(names, list(counts.values()), color=[look.colour for look in looks])
    axes.bar_label(bars, labels=[f" {count:,}" for count in counts.values()])
    axes.invert_yaxis()
    axes.margins(x=0.15)
    axes.set(title="How the requests ended", xlabel="requests", ylabel="status")


def _of_class(measured: Sequence[Measured], name: str) -> list[Measured]:
    return [one for one in measured if status_class(one.status) == name]


def _figure(rows: int) -> "tuple[Figure, list[Axes]]":
    from matplotlib.figure import Figure  # imported when the first figure is wanted

    figure = Figure(figsize=(7.5, 2.9 * rows), layout="constrained")
    places = [figure.add_subplot(rows, 1, row + 1) for row in range(rows)]
    for axes in places:
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", alpha=0.25)
        axes.set_axisbelow(True)
    return figure, places
