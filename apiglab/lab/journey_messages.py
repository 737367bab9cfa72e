"""A journey's messages: headers and body before and after each mapping, on the way to the backend and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apiglab.lab.html import Html, details, element, line, preformatted, table
from apiglab.lab.veil import veiled, veiled_text
from apiglab.model.http import Headers

FROM_CLIENT, TO_BACKEND = "From the client", "To the backend"
FROM_BACKEND, TO_CLIENT = "From the backend", "To the client"

SHOWN = 2_000
"""Characters of a body that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a journey, at one side of a mapping."""

    title: str
    start: str
    """Its first line: a method and where it goes, or a status."""
    headers: Headers | None = None
    """None where the journey keeps none, as of a call to a function."""
    body: str | None = None

    def __repr__(self) -> str:
        lines = [f"{self.title}: {self.start}"]
        lines += [f"  {name}: {value}" for name, value in veiled(self.headers)] if self.headers else []
        lines += [f"  {row}" for row in veiled_text(_cut(self.body)).splitlines()] if self.body else []
        return "\n".join(lines)

    def to_html(self) -> Html:
        """The message, its headers folded away."""
        parts: list[Html] = [element("strong", self.title), line(element("code", self.start))]
        if self.headers:
            parts.append(details(f"{len(self.headers)} headers", table(("Header", "Value"), veiled(self.headers))))
        parts.append(preformatted(veiled_text(_cut(self.body))) if self.body else line("(no body)"))
        return element("div", *parts)


@dataclass(frozen=True, slots=True, repr=False)
class Messages:
    """What the client sent, what the backend got, what it answered, and what the client got: as far as it came."""

    of_request: tuple[Message, ...]
    of_response: tuple[Message, ...]

    def __iter__(self) -> Any:
        return iter((*self.of_request, *self.of_response))

    def __repr__(self) -> str:
        return "\n".join(map(repr, self))

    def to_html(self) -> Html:
        """Request and response, each with the mapping's two sides next to each other."""
        rows = [_pair("Request", self.of_request), _pair("Response", self.of_response)]
        return element("div", *(row for row in rows if row))


def messages_of(record: Mapping[str, Any], method: str, path: str, status: int) -> Messages:
    """The messages that a journey's record tells."""
    details_of = {step["phase"]: step.get("detail") or {} for step in record["steps"] if step["outcome"] == "passed"}
    request = [_message(FROM_CLIENT, f"{method} {path}", record.get("request") or {})]
    sent = details_of.get("Integration request")
    if sent:
        start = " ".join(filter(None, (sent.get("method"), sent.get("uri"))))
        request.append(_message(TO_BACKEND, start, sent))
    response = []
    answered = details_of.get("Integration")
    if answered:
        response.append(_message(FROM_BACKEND, str(answered.get("status", "")), answered))
    if record.get("response"):
        response.append(_message(TO_CLIENT, str(status), record["response"]))
    return Messages(tuple(request), tuple(response))


def _message(title: str, start: str, detail: Mapping[str, Any]) -> Message:
    headers = detail.get("headers")
    pairs = None if headers is None else Headers((str(name), str(value)) for name, value in headers)
    body = detail.get("body")
    if body and detail.get("base64"):
        body = f"(base64) {body}"
    return Message(title=title, start=start, headers=pairs, body=body or None)


def _pair(caption: str, messages: Sequence[Message]) -> Html:
    if not messages:
        return Html("")
    cells = (element("td", message.to_html()) for message in messages)
    return element("table", element("caption", caption), element("tbody", element("tr", *cells)))


def _cut(body: str | None) -> str:
    text = body or ""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text) - SHOWN:,} characters more)"
