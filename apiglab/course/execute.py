"""Run a notebook from top to bottom in a fresh kernel, as a learner's *Run All* does."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from apiglab.course.notebook import METADATA, Notebook, code_cells, tags

CELL_SECONDS = 120
"""The longest that one cell may take."""

STILL = ("text/plain", "text/html", "text/markdown", "image/png", "image/svg+xml")
"""What of an output is kept: what can be read without a kernel."""


@contextmanager
def own_local_aws() -> Iterator[dict[str, str]]:
    """A local AWS that nobody else uses, by the environment that leads a kernel to it; it is gone afterwards."""
    from apiglab.lab import local_server  # what follows decides where it keeps its files

    with tempfile.TemporaryDirectory(prefix="apiglab-") as folder:
        before = os.environ.get("APIGLAB_STATE_DIR")
        os.environ["APIGLAB_STATE_DIR"] = folder
        try:
            local_server.ensure()
            yield {**os.environ, "APIGLAB_STATE_DIR": folder, "APIGLAB_BACKEND": "local"}
        finally:
            local_server.stop()
            if before is None:
                del os.environ["APIGLAB_STATE_DIR"]
            else:
                os.environ["APIGLAB_STATE_DIR"] = before


def execute(notebook: Notebook, *, folder: Path, environment: Mapping[str, str], allow_errors: bool = False) -> None:
    """Run every cell in ``folder`` and keep its outputs in ``notebook``; the first that fails raises an error."""
    import nbformat
    from nbclient import NotebookClient

    node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]  # nbformat has no types
    client = NotebookClient(
        node,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        allow_errors=allow_errors,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    # A kernel writes its own warnings to standard error; what a cell writes there is an output.
    client.execute(env=dict(environment), stderr=subprocess.DEVNULL)
    for cell, ran in zip(notebook["cells"], node.cells, strict=True):
        if cell["cell_type"] == "code":
            cell["execution_count"] = ran.execution_count
            cell["outputs"] = [_plain(output) for output in ran.outputs]


def _plain(output: Any) -> dict[str, Any]:
    """An output without what only lives as long as its kernel: widgets' models."""
    kept = dict(output)
    if "data" in kept:
        kept["data"] = {kind: _lines(kept["data"][kind]) for kind in STILL if kind in kept["data"]}
        kept["metadata"] = {}
    if "text" in kept:
        kept["text"] = _lines(kept["text"])
    return kept


def _lines(text: Any) -> Any:
    return text.splitlines(keepends=True) if isinstance(text, str) else text


def with_plain_metadata(notebook: Notebook) -> Notebook:
    """The notebook without what an editor or a kernel left in its metadata."""
    cells = [{**cell, "metadata": {"tags": tags(cell)} if tags(cell) else {}} for cell in notebook["cells"]]
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def counts(notebook: Notebook) -> list[int | None]:
    """The execution counts of the code cells."""
    return [cell["execution_count"] for cell in code_cells(notebook)]
