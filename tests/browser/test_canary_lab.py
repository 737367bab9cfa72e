"""The canary lab in JupyterLab, on the local AWS: a canary that fails is seen under load, and rolled back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import NotebookPage, open_cells, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

RELEASED = """
import apiglab
lab = apiglab.Lab("03")
apis = lab.client("apigateway")
api = lab.rest_api("paws-released")
api.resource("/pets").method("GET").mock(["Mona"])
url = api.deploy("prod") + "pets"
resource = next(each["id"] for each in apis.get_resources(restApiId=api.id)["items"] if each["path"] == "/pets")
apis.update_integration(restApiId=api.id, resourceId=resource, httpMethod="GET", patchOperations=[
    {"op": "replace", "path": "/requestTemplates/application~1json", "value": "no status code"},
])
changes = lab.undeployed(api.id, "prod")
apis.create_deployment(restApiId=api.id, stageName="prod", canarySettings={"percentTraffic": 20})
changes
"""
CANARY = "lab.canary_lab(url, rate=60, seconds=8, percent=20)"


@pytest.fixture
def notebook(page: Page, jupyter: Jupyter) -> NotebookPage:
    """A notebook with the panel and, at its end, the cleanup."""
    opened = open_cells(page, jupyter, "canary", RELEASED, CANARY, "lab.cleanup()")
    opened.run_all_but_last()
    return opened


def test_a_canary_that_fails_is_rolled_back_without_a_mouse(notebook: NotebookPage, screenshots: Path) -> None:
    """Its errors are drawn apart from the stage's, and axe finds nothing critical or serious."""
    assert notebook.failures()[:-1] == []
    keyboard = notebook.page.keyboard
    panel = notebook.panel("Canary lab")

    panel.get_by_label("Seconds").focus()
    notebook.tab_to(panel.get_by_role("button", name="Start"))
    keyboard.press("Enter")
    drawn = notebook.pictures(panel, 15)
    arms = panel.get_by_role("img", name=re.compile("errors; the canary .* 100.0 % of them errors"))
    expect(arms).to_be_visible()
    picture(panel, screenshots, "canary_lab_running")
    panel.get_by_label("Canary's share in per cent").focus()
    notebook.tab_to(panel.get_by_role("button", name="Roll back"))
    keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_contain_text("the canary is gone, the stage serves everything.")
    expect(panel.get_by_role("status")).to_have_text(re.compile(r"480 requests"), timeout=30_000)
    picture(panel, screenshots, "canary_lab")

    assert len(set(drawn)) == 15
    expect(notebook.page.get_by_text("Undeployed changes (1): a deployment to prod would alter this")).to_be_visible()
    assert "\n".join(notebook.serious_violations()) == ""
    notebook.choose_theme("JupyterLab Dark")
    assert "\n".join(notebook.serious_violations()) == ""
    picture(panel, screenshots, "canary_lab_dark")
    notebook.run_last()
    assert notebook.failures() == []
