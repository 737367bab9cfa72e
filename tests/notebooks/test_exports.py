"""What is exported, or shown where no kernel runs, says in words and tables what the widgets say."""

from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter, MarkdownExporter

from apiglab.course.notebook import code_cells, read
from tests.notebooks.course_files import each_of, notebooks

WIDGETS = ("lab.predict(", "lab.request_panel(", "lab.load_panel(")


@pytest.fixture(params=[HTMLExporter, MarkdownExporter], ids=["html", "markdown"])
def exported(request: pytest.FixtureRequest) -> str:
    """Lesson 01, exported."""
    notebook = nbformat.read(notebooks("notebooks")[1], as_version=4)
    text, _ = request.param().from_notebook_node(notebook)
    return str(text)


def test_an_export_shows_the_predictions_and_the_panels(exported: str) -> None:
    """nbconvert's HTML and Markdown hold the questions with their options, and what the panels are filled with."""
    for words in ("all there. What does GET /dev/hello answer?", "/dev/hello", "200 OK", "0 left."):
        assert words in exported
    assert "Error displaying widget" not in exported


@each_of("notebooks", "solutions")
def test_widgets_are_stored_as_what_can_be_read_without_them(path: Path) -> None:
    """Stored outputs hold text and static HTML; no reference to a model that only a kernel has."""
    for cell in code_cells(read(path)):
        kinds = [set(output["data"]) for output in cell["outputs"] if "data" in output]
        assert all(found <= {"text/plain", "text/html"} for found in kinds)
        if cell["source"].startswith(WIDGETS):
            assert kinds == [{"text/plain", "text/html"}]
