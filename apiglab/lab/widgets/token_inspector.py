"""The token inspector: paste a token, read what it says, and what a user pool's guard would refuse it for."""

from collections.abc import Callable
from typing import Final

import ipywidgets as widgets

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, badge, element, line
from apiglab.lab.token_view import TokenView, read_token
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.typing_panel import TypingPanel

_TITLE: Final = "Token inspector"


class TokenInspector(TypingPanel):
    """Read a token claim by claim. It is decoded here, sent nowhere, and not verified."""

    def __init__(
        self,
        token: str = "",
        *,
        issuer: str = "",
        client_id: str = "",
        scopes: str = "",
        now: Callable[[], float],
    ) -> None:
        """``issuer``, ``client_id`` and ``scopes`` are what a guard expects; ``now`` tells the lab's time."""
        super().__init__(_TITLE)
        self._now = now
        self._token = fields.area_field("Token", token, "eyJraWQiOi…")
        self._issuer = fields.text_field("Expected issuer", issuer)
        self._client = fields.text_field("Expected app client", client_id)
        self._scopes = fields.text_field("Scopes of the method", scopes)
        asked = [self._token, self._issuer, self._client, self._scopes]
        self.answer_to(asked)
        left = fields.styled(widgets.VBox(asked), "apiglab-half")
        right = fields.styled(widgets.VBox([self._said, self._answer]), "apiglab-half")
        self.fill([fields.styled(widgets.Box([left, right]), "apiglab-halves")])
        if token:
            self.guarded(self.show_or_clear)()

    @property
    def view(self) -> TokenView:
        """The token in the field, read now. Raises ``LabError`` where it is none."""
        return read_token(
            self._token.value,
            now=self._now(),
            issuer=self._issuer.value.strip() or None,
            client_id=self._client.value.strip() or None,
            scopes=self._scopes.value.split(),
        )

    def show(self) -> TokenView:
        """Read and show, at once."""
        view = self.view
        self._answer.value = element("div", view.to_html(), class_="apiglab")
        self.say(view.finding)
        return view

    def still(self) -> Html:
        """What the token says; the token itself is not shown, since whoever has it may use it."""
        try:
            return self.view.to_html()
        except LabError as error:
            return line(badge("failed", "error"), f" {error.where}: {error.what}.")

    def __repr__(self) -> str:
        try:
            told = repr(self.view)
        except LabError as error:
            told = f"{error.where}: {error.what}"
        return f"{_TITLE}\n{told}"
