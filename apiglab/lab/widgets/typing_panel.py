"""A panel that answers as one types: beside the kernel, once the typing pauses."""

import threading
from abc import abstractmethod
from collections.abc import Iterable
from typing import Any

import ipywidgets as widgets

from apiglab.lab.errors import LabError
from apiglab.lab.widgets.panel import Panel

TYPING = 0.25
"""Seconds without a keystroke after which the panel answers."""


class TypingPanel(Panel):
    """What its fields hold is read anew after each pause in the typing; an answer may take its time."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self._timer: threading.Timer | None = None
        self._answering = threading.Lock()
        self._answer = widgets.HTML()

    @abstractmethod
    def show(self) -> object:
        """Read the fields and answer, at once."""

    def show_or_clear(self) -> None:
        """Answer; where the fields cannot be read, no older answer stays beside the error."""
        try:
            self.show()
        except LabError:
            self._answer.value = ""
            raise

    def answer_to(self, fields: Iterable[Any]) -> None:
        """Answer whenever one of these changes."""
        for field in fields:
            field.observe(self.guarded(self._wait), names="value")

    def close(self) -> None:
        """Take the panel off the page."""
        if self._timer is not None:
            self._timer.cancel()
        super().close()

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(TYPING, self.guarded(self._show_one))
        self._timer.daemon = True
        self._timer.start()

    def _show_one(self) -> None:
        with self._answering:
            if not self.closed:
                self.show_or_clear()
