"""Running a cell again leaves nothing of its last run behind."""

import ipywidgets as widgets

from apiglab.lab.widgets import request_panel
from apiglab.lab.widgets.closing import close_before_rerun, close_tree
from tests.browser.stub_lab import StubLab
from tests.unit.lab.widgets.kernel import StubShell, live_models


def test_closing_a_tree_closes_every_model_in_it() -> None:
    """Children, and the layout and style of each."""
    before = live_models()
    close_tree(widgets.VBox([widgets.HBox([widgets.Button()]), widgets.Text()]))

    assert live_models() == before


def test_closing_twice_does_no_harm() -> None:
    """A panel may be closed by its cell and by hand."""
    box = widgets.VBox([widgets.Button()])
    close_tree(box)
    close_tree(box)

    assert box.comm is None


def test_the_same_cell_run_again_closes_its_panel(shell: StubShell) -> None:
    """Two panels of one cell go together; those of other cells stay."""
    before = live_models()
    shell.run("other")
    stays = request_panel(StubLab())
    kept = live_models()
    shell.run("cell")
    request_panel(StubLab())
    request_panel(StubLab())
    shell.run("third")
    both = live_models()
    shell.run("cell")

    assert before < kept < both
    assert live_models() == kept
    assert stays.widget.comm is not None


def test_a_panel_is_closed_once(shell: StubShell) -> None:
    """The event is let go of with the panel."""
    closed: list[str] = []
    shell.run("cell")
    close_before_rerun(lambda: closed.append("panel"))
    shell.run("cell")
    shell.run("cell")

    assert closed == ["panel"]


def test_a_front_end_without_cell_identities_closes_nothing(shell: StubShell) -> None:
    """Rather a panel too many than one that vanishes under the learner's hands."""
    closed: list[str] = []
    shell.run(None)
    close_before_rerun(lambda: closed.append("panel"))
    shell.run(None)

    assert closed == []
