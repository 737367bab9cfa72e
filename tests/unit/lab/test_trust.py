"""The lab's notebooks are trusted, others are not."""

from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from apiglab.lab.trust import trust_notebooks


def a_notebook(path: Path, text: str) -> None:
    """A notebook with one output of its own."""
    output = nbformat.v4.new_output("display_data", {"text/html": f"<style>{text}</style>"})
    cell = nbformat.v4.new_code_cell("1", outputs=[output])
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)


def test_numbered_notebooks_of_the_lab_are_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those in its folders with a number in front are signed; a learner's own is left to the learner."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    a_notebook(tmp_path / "notebooks" / "01_lesson.ipynb", "lesson")
    a_notebook(tmp_path / "notebooks" / "mine.ipynb", "mine")

    signed = trust_notebooks(tmp_path)

    notary = NotebookNotary()
    trusted = [
        notary.check_signature(nbformat.read(path, as_version=4))
        for path in sorted((tmp_path / "notebooks").glob("*.ipynb"))
    ]
    notary.store.close()
    assert (signed, trusted) == (1, [True, False])
