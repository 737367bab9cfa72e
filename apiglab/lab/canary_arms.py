"""A load split by the arm of a canary that served each request: the canary's share, and how often each arm failed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from apiglab.lab.html import Html, element, line, page, table, text_table
from apiglab.lab.load_measurements import Measured
from apiglab.lab.palette import ACCENT, BLUE, GREEN, VERMILLION
from apiglab.lab.svg import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Scale, axes, legend, linear, number, picture
from apiglab.lab.svg import stroke as drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SLICE = 0.5
"""Seconds that one point of the picture sums up."""
STAGE, CANARY = "stage", "canary"
_HEAD = ("Arm", "Requests", "Share", "Errors", "Error rate")


@dataclass(slots=True)
class Count:
    """What one arm did."""

    requests: int = 0
    errors: int = 0
    """Answers of 400 and above, and requests without an answer."""

    @property
    def error_share(self) -> float | None:
        """Errors in a hundred requests, None where there were no requests."""
        return 100 * self.errors / self.requests if self.requests else None


Slice = Mapping[str, Count]


def _canary_share(slice_: Slice) -> float | None:
    requests = sum(count.requests for count in slice_.values())
    return 100 * slice_[CANARY].requests / requests if requests else None


class Line(NamedTuple):
    """How a percentage is drawn: dashes tell the lines apart where colours do not."""

    percent: Callable[[Slice], float | None]
    colour: str
    dashes: str | None
    matplotlib_style: str


LINES: Mapping[str, Line] = {
    "canary's share": Line(_canary_share, BLUE, None, "-"),
    "errors of the stage": Line(lambda slice_: slice_[STAGE].error_share, GREEN, "2 4", ":"),
    "errors of the canary": Line(lambda slice_: slice_[CANARY].error_share, VERMILLION, "7 4", "--"),
}


class ArmSplit:
    """The requests of one load by the arm that served them."""

    def __init__(self) -> None:
        self.arms: dict[str, Count] = {STAGE: Count(), CANARY: Count()}
        self._slices: dict[int, dict[str, Count]] = {}
        self._waiting: list[Measured] = []
        self._taken = 0

    def take(self, measured: Sequence[Measured], arms: Mapping[str, bool | None]) -> None:
        """Take in what is new in ``measured``, and what nobody had told the arm of before."""
        fresh = [*self._waiting, *measured[self._taken :]]
        self._taken, self._waiting = len(measured), []
        for one in fresh:
            if one.request_id is None or one.request_id not in arms:
                self._waiting.append(one)
                continue
            arm = CANARY if arms[one.request_id] else STAGE
            slice_ = self._slices.setdefault(int(one.started / SLICE), {STAGE: Count(), CANARY: Count()})
            for count in (self.arms[arm], slice_[arm]):
                count.requests += 1
                count.errors += one.status >= 400 or one.status == 0

    @property
    def unknown(self) -> int:
        """Requests of which nobody told the arm: no answer came, or the server keeps them no more."""
        return len(self._waiting)

    @property
    def seen(self) -> int:
        """Requests whose arm is known."""
        return sum(count.requests for count in self.arms.values())

    def told(self) -> str:
        """The finding: each arm's share and its error rate."""
        if not self.seen:
            return "No request's arm is known yet."
        more = f" Of {self.unknown:,} more nobody told the arm." if self.unknown else ""
        arms = (
            f"the {arm} {count.requests:,} ({count.requests / self.seen:.0%}), {_rate(count)} of them errors"
            if count.requests
            else f"the {arm} none"
            for arm, count in self.arms.items()
        )
        return f"Of {self.seen:,} requests: {'; '.join(arms)}.{more}"

    def points(self, name: str) -> list[tuple[float, float]]:
        """One line of the picture: seconds since the load began, and per cent."""
        percents = ((at, LINES[name].percent(self._slices[at])) for at in sorted(self._slices))
        return [((at + 0.5) * SLICE, percent) for at, percent in percents if percent is not None]

    def picture(self, seconds: float) -> Html:
        """Share and error rates over time as SVG."""
        across = linear(max(seconds, SLICE), LEFT, WIDTH - RIGHT)
        up = linear(105.0, HEIGHT - BOTTOM, TOP)
        parts = axes(across, up, across_title="seconds", up_title="Per cent of the requests")
        parts += [_path(look, across, up, self.points(name)) for name, look in LINES.items()]
        parts += legend([(name, partial(_sample, look)) for name, look in LINES.items()])
        return picture(f"Share and error rate of each arm over time. {self.told()}", *parts)

    def figure(self) -> "Figure":
        """The same with matplotlib."""
        from matplotlib.figure import Figure  # pictures are imported when they are wanted

        figure = Figure(figsize=(7.5, 2.9), layout="constrained")
        places = figure.subplots()
        for name, look in LINES.items():
            points = self.points(name)
            xs, ys = [x for x, _ in points], [y for _, y in points]
            places.plot(xs, ys, look.matplotlib_style, color=look.colour, label=name)
        places.set_ylim(0, 105)
        places.set(title="Share and errors of each arm", xlabel="time since the first request (s)", ylabel="per cent")
        places.legend(frameon=False, fontsize="small")
        return figure

    def to_html(self) -> Html:
        """A row for each arm, without the style sheet."""
        return element("div", line(self.told()), table(_HEAD, self._rows()))

    def __repr__(self) -> str:
        return f"{self.told()}\n{text_table(_HEAD, self._rows())}" if self.seen else self.told()

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (arm, f"{count.requests:,}", f"{count.requests / max(self.seen, 1):.1%}", f"{count.errors:,}", _rate(count))
            for arm, count in self.arms.items()
        ]


def _rate(count: Count) -> str:
    share = count.error_share
    return "none" if share is None else f"{share:.1f} %"


def _path(look: Line, across: Scale, up: Scale, points: Sequence[tuple[float, float]]) -> Html:
    corners = [f"{number(across(x))} {number(up(y))}" for x, y in points]
    path = f"M{'L'.join(corners)}h0" if corners else ""
    return drawn(path, ACCENT if look.colour == BLUE else look.colour, width=2, dashes=look.dashes)


def _sample(look: Line, x: float, y: float) -> Html:
    path = f"M{number(x - 8)} {number(y)}h14"
    return drawn(path, ACCENT if look.colour == BLUE else look.colour, width=2, dashes=look.dashes)
