"""Signing the notebooks that come with the lab, so that JupyterLab shows their stored outputs as they are."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

FOLDERS = ("notebooks", "exercises", "solutions")


def trust_notebooks(root: Path) -> int:
    """Sign every numbered notebook of the lab's folders below ``root``; how many there were.

    JupyterLab strips styles and pictures from outputs of notebooks that were neither run nor signed on this machine.
    https://jupyter-server.readthedocs.io/en/latest/operators/security.html#security-in-notebook-documents
    """
    import nbformat  # slow to import, and wanted only where JupyterLab is started
    from nbformat.sign import NotebookNotary

    read: Any = nbformat.read  # nbformat has no annotations
    make: Any = NotebookNotary
    notary = make()
    signed = 0
    for path in _numbered(root):
        notary.sign(read(path, as_version=4))
        signed += 1
    notary.store.close()
    return signed


def _numbered(root: Path) -> Iterable[Path]:
    for folder in FOLDERS:
        yield from sorted((root / folder).glob("[0-9]*.ipynb"))
