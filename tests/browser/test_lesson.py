"""Lesson 01 as a learner takes it: in JupyterLab, on the local AWS, without a mouse."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyter import Jupyter
from tests.browser.notebook_page import NotebookPage, picture, scroll_to

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSON = "01_serverless_lambda_and_a_rest_api.ipynb"


@pytest.fixture
def lesson(page: Page, jupyter: Jupyter) -> NotebookPage:
    """The lesson, opened from a copy."""
    for path in NOTEBOOKS.iterdir():
        if path.is_file():
            shutil.copy(path, jupyter.notebooks / path.name)
    return NotebookPage(page, jupyter, LESSON)


def test_the_lesson_runs_and_its_panels_work_by_keyboard(lesson: NotebookPage, screenshots: Path) -> None:
    """A request answered by a real function, its journey, and a load whose chart moves; axe finds nothing serious."""
    lesson.make_room()
    # The last cell cleans up; the panels below need the API that it would remove.
    lesson.run_all_but_last()
    assert lesson.failures()[:-1] == []
    keyboard = lesson.page.keyboard

    panel = lesson.panel("Send a request")
    panel.get_by_label("Method").focus()
    lesson.tab_to(panel.get_by_role("button", name="Send"))
    keyboard.press("Enter")
    expect(panel.get_by_role("status")).to_have_text(re.compile(r"200 OK in [\d.]+ ms\."))
    expect(panel.get_by_role("img")).to_have_attribute("aria-label", re.compile("passed every phase"))
    picture(panel, screenshots, "lesson_01_request")

    load = lesson.panel("Send a load")
    load.get_by_label("Method").focus()
    lesson.tab_to(load.get_by_label("Seconds"))
    lesson.replace_text("5")
    lesson.tab_to(load.get_by_role("button", name="Start"))
    keyboard.press("Space")
    scroll_to(panel)
    drawn = lesson.pictures(load, 30)
    lesson.page.screenshot(path=screenshots / "lab.png")  # docs/images/lab.png is a copy of it
    expect(load.get_by_role("status")).to_contain_text("all ended in 200 OK", timeout=30_000)
    picture(load, screenshots, "lesson_01_load")

    assert len(set(drawn)) == 30
    assert "\n".join(lesson.serious_violations()) == ""
    lesson.run_last()
    assert lesson.failures() == []
