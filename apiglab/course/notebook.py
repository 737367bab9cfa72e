"""A notebook's file as plain values, written as Jupyter writes it: saving one in the browser makes no diff."""

import json
from pathlib import Path
from typing import Any, Final

Cell = dict[str, Any]
Notebook = dict[str, Any]

METADATA: Final = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""What every notebook of the course says of itself: nothing that changes with the machine that ran it."""


def read(path: Path) -> Notebook:
    """The notebook in ``path``, each cell's source as one string."""
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def written(notebook: Notebook) -> str:
    """The text of the notebook's file: sorted keys, one line of source per line, a final newline."""
    cells = [{**cell, "source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    return json.dumps({**notebook, "cells": cells}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def code_cells(notebook: Notebook) -> list[Cell]:
    """The code cells, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def tags(cell: Cell) -> list[str]:
    """The cell's tags."""
    return list(cell["metadata"].get("tags", []))
