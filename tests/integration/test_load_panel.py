"""The load panel follows a real load, and never keeps the kernel waiting."""

import threading
import time

import pytest

from apiglab.lab.widgets import LoadPanel
from tests.browser.stub_lab import StubLab
from tests.integration.load_server import a_server

pytestmark = pytest.mark.slow


def follower() -> threading.Thread:
    """The thread that follows the running load."""
    return next(thread for thread in threading.enumerate() if thread.name == "LoadPanel")


def test_the_pictures_move_while_the_load_runs() -> None:
    """Start returns at once; at the end there is a result and its finding is told."""
    with a_server() as url:
        panel = LoadPanel(StubLab(), f"{url}/ok", rate=50, seconds=2)
        pictures: list[str] = []
        panel._live.observe(lambda change: pictures.append(change["new"]), names="value")
        began = time.perf_counter()
        panel._start.click()
        took = time.perf_counter() - began
        following = follower()
        panel._start.click()
        told = panel._said.value
        following.join(20)

    assert took < 0.5
    assert "A load is running already" in told
    assert len(pictures) >= 5
    assert panel.result is not None
    assert panel.result.status_counts == {200: 100}
    assert panel.result.alt_text in panel._said.value


def test_stop_ends_it_with_what_was_measured() -> None:
    """And the next one can start."""
    with a_server() as url:
        panel = LoadPanel(StubLab(), f"{url}/ok", rate=50, seconds=60)
        seen = threading.Event()
        panel._live.observe(lambda _: seen.set(), names="value")
        panel._start.click()
        following = follower()
        assert seen.wait(20)
        panel._stop.click()
        following.join(20)

    assert panel.result is not None
    assert panel.result.stopped
    assert set(panel.result.status_counts) == {200}
