"""The policy simulator and the token inspector in a real JupyterLab: by keyboard, read at once, accessible."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import FINDS_THE_TESTS, NotebookPage, open_cells, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CELL = """
from apiglab.lab.widgets import policy_simulator, token_inspector
from tests.unit.lab.token_builders import ID, NOW, token
display(policy_simulator())
display(token_inspector(lambda: NOW, token(ID), issuer="https://elsewhere"))
"""


@pytest.fixture
def notebook(page: Page, jupyter: Jupyter) -> NotebookPage:
    """A notebook with both, run."""
    opened = open_cells(page, jupyter, "policy", FINDS_THE_TESTS, CELL)
    opened.run_all()
    return opened


def test_a_policy_is_tried_and_a_token_read_without_a_mouse(notebook: NotebookPage, screenshots: Path) -> None:
    """The deciding statement follows the typing; axe finds nothing critical or serious."""
    assert notebook.failures() == []
    notebook.make_room()
    panel = notebook.panel("Policy simulator")
    expect(panel.get_by_role("status")).to_contain_text("Allowed by statement 1")
    picture(panel, screenshots, "policy-simulator")

    panel.get_by_label("Condition keys (JSON)").focus()
    notebook.replace_text('{"aws:SourceIp": "192.0.2.1"}')
    expect(panel.get_by_role("status")).to_contain_text("Denied by statement 2")
    picture(panel, screenshots, "policy-simulator-denied")

    inspector = notebook.panel("Token inspector")
    expect(inspector.get_by_role("status")).to_contain_text("another user pool")
    picture(inspector, screenshots, "token-inspector")

    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        notebook.choose_theme(theme)
        assert notebook.serious_violations() == []
