"""The pictures of a load as inline SVG: latency over time, answers a second, a histogram, the mix of statuses."""

from collections.abc import Mapping, Sequence
from functools import partial

from apiglab.lab.html import Html
from apiglab.lab.load_measurements import WIDE
from apiglab.lab.palette import ACCENT, STATUS_LOOKS, status_class
from apiglab.lab.svg import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Scale,
    axes,
    box,
    fitted,
    legend,
    linear,
    number,
    picture,
    stroke,
    text,
)
from apiglab.lab.timeline import Timeline

ACROSS = (LEFT, WIDTH - RIGHT)
UP = (HEIGHT - BOTTOM, TOP)
BAR_HEIGHT = 22


def latency_chart(timeline: Timeline, seconds: float, alt: str) -> Html:
    """Each request as a mark of its status, and the median as a line; many requests are thinned evenly."""
    slices = timeline.slices
    latencies = [ms for at in slices for status in at.dots_of for ms, _ in at.shown(status)]
    across, up = linear(seconds, *ACROSS), fitted(latencies, *UP, log_from=WIDE)
    parts = axes(across, up, across_title="seconds", up_title="Latency (ms, log scale)" if up.log else "Latency (ms)")
    for status in timeline.classes:
        dots = (
            f"M{number(across(at))} {number(up(ms))}{STATUS_LOOKS[status].svg_mark}"
            for ms, at in _shown(timeline, status)
        )
        parts.append(_marks("".join(dots), status, opacity=".75"))
    medians = [(at.middle, middle) for at in slices if (middle := at.median()) is not None]
    parts.append(stroke(_line(across, up, medians), ACCENT, width=2))
    parts += legend([("median", _line_sample), *((status, partial(_mark_at, status)) for status in timeline.classes)])
    return picture(alt, *parts)


def rate_chart(timeline: Timeline, seconds: float, alt: str) -> Html:
    """Requests a second in each slice of time, stacked by how they ended."""
    slices, classes = timeline.slices, timeline.classes
    most = max((sum(map(at.rate, classes)) for at in slices), default=1.0)
    across, up = linear(seconds, *ACROSS), linear(most * 1.08, *UP)
    parts = axes(across, up, across_title="seconds", up_title="Requests per second")
    for at in slices:
        base = 0.0
        left, right = across(at.start), across(at.start + at.width)
        for status in classes:
            if rate := at.rate(status):
                top = up(base + rate)
                parts.append(box(left + 0.5, top, right - left - 1, up(base) - top, STATUS_LOOKS[status].colour))
                base += rate
    parts += legend([(status, partial(_mark_at, status)) for status in classes])
    return picture(alt, *parts)


def histogram_chart(bins: Sequence[tuple[float, float, int]], marked: Mapping[str, float], alt: str) -> Html:
    """How many requests fell between each two latencies, with named percentiles as upright lines."""
    up = linear(max((count for *_, count in bins), default=1) * 1.12, *UP)
    across = Scale(bins[0][0], bins[-1][1], *ACROSS, log=bins[0][0] > 0) if bins else linear(1.0, *ACROSS)
    title = "milliseconds (log scale)" if across.log else "milliseconds"
    parts = axes(across, up, across_title=title, up_title="Requests by latency")
    for low, high, count in bins:
        left, right = across(low), across(high)
        parts.append(box(left + 0.5, up(count), right - left - 1, up.start - up(count), ACCENT, opacity=".75"))
    parts += _percentile_lines(across, marked)
    return picture(alt, *parts)


def status_bar(counts: Mapping[int | str, int], alt: str) -> Html:
    """One bar of all requests, split by how they ended; below it each part in words."""
    total = sum(counts.values()) or 1
    parts: list[Html] = []
    left = 0.0
    for status, count in counts.items():
        width = WIDTH * count / total
        parts.append(box(left + 0.5, 0, width - 1, BAR_HEIGHT, STATUS_LOOKS[status_class(status)].colour, rounded=2))
        left += width
    rows = _label_rows([(status, f"{status}: {count:,} ({count / total:.1%})") for status, count in counts.items()])
    for row, labels in enumerate(rows):
        y = BAR_HEIGHT + 17 + 16 * row
        for x, status, label in labels:
            parts += [_mark_at(status_class(status), x + 5, y - 4), text(x + 14, y, label)]
    return picture(alt, *parts, height=BAR_HEIGHT + 8 + 16 * len(rows))


def _label_rows(labels: Sequence[tuple[int | str, str]]) -> list[list[tuple[float, int | str, str]]]:
    """Labels from left to right, in as many rows as they need."""
    rows: list[list[tuple[float, int | str, str]]] = [[]]
    x = 0.0
    for status, label in labels:
        width = 7 * len(label) + 32
        if x and x + width > WIDTH:
            rows.append([])
            x = 0.0
        rows[-1].append((x, status, label))
        x += width
    return rows


def _percentile_lines(across: Scale, marked: Mapping[str, float]) -> list[Html]:
    parts: list[Html] = []
    free_from = 0.0
    for name, value in marked.items():
        x = across(value)
        parts.append(stroke(f"M{number(x)} {TOP}V{HEIGHT - BOTTOM}", "currentColor", dashes="3 4", opacity=".7"))
        if x >= free_from:
            anchor = "end" if x > WIDTH - 60 else "start"
            parts.append(text(x + (-4 if anchor == "end" else 4), TOP + 10, name, anchor=anchor))
            free_from = x + 7 * len(name) + 12
    return parts


def _shown(timeline: Timeline, status: str) -> list[tuple[float, float]]:
    return [dot for at in timeline.slices for dot in at.shown(status)]


def _marks(path: str, status: str, *, opacity: str | None = None) -> Html:
    """Marks at many places in one path; a dot is a line of no length drawn with a thick round pen."""
    colour = STATUS_LOOKS[status].colour
    return stroke(path, colour, width=5 if status == "2xx" else 1.4, opacity=opacity, fill=colour)


def _mark_at(status: str, x: float, y: float) -> Html:
    """One mark, for a legend."""
    return _marks(f"M{number(x)} {number(y)}{STATUS_LOOKS[status].svg_mark}", status)


def _line_sample(x: float, y: float) -> Html:
    return stroke(f"M{number(x - 8)} {number(y)}h14", ACCENT, width=2)


def _line(across: Scale, up: Scale, points: Sequence[tuple[float, float]]) -> str:
    corners = [f"{number(across(x))} {number(up(y))}" for x, y in points]
    return f"M{'L'.join(corners)}h0" if corners else ""
