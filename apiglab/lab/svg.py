"""Accessible inline SVG: pictures with a text alternative, scales with round ticks, a frame with axes.

Lines and text take the page's text colour, so the pictures fit a light theme and a dark one.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apiglab.lab.html import Html, element

WIDTH, HEIGHT = 880, 172
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 26, 32
"""What is left free around a plot for its titles and tick labels."""
ROOM_FOR_TICK = (64, 34)
"""Pixels from one tick to the next, across and up."""


def picture(alt: str, *parts: Html, width: float = WIDTH, height: float = HEIGHT, size: int = 12) -> Html:
    """One SVG that a screen reader reads as ``alt`` and that shrinks with its place."""
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width="100%",
        role="img",
        aria_label=alt,
        style=f"max-width:{number(width)}px;display:block;margin:6px 0",
        font_size=str(size),
        fill="currentColor",
    )


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel, without what is not needed."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    x: float, y: float, content: str, *, anchor: str = "start", weight: str | None = None, quiet: bool = False
) -> Html:
    """One line of text."""
    return element(
        "text",
        content,
        x=number(x),
        y=number(y),
        text_anchor=None if anchor == "start" else anchor,
        font_weight=weight,
        opacity=".75" if quiet else None,
    )


def stroke(
    path: str,
    colour: str,
    *,
    width: float = 1.5,
    dashes: str | None = None,
    opacity: str | None = None,
    fill: str = "none",
) -> Html:
    """A line along ``path``, drawn with a round pen."""
    return element(
        "path",
        d=path,
        fill=fill,
        stroke=colour,
        stroke_width=number(width),
        stroke_linecap="round",
        stroke_linejoin="round",
        stroke_dasharray=dashes,
        opacity=opacity,
    )


def box(
    x: float, y: float, width: float, height: float, colour: str, *, rounded: float = 0, opacity: str | None = None
) -> Html:
    """A filled rectangle."""
    return element(
        "rect",
        x=number(x),
        y=number(y),
        width=number(max(width, 0)),
        height=number(max(height, 0)),
        rx=number(rounded) if rounded else None,
        fill=colour,
        opacity=opacity,
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Values to pixels, linear or logarithmic."""

    low: float
    high: float
    start: float
    stop: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """Where ``value`` lies; what lies outside is moved to the edge."""
        inside = min(max(value, self.low), self.high)
        if self.log:
            share = math.log(inside / self.low) / math.log(self.high / self.low)
        else:
            share = (inside - self.low) / (self.high - self.low)
        return self.start + share * (self.stop - self.start)

    @property
    def ticks(self) -> list[float]:
        """Round values on this scale: more of them where there is more room."""
        if self.log:
            powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            factors = (1,) if len(powers) > 4 else (1, 3) if len(powers) > 2 else (1, 2, 5)
            values = (factor * 10.0**power for power in powers for factor in factors)
            return [value for value in values if self.low <= value <= self.high]
        room = ROOM_FOR_TICK[0 if self.stop > self.start else 1]  # upwards means towards smaller pixels
        wanted = max(3, round(abs(self.stop - self.start) / room))
        step = _round_step((self.high - self.low) / wanted)
        first = math.ceil(self.low / step - 1e-9)
        return [index * step for index in range(first, math.floor(self.high / step + 1e-9) + 1)]


def linear(high: float, start: float, stop: float) -> Scale:
    """A scale from 0 to ``high``."""
    return Scale(0.0, high if high > 0 else 1.0, start, stop)


def fitted(values: Sequence[float], start: float, stop: float, *, log_from: float) -> Scale:
    """A scale from 0, or a logarithmic one where the largest is more than ``log_from`` times the median."""
    if not values:
        return linear(1.0, start, stop)
    ordered = sorted(values)
    low, middle, high = max(ordered[0], 1e-3), max(ordered[len(ordered) // 2], 1e-3), ordered[-1]
    if high / middle <= log_from:
        return linear(high * 1.08, start, stop)
    return Scale(low / 1.3, high * 1.3, start, stop, log=True)


def tick_label(value: float) -> str:
    """A tick in few characters: ``"0.5"``, ``"20"``, ``"3k"``."""
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}" if value >= 1e-9 else "0"


def axes(across: Scale, up: Scale, *, across_title: str, up_title: str) -> list[Html]:
    """Tick lines, labels and both titles; the upper title stands over the axis, where it reads without turning."""
    lines = "".join(f"M{number(across.start)} {number(up(tick))}H{number(across.stop)}" for tick in up.ticks)
    parts = [element("path", d=lines, stroke="currentColor", stroke_width="1", opacity=".15")]
    parts += [text(across.start - 6, up(tick) + 4, tick_label(tick), anchor="end", quiet=True) for tick in up.ticks]
    parts += [text(across(tick), up.start + 15, tick_label(tick), anchor="middle", quiet=True) for tick in across.ticks]
    parts.append(text(4, 12, up_title, weight="600"))
    parts.append(text(across.stop, up.start + 29, across_title, anchor="end", quiet=True))
    return parts


def legend(
    entries: Sequence[tuple[str, Callable[[float, float], Html]]], *, right: float = WIDTH - RIGHT, y: float = 12
) -> list[Html]:
    """Names with a sample of their mark, set from the right edge to the left."""
    parts: list[Html] = []
    for name, sample in reversed(entries):
        right -= 6.8 * len(name)
        parts += [text(right, y, name), sample(right - 10, y - 4)]
        right -= 28
    return parts


def _round_step(rough: float) -> float:
    """The smallest of 1, 2, 5 and 10 times a power of ten that is not much below ``rough``."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.7)
