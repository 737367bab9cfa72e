"""The auth panel in a real JupyterLab: fired by keyboard, who got what stays, accessible."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import FINDS_THE_TESTS, NotebookPage, open_cells, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CELL = """
from apiglab.lab.widgets import auth_panel
from tests.browser.stub_lab import CALLERS, DOORS, GuardedLab
auth_panel(GuardedLab(), DOORS, CALLERS)
"""


@pytest.fixture
def notebook(page: Page, jupyter: Jupyter) -> NotebookPage:
    """A notebook with the panel, run."""
    opened = open_cells(page, jupyter, "auth", FINDS_THE_TESTS, CELL)
    opened.run_all()
    return opened


def test_callers_are_sent_to_doors_without_a_mouse(notebook: NotebookPage, screenshots: Path) -> None:
    """One, then all; axe finds nothing critical or serious."""
    assert notebook.failures() == []
    notebook.make_room()
    panel = notebook.panel("Who gets in?")

    panel.get_by_label("Who asks").focus()
    panel.get_by_label("Who asks").select_option("ann")
    notebook.tab_to(panel.get_by_role("button", name="Fire", exact=True))
    notebook.page.keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_contain_text("Decided by ann/may, statement 1.")
    notebook.tab_to(panel.get_by_role("button", name="Fire all"))
    notebook.page.keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_contain_text("Refused at Resource matching")
    picture(panel, screenshots, "auth-panel")

    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        notebook.choose_theme(theme)
        assert notebook.serious_violations() == []
