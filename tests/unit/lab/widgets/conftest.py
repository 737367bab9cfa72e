"""The notebook that the widgets' tests run in."""

import pytest

from tests.unit.lab.widgets.kernel import StubShell


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> StubShell:
    """The shell of a notebook in which this test runs."""
    shell = StubShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    return shell
