"""Colours and marks of the charts: Okabe and Ito's, which the colour-blind tell apart, each with its own mark."""

from collections.abc import Mapping
from dataclasses import dataclass

BLUE = "#0072B2"
ACCENT = f"var(--apiglab-accent,{BLUE})"
"""The one colour that is no state: blue, which the style sheet lightens on a dark page."""
SKY = "#56B4E9"
GREEN = "#009E73"
ORANGE = "#E69F00"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#767676"


@dataclass(frozen=True, slots=True)
class Look:
    """How a class of answers is drawn, and the sign that stands for it in text."""

    colour: str
    sign: str
    matplotlib_marker: str
    svg_mark: str
    """A path from a point's centre, drawn with a round pen."""


STATUS_LOOKS: Mapping[str, Look] = {
    "2xx": Look(GREEN, "●", "o", "h0"),
    "3xx": Look(SKY, "■", "s", "m-2-2h4v4h-4z"),
    "4xx": Look(VERMILLION, "▲", "^", "m0-3l3 5h-6z"),
    "5xx": Look(PURPLE, "◆", "D", "m0-3l3 3-3 3-3-3z"),
    "no answer": Look(GREY, "✕", "x", "m-2.5-2.5l5 5m0-5l-5 5"),
}
"""In the order of legends and stacks; the hues are those of the badges: passed, refused, failed."""


def status_class(status: int | str) -> str:
    """Which of ``STATUS_LOOKS`` a status, or the reason for having none, belongs to."""
    if isinstance(status, str) or status < 100:
        return "no answer"
    return "2xx" if status < 300 else f"{min(status // 100, 5)}xx"


CHART_CSS = f'[data-jp-theme-light="false"] .apiglab{{--apiglab-accent:{SKY}}}'
"""What a page with charts adds to the style sheet: JupyterLab marks its dark themes so."""
