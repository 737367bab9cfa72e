"""Which of the ways to get this answer was it, and where do I look? ``explanations.toml`` has the ways."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from apiglab.lab.exchange import Exchange, tone_of
from apiglab.lab.html import Html, badge, details, element, line, link, page

DOCS = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in which a request is refused or fails."""

    title: str
    status: int
    what: str
    causes: tuple[str, ...]
    look: str
    docs: str
    reason: str = ""
    error_type: str = ""
    message: str = ""
    call: str = ""

    def may_be(self, status: int, error_type: str | None, message: str | None) -> bool:
        """Whether a client that sees this answer has to reckon with this way."""
        return (
            self.status == status
            and bool(self.error_type)
            and (error_type is None or self.error_type == error_type)
            and (message is None or message.startswith(self.message))
        )


@cache
def ways() -> tuple[Way, ...]:
    """Every way that is known, in the file's order."""
    table = tomllib.loads(files("apiglab.lab").joinpath("explanations.toml").read_text("utf-8"))
    return tuple(
        Way(**{**entry, "causes": tuple(entry["causes"]), "docs": DOCS + entry["docs"]})
        for entry in table["explanation"]
    )


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """What an answer means: one way where the journey tells which, else every way that looks like it."""

    first: str
    found: tuple[Way, ...]
    others: tuple[Way, ...] = ()
    """Ways that look the same to the client, and that it was not."""

    def __repr__(self) -> str:
        parts = [self.first]
        for way in self.found:
            parts += [f"{way.title}. {way.what}", *(f"  - {cause}" for cause in way.causes), f"  Look: {way.look}"]
            parts += [f"  Call: {way.call}"] * bool(way.call) + [f"  Read: {way.docs}"]
        if self.others:
            parts.append("It looks the same to a client, and was not: " + "; ".join(way.title for way in self.others))
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        others = (element("li", f"{way.title}: {way.look}") for way in self.others)
        told = details(f"{len(self.others)} other ways to this answer, which it was not", element("ul", *others))
        return page(line(self.first), *map(_told, self.found), *((told,) if self.others else ()))


def explain(exchange: Exchange) -> Explanation:
    """The explanation of one exchange's status."""
    if exchange.ok:
        return Explanation(f"{exchange.status_line}: nothing was refused.", ())
    candidates = tuple(_candidates(exchange))
    reason = exchange.reason
    if reason is None:
        return _from_the_wire(exchange, candidates)
    found = tuple(way for way in ways() if way.reason == reason)
    others = tuple(way for way in candidates if way.reason != reason)
    end = exchange.journey.ended_at if exchange.journey else None
    where = f" at {end.phase}" if end else ""
    return Explanation(f"{exchange.status_line}{where}: {reason}", found, others)


def _from_the_wire(exchange: Exchange, candidates: Sequence[Way]) -> Explanation:
    if exchange.journey is not None or "x-amzn-ErrorType" not in exchange.headers:
        text = (
            "every phase of the gateway let the request pass; the integration itself answered so. Look into its code."
        )
        return Explanation(f"{exchange.status_line}: {text}", ())
    if not candidates:
        return Explanation(f"{exchange.status_line}: no explanation is known for this answer.", ())
    first = (
        f"{exchange.status_line}: without a journey, these ways are left."
        if len(candidates) > 1
        else exchange.status_line
    )
    return Explanation(first, tuple(candidates))


def _candidates(exchange: Exchange) -> Iterator[Way]:
    error_type = exchange.headers.get("x-amzn-ErrorType")
    message = _message(exchange)
    return (way for way in ways() if way.may_be(exchange.status, error_type, message))


def _message(exchange: Exchange) -> str | None:
    try:
        body = exchange.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return None
    message = body.get("message", body.get("Message")) if isinstance(body, dict) else None
    return message if isinstance(message, str) else None


def _told(way: Way) -> Html:
    causes = element("ul", *(element("li", cause) for cause in way.causes))
    call = (line("Call: ", element("code", way.call)),) if way.call else ()
    return element(
        "div",
        line(badge(tone_of(way.status), way.title), " ", way.what),
        line("Usual causes:"),
        causes,
        line("Look: ", way.look),
        *call,
        line(link("What AWS says about it", way.docs)),
    )
