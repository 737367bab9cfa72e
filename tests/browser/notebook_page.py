"""A notebook in a browser window, worked as a learner works it."""

from pathlib import Path
from typing import Any

import nbformat
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.browser.jupyter import Jupyter

READY = """async () => {
  const notebook = window.jupyterapp.shell.currentWidget;
  await notebook.context.ready;
  await notebook.sessionContext.ready;
}"""
RUN_ALL = "async () => { await window.jupyterapp.commands.execute('notebook:run-all-cells') }"
THEME = "async theme => { await window.jupyterapp.commands.execute('apputils:change-theme', {theme}) }"
RUN = "async () => { await window.jupyterapp.commands.execute('notebook:run-cell') }"
RUN_ABOVE = "async () => { await window.jupyterapp.commands.execute('notebook:run-all-above') }"
SELECT_LAST = """() => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
}"""
OUTPUTS = """() => window.jupyterapp.shell.currentWidget.context.model.toJSON().cells
  .filter(cell => cell.cell_type === 'code')
  .map(cell => [cell.execution_count, cell.outputs.filter(output => output.output_type === 'error')])"""
PICTURE = "panel => panel.querySelector('svg').outerHTML"
CHANGED = "([panel, before]) => (panel.querySelector('svg')?.outerHTML ?? before) !== before"
FOCUSED = "element => element === document.activeElement"


ROOT = Path(__file__).parents[2]
FINDS_THE_TESTS = f"import sys\nsys.path.insert(0, {str(ROOT)!r})"
"""A cell after which a kernel finds the tests' own modules."""


class NotebookPage:
    """One open notebook."""

    def __init__(self, page: Page, jupyter: Jupyter, name: str) -> None:
        self.page = page
        page.goto(jupyter.notebook_url(name))
        page.wait_for_function("window.jupyterapp?.shell?.currentWidget?.sessionContext")
        page.evaluate(READY)

    def run_all(self) -> None:
        """Run every cell, and wait until all of them are done."""
        self.page.evaluate(RUN_ALL)

    def run_all_but_last(self) -> None:
        """Run every cell but the last one, and wait until they are done."""
        self.page.evaluate(SELECT_LAST)
        self.page.evaluate(RUN_ABOVE)

    def run_last(self) -> None:
        """Run the last cell, and wait until it is done."""
        self.page.evaluate(SELECT_LAST)
        self.page.evaluate(RUN)

    def failures(self) -> list[Any]:
        """The errors of cells that raised, and the cells that did not run."""
        cells = self.page.evaluate(OUTPUTS)
        return [errors or "not run" for count, errors in cells if errors or count is None]

    def make_room(self) -> None:
        """Fold the file browser away, in a window as wide and high as the README's picture."""
        self.page.set_viewport_size({"width": 1120, "height": 1340})
        self.page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")

    def panel(self, title: str) -> Locator:
        """The panel with that title."""
        found = self.page.locator(".apiglab-panel", has=self.page.locator(".apiglab-title", has_text=title))
        found.scroll_into_view_if_needed()
        return found

    def pictures(self, panel: Locator, wanted: int) -> list[str]:
        """As many different pictures as ``wanted`` from a chart that moves; it fails where none follows."""
        seen = [""]
        for _ in range(wanted):
            self.page.wait_for_function(CHANGED, arg=[panel.element_handle(), seen[-1]])
            seen.append(panel.evaluate(PICTURE))
        return seen[1:]

    def tab_to(self, target: Locator) -> None:
        """Press Tab until ``target`` has the focus."""
        for _ in range(40):
            if target.evaluate(FOCUSED):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"40 times Tab did not reach {target}")

    def replace_text(self, text: str) -> None:
        """Type ``text`` over what the focused field holds."""
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose_theme(self, name: str) -> None:
        """Turn JupyterLab light or dark."""
        self.page.evaluate(THEME, name)
        self.page.wait_for_selector(f"body[data-jp-theme-name='{name}']", state="attached")

    def serious_violations(self) -> list[str]:
        """What axe calls critical or serious inside our panels and outputs, what is folded away included."""
        # Unfolded, or axe would take what lies over the folded text for its background.
        self.page.evaluate("document.querySelectorAll('.apiglab details').forEach(part => { part.open = true })")
        found = Axe().run(self.page, ".apiglab-panel, .apiglab")["violations"]
        return [
            f"{violation['id']}: {node['html']}: {node['failureSummary']}"
            for violation in found
            if violation["impact"] in ("critical", "serious")
            for node in violation["nodes"]
        ]


def scroll_to(locator: Locator) -> None:
    """Bring the cell of ``locator`` to the top of the notebook."""
    locator.evaluate("part => part.closest('.jp-Cell').scrollIntoView()")


def picture(locator: Locator, directory: Path, name: str) -> None:
    """Leave a screenshot for people to look at."""
    locator.scroll_into_view_if_needed()
    locator.screenshot(path=directory / f"{name}.png")


def open_cells(page: Page, jupyter: Jupyter, name: str, *cells: str) -> NotebookPage:
    """A new notebook of these cells, open and not run."""
    content = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    content.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(content, jupyter.notebooks / f"{name}.ipynb")
    return NotebookPage(page, jupyter, f"{name}.ipynb")
