"""The mapping-template playground in a real JupyterLab: typed into by keyboard, read at once, accessible."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import NotebookPage, open_cells, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def notebook(page: Page, jupyter: Jupyter) -> NotebookPage:
    """A notebook with the playground, run."""
    opened = open_cells(page, jupyter, "playground", "from apiglab.lab.widgets import playground\nplayground()")
    opened.run_all()
    return opened


def test_a_learner_writes_a_template_without_a_mouse(notebook: NotebookPage, screenshots: Path) -> None:
    """The result follows the typing, an error is told at its place; axe finds nothing critical or serious."""
    assert notebook.failures() == []
    notebook.make_room()
    panel = notebook.panel("Mapping template playground")
    expect(panel.get_by_text('"label": "Rex, 3"')).to_be_visible()
    picture(panel, screenshots, "playground")

    panel.get_by_label("Example").focus()
    notebook.tab_to(panel.get_by_label("Template"))
    notebook.replace_text("Hello $input.path('$.pets[1].name')")
    expect(panel.get_by_text("Hello Ada")).to_be_visible()
    notebook.replace_text("one\n#if(")
    expect(panel.get_by_role("status")).to_contain_text("Error at line 2")
    picture(panel, screenshots, "playground-error")

    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        notebook.choose_theme(theme)
        assert notebook.serious_violations() == []
