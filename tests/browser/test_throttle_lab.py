"""The throttle lab and the usage board in JupyterLab, on the local AWS: a limit that changes under load."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import NotebookPage, open_cells, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

SOLD = """
import apiglab
lab = apiglab.Lab("09")
apis = lab.client("apigateway")
api = lab.rest_api("paws-sold")
api.resource("/pets").method("GET", api_key=True).mock(["Mona"])
url = api.deploy("dev") + "pets"
plan = apis.create_usage_plan(
    name="shops",
    apiStages=[{"apiId": api.id, "stage": "dev"}],
    throttle={"rateLimit": 20, "burstLimit": 50},
    quota={"limit": 1000, "period": "DAY"},
)["id"]
keys = [apis.create_api_key(name=f"shop-{name}", enabled=True) for name in ("north", "south")]
for key in keys:
    apis.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
"""
THROTTLE = "lab.throttle_lab(url, plan_id=plan, key=keys[0]['value'], rate=100, seconds=8)"


@pytest.fixture
def notebook(page: Page, jupyter: Jupyter) -> NotebookPage:
    """A notebook with both panels and, at its end, the cleanup."""
    opened = open_cells(page, jupyter, "throttle", SOLD, THROTTLE, "lab.usage_board(plan)", "lab.cleanup()")
    opened.run_all_but_last()
    return opened


def test_a_limit_is_changed_under_load_without_a_mouse(notebook: NotebookPage, screenshots: Path) -> None:
    """The bucket's line moves, the board follows along, and axe finds nothing critical or serious."""
    assert notebook.failures()[:-1] == []
    keyboard = notebook.page.keyboard
    board, panel = notebook.panel("Usage by key"), notebook.panel("Throttle lab")

    board.get_by_role("button", name="Follow").focus()
    keyboard.press("Space")
    panel.get_by_label("Tokens per second").focus()
    notebook.tab_to(panel.get_by_role("button", name="Start"))
    keyboard.press("Enter")
    drawn = notebook.pictures(panel, 20)
    panel.get_by_label("Tokens per second").focus()
    notebook.replace_text("200")
    notebook.tab_to(panel.get_by_role("button", name="Apply"))
    keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_contain_text("update_usage_plan: 200.0 a second, 50 at once.")
    expect(panel.get_by_role("status")).to_have_text(re.compile(r"800 requests"), timeout=30_000)
    picture(panel, screenshots, "throttle_lab")

    assert len(set(drawn)) == 20
    buckets = panel.get_by_role("img", name=re.compile("Tokens in the buckets over time. usage plan: "))
    expect(buckets).to_be_visible()
    expect(board.get_by_role("img")).not_to_have_attribute("aria-label", re.compile("north has least, 1,000"))
    board.get_by_role("button", name="Stop").focus()
    keyboard.press("Space")
    expect(board.get_by_role("status")).to_contain_text("shop-north has least")
    picture(board, screenshots, "usage_board")
    assert "\n".join(notebook.serious_violations()) == ""
    notebook.choose_theme("JupyterLab Dark")
    assert "\n".join(notebook.serious_violations()) == ""
    picture(panel, screenshots, "throttle_lab_dark")
    notebook.run_last()
    assert notebook.failures() == []
