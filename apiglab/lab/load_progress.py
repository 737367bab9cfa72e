"""How far a load is: a bar in the notebook, a line in the terminal, nothing for what is over in a second."""

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from apiglab.lab.load_process import LoadRun

QUIET_FOR = 1.0
"""Seconds that need no progress."""


class Progress(Protocol):
    """Something that shows how far a load is."""

    def update(self) -> None:
        """Show where it is now."""
        ...


def progress_of(load: LoadRun) -> AbstractContextManager[Progress]:
    """The progress that fits the place: a widget in a notebook, rich in a terminal."""
    if _in_notebook():
        from apiglab.lab.widgets.progress import notebook_progress  # ipywidgets only where there are widgets

        return notebook_progress(load)
    return _terminal_progress(load)


def _in_notebook() -> bool:
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    shell = get_ipython()
    return shell is not None and hasattr(shell, "kernel")


class _TerminalProgress:
    def __init__(self, load: LoadRun) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as RichProgress

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"))
        self._bar = RichProgress(*columns, console=Console(stderr=True), transient=True)
        self._load = load
        self._began = time.monotonic()
        self._task = self._bar.add_task(load.plan.model, total=1.0, told="")

    def update(self) -> None:
        elapsed = time.monotonic() - self._began
        if elapsed > QUIET_FOR:
            self._bar.start()
            sent = len(self._load.measured)
            self._bar.update(self._task, completed=self._load.plan.progress(sent, elapsed), told=f"{sent:,} answered")

    def close(self) -> None:
        self._bar.stop()


@contextmanager
def _terminal_progress(load: LoadRun) -> Iterator[Progress]:
    progress = _TerminalProgress(load)
    try:
        yield progress
    finally:
        progress.close()
