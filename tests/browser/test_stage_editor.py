"""The stage editor in JupyterLab, on the local AWS: changed, deployed and rolled back without a mouse."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import NotebookPage, open_cells, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

STAGED = """
import apiglab
lab = apiglab.Lab("03")
api = lab.rest_api("paws-staged")
api.resource("/pets").method("GET").mock(["Mona"])
api.deploy("dev")
api.resource("/cats").method("GET").mock(["Tom"])
"""


@pytest.fixture
def notebook(page: Page, jupyter: Jupyter) -> NotebookPage:
    """A notebook with the panel and, at its end, the cleanup."""
    opened = open_cells(page, jupyter, "stage", STAGED, 'lab.stage_editor(api.id, "dev")', "lab.cleanup()")
    opened.run_all_but_last()
    return opened


def test_a_stage_is_changed_and_rolled_back_without_a_mouse(notebook: NotebookPage, screenshots: Path) -> None:
    """What waited is served after Deploy, and waits again after Serve; axe finds nothing critical or serious."""
    assert notebook.failures()[:-1] == []
    keyboard, panel = notebook.page.keyboard, notebook.panel("Stage editor: dev")
    status = panel.get_by_role("status")

    expect(panel).to_contain_text("Undeployed changes (2): a deployment to dev would alter this")
    picture(panel, screenshots, "stage_editor")
    panel.get_by_label("Stage variables").focus()
    notebook.replace_text("colour = blue")
    notebook.tab_to(panel.get_by_role("button", name="Save"))
    keyboard.press("Enter")
    expect(status).to_contain_text("update_stage: the variables apply from the next request on.")
    panel.get_by_label("Value").focus()
    notebook.replace_text("many")
    notebook.tab_to(panel.get_by_role("button", name="Set"))
    keyboard.press("Enter")
    expect(status).to_contain_text("refused")
    panel.get_by_role("button", name="Deploy").focus()
    keyboard.press("Enter")
    expect(status).to_contain_text("create_deployment: dev serves deployment 2 of 2. Undeployed changes (0).")
    panel.get_by_label("Deployment").select_option(label="deployment 1 of 2")
    panel.get_by_role("button", name="Serve").focus()
    keyboard.press("Enter")
    expect(status).to_contain_text("update_stage: dev serves deployment 1 of 2. Undeployed changes (2).")
    assert "\n".join(notebook.serious_violations()) == ""
    picture(panel, screenshots, "stage_editor_rolled_back")
    notebook.choose_theme("JupyterLab Dark")
    assert "\n".join(notebook.serious_violations()) == ""
    picture(panel, screenshots, "stage_editor_dark")
    notebook.run_last()
    assert notebook.failures() == []
