"""How a cache did over time: what it answered, and what the backend was asked."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from apiglab.lab.cache_reading import CacheReading
from apiglab.lab.html import Html
from apiglab.lab.palette import GREEN, VERMILLION
from apiglab.lab.svg import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, axes, legend, linear, number, picture, stroke

if TYPE_CHECKING:
    from matplotlib.figure import Figure


MOST = 600
"""Points that are drawn; where there are more, every second one goes."""


class Point(NamedTuple):
    """The counts at one moment."""

    seconds: float
    """Since the load began."""
    hits: int
    misses: int


class Line(NamedTuple):
    """How a count is drawn: dashes tell the lines apart where colours do not."""

    count: Callable[[Point], int]
    colour: str
    dashes: str | None
    matplotlib_style: str


LINES: Mapping[str, Line] = {
    "answered by the cache": Line(lambda point: point.hits, GREEN, None, "-"),
    "asked of the backend": Line(lambda point: point.misses, VERMILLION, "7 4", "--"),
}


class CacheHistory:
    """The readings of one load; a flush in the middle of it begins the counts anew."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.newest: CacheReading | None = None
        self._before = (0, 0)

    def take(self, seconds: float, reading: CacheReading) -> None:
        """Take in a look at the cache; the first one is what the counts begin from."""
        if self.newest is None:
            self._before = reading.hits, reading.misses
        elif reading.hits < self.newest.hits or reading.misses < self.newest.misses:
            self._before = 0, 0
        self.newest = reading
        hits, misses = self._before
        self.points.append(Point(seconds, reading.hits - hits, reading.misses - misses))
        if len(self.points) > MOST:
            del self.points[1:-1:2]

    def told(self) -> str:
        """The finding: how many requests the cache has answered by now."""
        if not self.points:
            return "Nobody looked into the cache yet."
        last = self.points[-1]
        return f"{last.hits:,} answered by the cache, {last.misses:,} asked of the backend."

    def picture(self, seconds: float) -> Html:
        """Both counts over time as SVG."""
        most = max((max(point.hits, point.misses) for point in self.points), default=1) * 1.08
        across, up = linear(seconds, LEFT, WIDTH - RIGHT), linear(most, HEIGHT - BOTTOM, TOP)
        parts = axes(across, up, across_title="seconds", up_title="Requests so far")
        for look in LINES.values():
            corners = [f"{number(across(point.seconds))} {number(up(look.count(point)))}" for point in self.points]
            path = f"M{'L'.join(corners)}h0" if corners else ""
            parts.append(stroke(path, look.colour, width=2, dashes=look.dashes))
        parts += legend([(name, partial(_sample, look)) for name, look in LINES.items()])
        return picture(f"Hits and misses over time. {self.told()}", *parts)

    def figure(self) -> "Figure":
        """The same with matplotlib."""
        from matplotlib.figure import Figure  # pictures are imported when they are wanted

        figure = Figure(figsize=(7.5, 2.9), layout="constrained")
        places = figure.subplots()
        seconds = [point.seconds for point in self.points]
        for name, look in LINES.items():
            counts = [look.count(point) for point in self.points]
            places.plot(seconds, counts, look.matplotlib_style, color=look.colour, label=name)
        places.set_ylim(bottom=0)
        places.set(title=self.told(), xlabel="time since the first request (s)", ylabel="requests so far")
        places.legend(frameon=False, fontsize="small")
        return figure


def _sample(look: Line, x: float, y: float) -> Html:
    return stroke(f"M{number(x - 8)} {number(y)}h14", look.colour, width=2, dashes=look.dashes)
