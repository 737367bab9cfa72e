"""Who a request says it is from: no one, an API key, a token, or the lab's own keys.

A secret typed here is taken out of its field as soon as it was used, since a notebook saves what its fields hold.
"""

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from apiglab.lab.send import Auth
from apiglab.lab.widgets.fields import choice_field, styled

KINDS = (
    ("none", "none"),
    ("API key", "api_key"),
    ("bearer token", "bearer"),
    ("IAM: the lab's keys, SigV4", "iam"),
)
HEADERS = {"api_key": ("x-api-key", "", "$API_KEY"), "bearer": ("Authorization", "Bearer ", "$TOKEN")}
"""The header of each kind, what stands before the secret, and the shell variable that stands for it."""

Pairs = Sequence[tuple[str, str]]


class Secret:
    """The choice of an identity and the field for its secret."""

    def __init__(self) -> None:
        self._kept = ""
        self._kind = choice_field("Auth", KINDS)
        self._typed = styled(widgets.Password(description="Secret", layout={"display": "none"}), "apiglab-field")
        self._kind.observe(self._changed, names="value")
        self.fields: tuple[Any, ...] = (self._kind, self._typed)

    @property
    def kind(self) -> str:
        """Which of ``KINDS`` is chosen."""
        kind: str = self._kind.value
        return kind

    @kind.setter
    def kind(self, kind: str) -> None:
        self._kind.value = kind

    def applied(self, headers: Pairs) -> tuple[Pairs, Auth]:
        """The headers with the secret among them, and whether to sign."""
        return self._with(headers, self._typed.value or self._kept)

    def in_shell(self, headers: Pairs) -> tuple[Pairs, Auth]:
        """The same with a shell variable in the secret's place."""
        return self._with(headers, HEADERS[self.kind][2] if self.kind in HEADERS else "")

    def hide(self) -> None:
        """Keep the secret in the kernel's memory, and empty the field."""
        if self._typed.value:
            self._kept, self._typed.value = self._typed.value, ""
            self._typed.placeholder = "kept in memory only"

    def _with(self, headers: Pairs, secret: str) -> tuple[Pairs, Auth]:
        if self.kind == "iam":
            return headers, "iam"
        if self.kind not in HEADERS:
            return headers, None
        name, before, _ = HEADERS[self.kind]
        return [*headers, (name, before + secret)], None

    def _changed(self, *_: object) -> None:
        self._kept = ""
        self._typed.placeholder = ""
        self._typed.layout.display = None if self.kind in HEADERS else "none"
