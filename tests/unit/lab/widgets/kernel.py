"""As much of a notebook's kernel as widgets look at."""

import threading
from types import SimpleNamespace
from typing import Any

from IPython.core.events import EventManager, available_events
from ipywidgets.widgets import widget


def live_models() -> set[str]:
    """The identities of every widget model that the kernel holds."""
    return set(widget._instances)


def join_threads(name: str) -> None:
    """Wait for what panels do beside the kernel."""
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(10)


class StubShell:
    """A shell that runs cells: it knows which one is running, and tells before the next one does."""

    kernel = object()

    def __init__(self) -> None:
        self.cell: str | None = None
        self.events = EventManager(self, available_events)

    def get_parent(self) -> dict[str, Any]:
        """The request that is being executed."""
        return {"metadata": {"cellId": self.cell} if self.cell else {}}

    def run(self, cell: str | None) -> None:
        """Begin to run a cell."""
        self.cell = cell
        self.events.trigger("pre_run_cell", SimpleNamespace(cell_id=cell))
