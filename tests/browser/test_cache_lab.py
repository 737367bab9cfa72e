"""The cache lab in JupyterLab, on the local AWS: the counts move under load, and a leak is seen without a mouse."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import NotebookPage, open_cells, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

CACHED = """
import apiglab
lab = apiglab.Lab("10")
api = lab.rest_api("paws-cached")
api.resource("/pets").method("GET").mock(["Mona"])
url = api.deploy("dev") + "pets"
operations = [
    {"op": "replace", "path": "/cacheClusterEnabled", "value": "true"},
    {"op": "replace", "path": "/*/*/caching/ttlInSeconds", "value": "60"},
]
lab.client("apigateway").update_stage(restApiId=api.id, stageName="dev", patchOperations=operations)
"""
PANEL = "lab.cache_lab(url, rate=100, seconds=8, headers=[('X-User', 'ann')])"


@pytest.fixture
def notebook(page: Page, jupyter: Jupyter) -> NotebookPage:
    """A notebook with the panel and, at its end, the cleanup."""
    opened = open_cells(page, jupyter, "cache", CACHED, PANEL, "lab.cleanup()")
    opened.run_all_but_last()
    return opened


def test_a_leak_is_seen_and_the_counts_move_without_a_mouse(notebook: NotebookPage, screenshots: Path) -> None:
    """Two users have one entry; a load moves the figures, and so does a flush; axe finds nothing serious."""
    assert notebook.failures()[:-1] == []
    keyboard = notebook.page.keyboard
    panel = notebook.panel("Cache lab")
    said = panel.get_by_role("status")

    panel.get_by_label("Headers").focus()
    notebook.tab_to(panel.get_by_role("button", name="Send one"))
    keyboard.press("Enter")
    expect(said).to_contain_text("Miss: no entry has this key")
    panel.get_by_label("Headers").focus()
    notebook.replace_text("X-User: bob")
    notebook.tab_to(panel.get_by_role("button", name="Send one"))
    keyboard.press("Enter")
    expect(said).to_contain_text("Hit: the answer is")
    expect(panel).to_contain_text("2 different requests, one answer")
    picture(panel, screenshots, "cache_lab_leak")

    notebook.tab_to(panel.get_by_role("button", name="Start"))
    keyboard.press("Enter")
    drawn = notebook.pictures(panel, 20)
    panel.get_by_label("Headers").focus()
    notebook.tab_to(panel.get_by_role("button", name="Flush"))
    keyboard.press("Enter")
    expect(said).to_contain_text("flush_stage_cache: the cache of dev is empty.")
    expect(said).to_have_text(re.compile(r"800 requests"), timeout=30_000)
    picture(panel, screenshots, "cache_lab")

    assert len(set(drawn)) == 20
    expect(panel.get_by_role("img", name=re.compile("Hits and misses over time. [0-9]+ answered by"))).to_be_visible()
    assert "\n".join(notebook.serious_violations()) == ""
    notebook.choose_theme("JupyterLab Dark")
    assert "\n".join(notebook.serious_violations()) == ""
    picture(panel, screenshots, "cache_lab_dark")
    notebook.choose_theme("JupyterLab Light")
    notebook.run_last()
    assert notebook.failures() == []
