"""The pipeline as a picture: a request's way out through the phases and its answer's way back, with each one's outcome.

The upper row reads from the client to the right, the lower one back to the client, as in API Gateway's own console.
A request that ended early takes the lane between them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from apiglab.lab.html import ICONS, Html, Tone
from apiglab.lab.palette import GREEN, GREY, PURPLE, VERMILLION
from apiglab.lab.svg import box, number, picture, stroke, text

PHASES = (
    "Resource matching",
    "Authorization",
    "API key",
    "Throttling",
    "Request validation",
    "Cache lookup",
    "Integration request",
    "Integration",
    "Integration response",
    "Method response",
)
"""The phases of a REST API's request, in the order of AWS's guide."""

BOX_WIDTH, BOX_HEIGHT = 150, 46
GAP, LANE = 18, 40
CLIENT = 112
"""The width of the client's place at the left."""
OUTCOMES: Mapping[str, tuple[Tone, str]] = {
    "passed": ("ok", GREEN),
    "refused": ("refused", VERMILLION),
    "failed": ("failed", PURPLE),
    "skipped": ("idle", GREY),
}
NOT_REACHED = "not reached"


class PipelineStep(Protocol):
    """What the picture shows of a phase."""

    @property
    def phase(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str | None: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a phase's box stands."""

    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + BOX_WIDTH / 2


def pipeline(asked: str, answered: str, steps: Sequence[PipelineStep]) -> Html:
    """The picture of one journey: ``asked`` and ``answered`` stand at the client, as ``GET /pets`` and ``200 OK``."""
    by_phase = {step.phase: step for step in steps}
    phases = list(dict.fromkeys([*PHASES, *by_phase])) if not by_phase or PHASES[0] in by_phase else list(by_phase)
    places = _places(phases)
    columns = (len(phases) + 1) // 2
    width = CLIENT + columns * (BOX_WIDTH + GAP) - GAP + 24
    height = 2 * BOX_HEIGHT + LANE + 8
    ended = next((step for step in steps if step.outcome in ("refused", "failed")), None)
    parts = [_client(asked, answered), *_arrows(phases, by_phase, places)]
    for phase, place in zip(phases, places, strict=True):
        parts += _phase_box(phase, by_phase.get(phase), place)
    if ended is not None:
        parts += _way_back(ended, places[phases.index(ended.phase)])
    elif places:
        parts.append(_arrow(f"M{number(places[-1].x)} {number(_middle(places[-1]))}H{CLIENT - 12}", GREEN))
    return picture(_alt(asked, answered, ended), *parts, width=width, height=height, size=11)


def _places(phases: Sequence[str]) -> list[_Place]:
    """The first half from left to right, the second half from right to left."""
    columns = (len(phases) + 1) // 2
    places = []
    for index in range(len(phases)):
        column, y = (index, 4) if index < columns else (2 * columns - 1 - index, 4 + BOX_HEIGHT + LANE)
        places.append(_Place(CLIENT + 6 + column * (BOX_WIDTH + GAP), y))
    return places


def _middle(place: _Place) -> float:
    return place.y + BOX_HEIGHT / 2


def _phase_box(phase: str, step: PipelineStep | None, place: _Place) -> list[Html]:
    tone, colour = OUTCOMES.get(step.outcome, ("idle", GREY)) if step else ("idle", GREY)
    told = f"{ICONS[tone]} {step.outcome}" if step else NOT_REACHED
    if step and step.outcome != "skipped":
        told += f" · {step.seconds * 1000:.2f} ms"
    reached = step is not None and step.outcome != "skipped"
    outline = f"M{number(place.x)} {number(place.y)}h{BOX_WIDTH}v{BOX_HEIGHT}h-{BOX_WIDTH}z"
    ended = step is not None and step.outcome in ("refused", "failed")
    return [
        box(place.x, place.y, BOX_WIDTH, BOX_HEIGHT, colour, opacity=".14" if reached else ".05"),
        stroke(outline, colour, width=2.5 if ended else 1.2, dashes=None if reached else "3 3"),
        text(place.x + 8, place.y + 19, phase, weight="600", quiet=not reached),
        text(place.x + 8, place.y + 36, told, quiet=True),
    ]


def _client(asked: str, answered: str) -> Html:
    """What was asked and what came of it, each as a word in bold and the rest below it."""
    low = 4 + BOX_HEIGHT + LANE
    parts = []
    for y, told in ((4, asked), (low, answered)):
        first, _, rest = told.partition(" ")
        parts += [text(4, y + 19, first, weight="600"), text(4, y + 36, rest if len(rest) <= 16 else f"{rest[:15]}…")]
    return Html("".join(parts))


def _arrows(phases: Sequence[str], by_phase: Mapping[str, PipelineStep], places: Sequence[_Place]) -> list[Html]:
    """From the client to the first phase and from each phase to the next one that was reached."""
    parts: list[Html] = []
    if places:
        parts.append(_arrow(f"M{CLIENT - 10} {number(_middle(places[0]))}H{number(places[0].x - 1)}", GREEN))
    for index in range(1, len(phases)):
        before, here = places[index - 1], places[index]
        colour = GREEN if phases[index] in by_phase else GREY
        if here.y == before.y and here.x > before.x:
            path = f"M{number(before.x + BOX_WIDTH)} {number(_middle(here))}H{number(here.x - 1)}"
        elif here.y == before.y:
            path = f"M{number(before.x)} {number(_middle(here))}H{number(here.x + BOX_WIDTH + 1)}"
        else:
            path = f"M{number(before.middle)} {number(before.y + BOX_HEIGHT)}V{number(here.y - 1)}"
        parts.append(_arrow(path, colour, faint=phases[index] not in by_phase))
    return parts


def _way_back(ended: PipelineStep, place: _Place) -> list[Html]:
    """From the phase that ended the journey along the lane to the client, with the reason above the line."""
    _, colour = OUTCOMES[ended.outcome]
    lane = 4 + BOX_HEIGHT + LANE / 2
    leaves = place.y + BOX_HEIGHT if place.y < lane else place.y
    path = f"M{number(place.middle)} {number(leaves)}V{number(lane)}H{CLIENT - 30}V{number(lane + LANE / 2 - 2)}"
    beside = lane + 14 if place.y < lane else lane - 6
    return [_arrow(path, colour, width=2), text(CLIENT + 8, beside, ended.reason or "", weight="600")]


def _arrow(path: str, colour: str, *, width: float = 1.5, faint: bool = False) -> Html:
    """A line with a head at its end, which points where its last stretch goes."""
    line = stroke(path, colour, width=width, opacity=".4" if faint else None, dashes="3 3" if faint else None)
    return line if faint else Html(line + _head(path, colour))


def _head(path: str, colour: str) -> Html:
    x, y, towards = _end_of(path)
    shapes = {"right": "m-5-4l5 4-5 4", "left": "m5-4l-5 4 5 4", "down": "m-4-5l4 5 4-5"}
    return stroke(f"M{number(x)} {number(y)}{shapes[towards]}", colour, width=1.5)


def _end_of(path: str) -> tuple[float, float, str]:
    """Where a path of M, H and V ends, and which way it goes there."""
    x = y = 0.0
    towards = "right"
    for letter, rest in _commands(path):
        if letter == "M":
            x, y = (float(part) for part in rest.split())
        elif letter == "H":
            towards, x = ("right" if float(rest) > x else "left"), float(rest)
        else:
            towards, y = "down", float(rest)
    return x, y, towards


def _commands(path: str) -> list[tuple[str, str]]:
    for letter in "MHV":
        path = path.replace(letter, f"|{letter}")
    return [(part[0], part[1:]) for part in path.split("|") if part]


def _alt(asked: str, answered: str, ended: PipelineStep | None) -> str:
    if ended is None:
        return f"{asked} passed every phase and was answered {answered}."
    how = "failed" if ended.outcome == "failed" else f"was {ended.outcome}"
    return f"{asked} {how} at {ended.phase} ({ended.reason or 'no reason given'}) and was answered {answered}."
