"""A panel to send requests from: method, URL, headers, body and auth; the answer with its journey; a history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import ipywidgets as widgets

from apiglab.lab.exchange import Exchange
from apiglab.lab.html import Html, element, line
from apiglab.lab.send import Auth, compose
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.curl import CurlBox
from apiglab.lab.widgets.journey_view import journey_html
from apiglab.lab.widgets.panel import Panel
from apiglab.lab.widgets.secret import Secret

REMEMBERED = 20
"""Exchanges that the history keeps."""
NOTHING = -1
"""The value of an empty history; with None, ipywidgets would have nothing chosen, then and later."""
Pairs = Sequence[tuple[str, str]]


class SendingLab(Protocol):
    """What the panel needs of a lab."""

    @property
    def region(self) -> str:
        """The Region that signatures name."""
        ...

    def send(self, method: str, url: str, *, headers: Pairs, body: str | None, auth: Auth) -> Exchange:
        """Send one request."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """A request as the fields have it; secrets are not among them."""

    method: str
    url: str
    headers: str = ""
    body: str = ""
    auth: str = "none"


class RequestPanel(Panel):
    """Compose a request, press Enter or Send, read the answer and the way it took. Nothing here blocks the kernel."""

    def __init__(
        self, lab: SendingLab, url: str = "", *, method: str = "GET", headers: Pairs = (), body: str = ""
    ) -> None:
        super().__init__("Send a request")
        self._lab = lab
        self._history: list[tuple[Draft, Exchange]] = []
        self._shown: Exchange | None = None
        self._sending = False
        self._method = fields.method_field(method)
        self._url = fields.url_field(url)
        self._headers = fields.area_field("Headers", "\n".join(f"{a}: {b}" for a, b in headers), "Name: value")
        self._body = fields.area_field("Body", body, '{"name": "Rex"}')
        self._secret = Secret()
        self._send = fields.action(
            "Send", "Send this request (Enter in the URL does the same)", self._start, primary=True
        )
        self._past = fields.choice_field("History", [("nothing sent yet", NOTHING)], disabled=True)
        self._curl = CurlBox(self.guarded(self._show_curl))
        self._answer = widgets.HTML()
        fields.on_enter(self._url, self._start)
        self._past.observe(self.guarded(self._recall), names="value")
        self.fill(
            [
                fields.row(self._method, self._url, self._send),
                fields.row(self._headers, self._body),
                fields.row(*self._secret.fields, self._past, self._curl.button),
                self._curl.widget,
                self._said,
                self._answer,
            ]
        )

    @property
    def exchange(self) -> Exchange | None:
        """The newest exchange."""
        return self._history[-1][1] if self._history else None

    @property
    def draft(self) -> Draft:
        """The request as it stands in the fields."""
        return Draft(
            self._method.value, self._url.value.strip(), self._headers.value, self._body.value, self._secret.kind
        )

    def send(self) -> Exchange:
        """Send what the fields hold, wait, and show the answer: what the button does in the background."""
        draft = self.draft
        headers, auth = self._secret.applied(fields.header_pairs(draft.headers))
        exchange = self._lab.send(draft.method, draft.url, headers=headers, body=draft.body or None, auth=auth)
        self._secret.hide()
        self._show(exchange)
        self._remember(draft, exchange)
        return exchange

    def still(self) -> Html:
        """The newest exchange; before the first one, the request that is ready to go."""
        draft = self.draft
        if self.exchange is None:
            asked = element("code", f"{draft.method} {compose(draft.method, draft.url).path}")
            return line("Request panel: ", asked, " · run this notebook to send it.")
        return exchange_html(self.exchange)

    def __repr__(self) -> str:
        draft = self.draft
        told = repr(self.exchange) if self.exchange else "run this notebook to send it"
        return f"Request panel: {draft.method} {compose(draft.method, draft.url).path}\n{told}"

    def _start(self, *_: object) -> None:
        # The button is not disabled meanwhile: that would take the keyboard's focus away from whoever pressed it.
        if not self._sending:
            self._sending = True
            self.say("The answer is on its way.", "note", "sending")
            self.in_background(self._send_and_wake)

    def _send_and_wake(self) -> None:
        try:
            self.settle(lambda: self.draft)
            self.send()
        finally:
            self._sending = False

    def _show(self, exchange: Exchange) -> None:
        self._shown = exchange
        self.say(f"{exchange.status_line} in {exchange.seconds * 1000:.1f} ms.")
        self._answer.value = element("div", exchange_html(exchange), class_="apiglab")

    def _remember(self, draft: Draft, exchange: Exchange) -> None:
        self._history = [*self._history, (draft, exchange)][-REMEMBERED:]
        newest = [
            (f"{index + 1}  {sent.request.method} {sent.request.path} → {sent.status}", index)
            for index, (_, sent) in enumerate(self._history)
        ]
        self._past.options = newest[::-1]  # which chooses the first of them, the newest
        self._past.disabled = False

    def _recall(self) -> None:
        """Put a request of the past into the fields again, and show its answer."""
        if self._past.value == NOTHING:
            return
        draft, exchange = self._history[self._past.value]
        if exchange is self._shown:
            return
        self._method.value, self._url.value = draft.method, draft.url
        self._headers.value, self._body.value = draft.headers, draft.body
        self._secret.kind = draft.auth
        self._show(exchange)

    def _show_curl(self) -> None:
        draft = self.draft
        headers, auth = self._secret.in_shell(fields.header_pairs(draft.headers))
        request = compose(draft.method, draft.url, headers=headers, body=draft.body or None)
        self._curl.show(replace(request, signed=auth == "iam", region=self._lab.region).curl())


def exchange_html(exchange: Exchange) -> Html:
    """An exchange with its journey open to the eye."""
    told: Any = replace(exchange, journey=None, note="").to_html()
    return element("div", told, journey_html(exchange))
