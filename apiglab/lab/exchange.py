"""An exchange: one request a learner sent and the answer that came back, which shows itself."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from apiglab.lab.html import Html, Tone, badge, details, element, line, page, preformatted, table
from apiglab.lab.journey import Journey
from apiglab.lab.journey_messages import FROM_CLIENT, TO_CLIENT, Message, Messages
from apiglab.lab.veil import veiled
from apiglab.model.http import Headers

SHOWN_BODY = 4_000
"""Characters of a body that are shown; ``body`` holds it whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """A request as it was sent."""

    method: str
    url: str
    headers: Headers
    body: bytes = b""
    signed: bool = False
    """Whether it was signed with SigV4 for ``execute-api``."""
    region: str = ""

    @property
    def path(self) -> str:
        """The raw path with its query string, below what only the local URL form has."""
        parts = urlsplit(self.url)
        path = parts.path or "/"
        if path.startswith("/_aws/execute-api/"):
            path = "/" + path.removeprefix("/_aws/execute-api/").partition("/")[2]
        return f"{path}?{parts.query}" if parts.query else path

    def curl(self) -> str:
        """The same request as a ``curl`` command; a signed one takes its keys from the shell's environment."""
        words = ["curl", "-i", "--path-as-is", "-X", self.method, self.url]
        for name, value in self.headers:
            if not (self.signed and name.lower().startswith(("x-amz-", "authorization"))):
                words += ["-H", f"{name}: {value}"]
        if self.body:
            words += ["--data-binary", self.body.decode("utf-8", "backslashreplace")]
        command = shlex.join(words)
        if self.signed:
            keys = '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"'
            command += f" --aws-sigv4 aws:amz:{self.region}:execute-api {keys}"
        return command


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Exchange:
    """One request and its answer, with the journey between them where the backend tells it."""

    request: SentRequest
    status: int
    headers: Headers
    body: bytes
    seconds: float
    """From the first byte sent to the last byte received, as the client saw it."""
    journey: Journey | None = None
    note: str = ""
    """One line on why there is no journey."""

    @property
    def ok(self) -> bool:
        """Whether the status is below 400."""
        return self.status < 400

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as the JSON value it is."""
        return json.loads(self.body)

    def curl(self) -> str:
        """The request as a ``curl`` command."""
        return self.request.curl()

    @property
    def messages(self) -> Messages:
        """Headers and bodies before and after each mapping; without a journey only the client's own."""
        if self.journey is not None:
            return self.journey.messages
        asked, sent = f"{self.request.method} {self.request.path}", self.request
        return Messages(
            (Message(title=FROM_CLIENT, start=asked, headers=sent.headers, body=_as_text(sent.body)),),
            (Message(title=TO_CLIENT, start=str(self.status), headers=self.headers, body=_as_text(self.body)),),
        )

    @property
    def reason(self) -> str | None:
        """Which of the ways to get this status it was, where the backend tells: ``routing.no_match``."""
        return self.journey.reason if self.journey else None

    @property
    def status_line(self) -> str:
        """The status with its name: ``403 Forbidden``."""
        try:
            return f"{self.status} {HTTPStatus(self.status).phrase}"
        except ValueError:
            return str(self.status)

    def __repr__(self) -> str:
        lines = [f"{self.request.method} {self.request.path} → {self.status_line}"]
        if error := self.headers.get("x-amzn-ErrorType"):
            lines.append(f"x-amzn-ErrorType: {error}")
        if self.body:
            lines.append(_cut(self.text))
        if self.reason:
            lines.append(f"reason: {self.reason}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def to_html(self) -> Html:
        """The exchange as HTML, without the style sheet: for a place in a larger output."""
        took = element("span", f"{self.seconds * 1000:.1f} ms", class_="apiglab-quiet")
        asked = element("code", f"{self.request.method} {self.request.path}")
        parts = [
            line(asked, " ", badge(tone_of(self.status), self.status_line), " ", took),
            preformatted(_cut(_pretty(self.text))) if self.body else line("(an empty body)"),
            details(
                "Headers",
                _headers_table("Sent", veiled(self.request.headers)),
                _headers_table("Received", self.headers),
            ),
        ]
        if self.journey:
            parts.append(details(f"Journey: {_journey_in_short(self.journey)}", self.journey.to_html()))
        elif self.note:
            parts.append(line(self.note))
        return element("div", *parts)


def tone_of(status: int) -> Tone:
    """How a status is badged: 2xx and 3xx passed, 4xx refused, 5xx failed."""
    if status < 400:
        return "ok"
    return "refused" if status < 500 else "failed"


def _journey_in_short(journey: Journey) -> str:
    end = journey.ended_at
    if end is None:
        return f"{len(journey.steps)} phases, all passed"
    return f"{end.outcome} at {end.phase}"


def _headers_table(caption: str, headers: Headers | Mapping[str, str]) -> Html:
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return table(("Header", "Value"), pairs, caption=caption)


def _pretty(text: str) -> str:
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _cut(text: str) -> str:
    if len(text) <= SHOWN_BODY:
        return text
    return f"{text[:SHOWN_BODY]}… ({len(text) - SHOWN_BODY:,} characters more)"


def _as_text(body: bytes) -> str | None:
    return body.decode("utf-8", "replace") or None
