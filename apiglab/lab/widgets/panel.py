"""What every panel is: controls in a frame, a line that tells what happens, and a still form of itself."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, Tone, badge, element, page
from apiglab.lab.widgets.closing import close_before_rerun, close_tree
from apiglab.lab.widgets.style import PANEL_STYLE

SETTLED_AFTER = 0.15
"""Seconds without a change after which a field holds what was typed."""


class Panel(ABC):
    """A group of widgets that shows itself: live in JupyterLab, as static HTML and text everywhere else.

    Nothing a learner presses may block the kernel or fail without a word: callbacks are ``guarded``, and what takes
    time runs ``in_background``. Running the panel's cell again closes the old panel.
    """

    def __init__(self, title: str) -> None:
        self._said = widgets.HTML()
        self._title = widgets.HTML(PANEL_STYLE + element("div", title, class_="apiglab-title"))
        self.widget = widgets.VBox()
        self.widget.add_class("apiglab-panel")
        self.say("")
        close_before_rerun(self.close)

    def fill(self, children: Sequence[Any]) -> None:
        """Put the controls between the title and the line that tells what happens."""
        self.widget.children = (self._title, *children)

    @abstractmethod
    def __repr__(self) -> str: ...

    @abstractmethod
    def still(self) -> Html:
        """The panel as it is now, without controls."""

    def say(self, text: object, tone: Tone | None = None, word: str = "note") -> None:
        """Tell what happens; without a tone only to screen readers, since eyes see it elsewhere in the panel."""
        told = (badge(tone, word), " ", text) if tone else (text,)
        seen = "apiglab-said" if tone else "apiglab-unseen"
        status = element("div", *told, class_=seen, role="status", aria_live="polite")
        self._said.value = element("div", status, class_="apiglab")

    def guarded(self, action: Callable[[], object]) -> Callable[..., None]:
        """``action`` as a callback whose errors are shown in the panel."""

        def callback(*_: object) -> None:
            try:
                action()
            except LabError as error:
                self.say(f"{error.where}: {error.what}. Next: {error.next_step}.", "failed", "error")
            # The boundary between the front end and the kernel: what is not caught here vanishes into a log
            # that no learner reads.
            except Exception as error:  # noqa: BLE001
                self.say(f"{type(error).__name__}: {error}", "failed", "error")

        return callback

    def in_background(self, action: Callable[[], object]) -> threading.Thread:
        """Run ``action`` beside the kernel, so that cells and other panels go on."""
        thread = threading.Thread(target=self.guarded(action), name=type(self).__name__, daemon=True)
        thread.start()
        return thread

    def settle(self, look: Callable[[], object]) -> None:
        """Wait, beside the kernel, until what ``look`` sees stands still.

        While a field's text is on its way the front end keeps back what is typed next, but not the press of a button:
        the press arrives before the last letters.
        """
        seen, before = look(), None
        while seen != before:
            time.sleep(SETTLED_AFTER)
            seen, before = look(), seen

    def beside(self, action: Callable[[], object], look: Callable[[], object]) -> Callable[..., object]:
        """A button's callback: ``action`` beside the kernel, once what ``look`` sees stands still."""

        def carry_out() -> None:
            self.settle(look)
            action()

        return lambda *_: self.in_background(carry_out)

    @property
    def closed(self) -> bool:
        """Whether the panel is gone from the page."""
        return self.widget.comm is None

    def close(self) -> None:
        """Take the panel off the page and let go of everything it holds."""
        close_tree(self.widget)

    def _repr_html_(self) -> str:
        return page(self.still())

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        live: dict[str, Any] = self.widget._repr_mimebundle_()
        return {**live, "text/plain": repr(self), "text/html": self._repr_html_()}
