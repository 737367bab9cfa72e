"""A load's progress in a notebook: a bar that is gone when the load is over.

It is a widget because every other way to change an output (``display_id``, ``clear_output``, standard error) makes a
lesson's stored outputs incomparable. Whether it is shown follows from the plan alone, for the same reason.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets

from apiglab.lab.html import element, line, page
from apiglab.lab.load_process import LoadRun
from apiglab.lab.show import show
from apiglab.lab.widgets.closing import close_before_rerun, close_tree
from apiglab.lab.widgets.style import STYLE

QUIET_UP_TO = 1.0
"""Seconds that need no progress."""


class NotebookProgress:
    """A bar and a count."""

    def __init__(self, load: LoadRun) -> None:
        self._load = load
        self._began = time.monotonic()
        self.widget = widgets.HTML(self._bar())
        close_before_rerun(self.close)

    def update(self) -> None:
        """Show where the load is now."""
        self.widget.value = self._bar()

    def done(self) -> None:
        """Leave no trace beside the result."""
        self.widget.value = ""

    def close(self) -> None:
        """Let go of the widget."""
        close_tree(self.widget)

    def _bar(self) -> str:
        sent = len(self._load.measured)
        share = self._load.plan.progress(sent, time.monotonic() - self._began)
        bar = element("progress", value=f"{share:.3f}", max="1", aria_label="Progress of the load")
        told = "waiting for the last answers" if share >= 1 else f"{sent:,} answered"
        return STYLE + page(element("div", bar, element("span", told), class_="apiglab-bar"))

    def __repr__(self) -> str:
        return f"Sending {self._load.plan.model}"

    def _repr_html_(self) -> str:
        return page(line(repr(self)))

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        live: dict[str, Any] = self.widget._repr_mimebundle_()
        return {**live, "text/plain": repr(self), "text/html": self._repr_html_()}


@contextmanager
def notebook_progress(load: LoadRun) -> Iterator[NotebookProgress]:
    """Show the progress of ``load`` below the running cell."""
    progress = NotebookProgress(load)
    if load.plan.seconds > QUIET_UP_TO:
        show(progress)
    try:
        yield progress
    finally:
        progress.done()
