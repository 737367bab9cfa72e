"""The auth panel: who asks for what, what they get, and which policy, function or token decided."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import ipywidgets as widgets

from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange, tone_of
from apiglab.lab.explanations import explain
from apiglab.lab.guards import decided_by
from apiglab.lab.html import Html, Tone, badge, element, line, table, text_table
from apiglab.lab.statuses import status_name
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.panel import Panel

_TITLE: Final = "Who gets in?"
_UNASKED: Final = "·"

Identity = Mapping[str, Any]
"""What ``lab.send`` takes to prove who sends: ``auth``, ``headers``, ``caller``; nothing for nobody."""


class AskingLab(Protocol):
    """What the panel needs of a lab."""

    def send(self, method: str, url: str, **identity: Any) -> Exchange:
        """Send one request."""
        ...


class AuthPanel(Panel):
    """Choose who asks and what for, and fire; a table keeps who got what, and the newest answer says why."""

    def __init__(
        self, lab: AskingLab, doors: Mapping[str, str], identities: Mapping[str, Identity], *, method: str = "GET"
    ) -> None:
        """``doors``: names and URLs; ``identities``: names, and what proves each."""
        super().__init__(_TITLE)
        if not doors or not identities:
            raise LabError("lab.auth_panel", "there is nobody, or nothing to ask for", "give doors= and identities=")
        self._lab, self._doors, self._identities, self._method = lab, dict(doors), dict(identities), method
        self._answers: dict[tuple[str, str], Exchange] = {}
        self._newest: tuple[str, str] | None = None
        self._firing = False
        self._who = fields.choice_field("Who asks", [(name, name) for name in identities])
        self._what = fields.choice_field("For what", [(name, name) for name in doors])
        self._fire = fields.action("Fire", "Send this one request", self._starting(self.fire), primary=True)
        self._fire_all = fields.action("Fire all", "Everybody asks for everything", self._starting(self.fire_all))
        self._answer = widgets.HTML()
        self.fill([fields.row(self._who, self._what, self._fire, self._fire_all), self._said, self._answer])
        self._draw()

    @property
    def statuses(self) -> dict[tuple[str, str], int]:
        """The status that each got who has asked, by name and door."""
        return {asked: exchange.status for asked, exchange in self._answers.items()}

    def fire(self) -> Exchange:
        """Send what is chosen, wait, and show what came: what the button does in the background."""
        return self._ask(self._who.value, self._what.value)

    def fire_all(self) -> None:
        """Let everybody ask for everything, one after another."""
        for who in self._identities:
            for what in self._doors:
                self._ask(who, what)

    def still(self) -> Html:
        """Who got what, and why the newest did."""
        return element("div", table(self._head, self._rows(), caption="Who got what"), *self._why())

    def __repr__(self) -> str:
        told = [_TITLE, text_table(self._head, self._rows())]
        if self._newest is not None:
            told.append(self._finding(self._newest))
        return "\n".join(told)

    def _ask(self, who: str, what: str) -> Exchange:
        exchange = self._lab.send(self._method, self._doors[what], **self._identities[who])
        self._answers[who, what] = exchange
        self._newest = who, what
        self.say(self._finding(self._newest))
        self._draw()
        return exchange

    def _starting(self, action: Callable[[], object]) -> Callable[..., None]:
        return lambda *_: self._start(action)

    def _start(self, action: Callable[[], object]) -> None:
        if not self._firing:
            self._firing = True
            self.say("The answer is on its way.", "note", "sending")
            self.in_background(lambda: self._act(action))

    def _act(self, action: Callable[[], object]) -> None:
        try:
            self.settle(lambda: (self._who.value, self._what.value))
            action()
        finally:
            self._firing = False

    def _draw(self) -> None:
        self._answer.value = element("div", self.still(), class_="apiglab")

    @property
    def _head(self) -> tuple[str, ...]:
        return ("", *self._doors)

    def _rows(self) -> list[tuple[str, ...]]:
        return [(who, *(self._status(who, what) for what in self._doors)) for who in self._identities]

    def _status(self, who: str, what: str) -> str:
        exchange = self._answers.get((who, what))
        return _UNASKED if exchange is None else str(exchange.status)

    def _finding(self, asked: tuple[str, str]) -> str:
        exchange = self._answers[asked]
        return f"{asked[0]} asked for {asked[1]}: {status_name(exchange.status)}. {_reason(exchange)}"

    def _why(self) -> list[Html]:
        if self._newest is None:
            return [line("Nobody has asked yet.")]
        exchange = self._answers[self._newest]
        tone: Tone = tone_of(exchange.status)
        told = [line(badge(tone, status_name(exchange.status)), " ", self._finding(self._newest))]
        if not exchange.ok:
            told += [line(f"{way.title}. {way.what}") for way in explain(exchange).found[:1]]
        return told


def _reason(exchange: Exchange) -> str:
    """Who decided, as far as the journey tells."""
    journey = exchange.journey
    if journey is None:
        return "AWS does not tell who decided."
    if journey.ended_at is not None:
        return f"Refused at {journey.ended_at.phase}: {journey.ended_at.reason}."
    step = next((step for step in journey.steps if step.phase == "Authorization"), None)
    return f"Decided by {decided_by(step.detail)}." if step is not None and step.detail else "Nobody was asked."
