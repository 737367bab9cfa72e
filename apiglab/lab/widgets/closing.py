"""Let go of widgets: a closed panel leaves nothing in the kernel, and a cell that runs again closes what it showed."""

import sys
from collections.abc import Callable
from typing import Any

from ipywidgets import Widget


def close_tree(widget: Any) -> None:
    """Close a widget and everything that belongs to it: children, layout and style each keep a model of their own."""
    for name in widget.keys:
        held = getattr(widget, name)
        for part in held if isinstance(held, list | tuple) else (held,):
            if isinstance(part, Widget) and part.comm is not None:
                close_tree(part)
    widget.close()


def close_before_rerun(close: Callable[[], None]) -> None:
    """Call ``close`` when the cell that is running now is about to run again."""
    shell = _shell()
    cell = _running_cell(shell)
    if cell is None:
        return

    def on_run(info: Any) -> None:
        if info.cell_id == cell:
            shell.events.unregister("pre_run_cell", on_run)
            close()

    shell.events.register("pre_run_cell", on_run)


def _shell() -> Any:
    """The notebook's shell, or None outside of one."""
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython  # imported only where it is running already

    return get_ipython()


def _running_cell(shell: Any) -> str | None:
    """The identity of the cell that is running, where the front end gives its cells one."""
    if shell is None or not hasattr(shell, "get_parent"):
        return None
    cell: str | None = (shell.get_parent().get("metadata") or {}).get("cellId")
    return cell
