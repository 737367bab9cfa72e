"""The panels in a real JupyterLab, on a lab without an AWS: keyboard only, live, and accessible in both themes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import NotebookPage, open_cells, picture
from tests.integration.load_server import a_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

ROOT = Path(__file__).parents[2]
SETUP = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from apiglab.lab import load, widgets
from tests.browser.stub_lab import StubLab
lab = StubLab()
url = "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets"
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Something to send a load to."""
    with a_server() as url:
        yield url


@pytest.fixture
def notebook(page: Page, jupyter: Jupyter, server: str) -> NotebookPage:
    """A notebook with every panel, run."""
    cells = [
        SETUP,
        "widgets.request_panel(lab, url, headers=[('X-A', '1')])",
        f"widgets.load_panel(lab, '{server}/ok', rate=40, seconds=60)",
        "widgets.journey(lab.send('GET', url + '/missing'))",
        f"load.run(lab, 'GET', '{server}/refused', rate=50, seconds=1.2)",
    ]
    opened = open_cells(page, jupyter, "panels", *cells)
    opened.run_all()
    return opened


def test_a_learner_works_the_panels_without_a_mouse(notebook: NotebookPage, screenshots: Path) -> None:
    """Send with Enter and with the button, look back, load, stop; axe finds nothing critical or serious."""
    assert notebook.failures() == []
    keyboard = notebook.page.keyboard

    panel = notebook.panel("Send a request")
    panel.get_by_label("Method").focus()
    notebook.tab_to(panel.get_by_label("URL"))
    notebook.replace_text("http://127.0.0.1:4566/_aws/execute-api/abc/dev/missing")
    keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_contain_text("403 Forbidden in 12.3 ms.")
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile("was refused at Resource matching"))
    notebook.tab_to(panel.get_by_label("URL"))
    notebook.replace_text("http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets")
    notebook.tab_to(panel.get_by_role("button", name="Send"))
    keyboard.press("Space")
    expect(panel.get_by_role("status")).to_contain_text("200 OK in 12.3 ms.")
    expect(panel.get_by_role("button", name="Send")).to_be_focused()
    expect(panel.get_by_label("History")).to_have_value("2  GET /dev/pets → 200")
    notebook.tab_to(panel.get_by_label("History"))
    keyboard.press("ArrowDown")
    expect(panel.get_by_role("status")).to_contain_text("403 Forbidden")
    expect(panel.get_by_label("URL")).to_have_value(re.compile("/missing$"))
    notebook.tab_to(panel.get_by_role("button", name="As curl"))
    keyboard.press("Enter")
    expect(panel.get_by_role("region", name="curl command")).to_contain_text("-H 'X-A: 1'")
    picture(panel, screenshots, "request_panel")

    load = notebook.panel("Send a load")
    load.get_by_label("Method").focus()
    notebook.tab_to(load.get_by_role("button", name="Start"))
    keyboard.press("Enter")
    drawn = notebook.pictures(load, 5)
    picture(load, screenshots, "load_panel")
    notebook.tab_to(load.get_by_role("button", name="Stop"))
    keyboard.press("Space")
    expect(load.get_by_role("status")).to_contain_text("all ended in 200 OK")

    assert len(set(drawn)) == 5
    assert notebook.serious_violations() == []
    picture(notebook.panel("The request's journey"), screenshots, "journey_view")
    notebook.choose_theme("JupyterLab Dark")
    assert notebook.serious_violations() == []
    picture(load, screenshots, "load_panel_dark")
    picture(panel, screenshots, "request_panel_dark")
    notebook.choose_theme("JupyterLab Light")
