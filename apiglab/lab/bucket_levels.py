"""How full the token buckets were while a load ran: what the journeys of some of its requests tell."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from apiglab.lab.html import Html
from apiglab.lab.journey import Journey
from apiglab.lab.palette import ACCENT, BLUE, GREEN, ORANGE, PURPLE
from apiglab.lab.svg import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, axes, legend, linear, number, picture, stroke

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PHASE = "Throttling"
ACCOUNT = "account"
"""The level that every request has; thousands of tokens would flatten the others."""


class Line(NamedTuple):
    """How a level is drawn: dashes tell the lines apart where colours do not."""

    colour: str
    dashes: str | None
    matplotlib_style: str


LINES: Mapping[str, Line] = {
    "usage plan, method": Line(ORANGE, "7 4", "--"),
    "usage plan": Line(BLUE, None, "-"),
    "stage, method": Line(GREEN, "2 4", ":"),
    ACCOUNT: Line(PURPLE, "8 3 2 3", "-."),
}
"""By the gateway's names of its levels, from the narrowest to the widest."""


class Level(NamedTuple):
    """One bucket after one request."""

    seconds: float
    """Since the load began."""
    tokens: float
    burst: int


class BucketLevels:
    """The levels that were seen so far, each with its readings in the order of time."""

    def __init__(self) -> None:
        self.seen: dict[str, list[Level]] = {}

    def take(self, seconds: float, journey: Journey) -> bool:
        """Take in what a request's journey tells of the buckets; whether it told anything."""
        step = next((step for step in journey.steps if step.phase == PHASE), None)
        levels = step.detail.get("levels", ()) if step is not None else ()
        for level in levels:
            readings = self.seen.setdefault(level["level"], [])
            if not readings or seconds >= readings[-1].seconds:
                readings.append(Level(seconds, float(level["tokens_left"]), int(level["burst"])))
        return bool(levels)

    @property
    def drawn(self) -> dict[str, list[Level]]:
        """The levels worth drawing: the account's only where there is no other."""
        narrow = {name: readings for name, readings in self.seen.items() if name != ACCOUNT}
        return {name: (narrow or self.seen)[name] for name in LINES if name in (narrow or self.seen)}

    def told(self) -> str:
        """The finding: how full each bucket is now."""
        if not self.seen:
            return "No bucket was seen yet."
        now = {name: readings[-1] for name, readings in self.drawn.items()}
        return "; ".join(f"{name}: {level.tokens:.1f} of {level.burst} tokens" for name, level in now.items()) + "."

    def picture(self, seconds: float) -> Html:
        """Tokens over time as SVG, a line for each level."""
        across, up = linear(seconds, LEFT, WIDTH - RIGHT), linear(_most(self.drawn.values()), HEIGHT - BOTTOM, TOP)
        parts = axes(across, up, across_title="seconds", up_title="Tokens in the bucket")
        for name, readings in self.drawn.items():
            corners = [f"{number(across(level.seconds))} {number(up(level.tokens))}" for level in readings]
            parts.append(_drawn(f"M{'L'.join(corners)}h0", name))
        parts += legend([(name, partial(_sample, name)) for name in self.drawn])
        return picture(f"Tokens in the buckets over time. {self.told()}", *parts)

    def figure(self) -> "Figure":
        """The same with matplotlib."""
        from matplotlib.figure import Figure  # pictures are imported when they are wanted

        figure = Figure(figsize=(7.5, 2.9), layout="constrained")
        places = figure.subplots()
        for name, readings in self.drawn.items():
            seconds, tokens = [level.seconds for level in readings], [level.tokens for level in readings]
            places.plot(seconds, tokens, LINES[name].matplotlib_style, color=LINES[name].colour, label=name)
        places.set_ylim(bottom=0)
        places.set(title="Tokens in the buckets", xlabel="time since the first request (s)", ylabel="tokens")
        if self.drawn:
            places.legend(frameon=False, fontsize="small")
        return figure


def _most(lines: Iterable[Sequence[Level]]) -> float:
    readings = [level for line in lines for level in line]
    return max((max(level.burst, level.tokens) for level in readings), default=1.0) * 1.08


def _sample(name: str, x: float, y: float) -> Html:
    return _drawn(f"M{number(x - 8)} {number(y)}h14", name)


def _drawn(path: str, name: str) -> Html:
    drawn = LINES[name]
    return stroke(path, ACCENT if drawn.colour == BLUE else drawn.colour, width=2, dashes=drawn.dashes)
