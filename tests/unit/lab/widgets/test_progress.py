"""A load's progress in a notebook changes a widget only, so that stored outputs can be compared."""

from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.lab.load_plan import plan_load
from apiglab.lab.widgets.progress import notebook_progress
from tests.unit.lab.widgets.kernel import StubShell, live_models


def a_load(**options: Any) -> Any:
    """As much of a running load as its progress looks at."""
    return SimpleNamespace(plan=plan_load("GET", "http://localhost/", **options), measured=[])


@pytest.mark.parametrize(("options", "shown"), [({"rate": 10, "seconds": 1}, 0), ({"rate": 10, "seconds": 2}, 1)])
def test_the_plan_alone_decides_whether_it_is_shown(
    shell: StubShell, monkeypatch: pytest.MonkeyPatch, options: Any, shown: int
) -> None:
    """Not how fast this machine happens to be."""
    displayed: list[Any] = []
    monkeypatch.setattr("apiglab.lab.widgets.progress.show", displayed.append)
    with notebook_progress(a_load(**options)):
        pass

    assert [repr(one) for one in displayed] == ["Sending 10/s for 2 s"] * shown


def test_the_bar_grows_and_is_gone_at_the_end(shell: StubShell, monkeypatch: pytest.MonkeyPatch) -> None:
    """An accessible name, a share, and a count."""
    monkeypatch.setattr("apiglab.lab.widgets.progress.show", lambda _: None)
    load = a_load(rate=10, seconds=10)
    with notebook_progress(load) as progress:
        load.measured.extend([None] * 50)
        progress.update()
        half = progress.widget.value
        load.measured.extend([None] * 50)
        progress.update()
        full = progress.widget.value

    assert '<progress value="0.500" max="1" aria-label="Progress of the load">' in half
    assert "50 answered" in half
    assert "waiting for the last answers" in full
    assert progress.widget.value == ""


def test_running_the_cell_again_lets_go_of_it(shell: StubShell, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of every panel."""
    monkeypatch.setattr("apiglab.lab.widgets.progress.show", lambda _: None)
    before = live_models()
    shell.run("cell")
    with notebook_progress(a_load(rate=10, seconds=10)):
        pass
    shell.run("cell")

    assert live_models() == before
