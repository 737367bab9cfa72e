"""The load panel starts what its fields describe, and is static before and after."""

from types import SimpleNamespace

import pytest

from apiglab.lab.widgets import LoadPanel, load_panel
from tests.browser.stub_lab import StubLab
from tests.unit.lab.load_builders import a_mixed_result
from tests.unit.lab.widgets.kernel import join_threads, live_models

URL = "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets"


def test_only_the_number_that_the_model_needs_is_there() -> None:
    """A rate, or workers."""
    panel = load_panel(StubLab(), URL)
    rate = (panel._rate.layout.display, panel._workers.layout.display)
    panel._model.value = "workers"

    assert rate == (None, "none")
    assert (panel._rate.layout.display, panel._workers.layout.display) == ("none", None)


@pytest.mark.parametrize(("model", "option"), [("rate", {"rate": 20.0}), ("workers", {"workers": 4})])
def test_the_fields_are_the_load(model: str, option: dict[str, float]) -> None:
    """With what the panel was given beside them."""
    panel = LoadPanel(StubLab(), f" {URL} ", method="POST", headers=[("a", "1")], body="x")
    panel._model.value = model

    assert panel.draft == {
        "method": "POST", "url": URL, "seconds": 10, "headers": [("a", "1")], "body": "x", **option,
    }  # fmt: skip


def test_a_load_that_is_refused_says_so_in_the_panel() -> None:
    """And can be tried again."""
    panel = load_panel(StubLab(), "https://example.com/")
    panel._start.click()
    join_threads("LoadPanel")

    assert "example.com is not this machine" in panel._said.value


def test_stop_without_a_load_says_so() -> None:
    """Rather than nothing."""
    panel = load_panel(StubLab(), URL)
    panel._stop.click()

    assert "No load is running." in panel._said.value


def test_without_a_front_end_the_panel_is_static_and_the_same_every_time() -> None:
    """Neither port nor API id is in it."""
    bundle = load_panel(StubLab(), URL)._repr_mimebundle_()

    assert bundle["text/plain"] == "Load panel: GET /dev/pets\nrun this notebook to start it"
    assert "<code>GET /dev/pets</code> · run this notebook to start it." in bundle["text/html"]
    assert "4566" not in bundle["text/html"]


def test_after_a_load_the_static_form_has_its_result() -> None:
    """Displayed again, an exported page shows the charts."""
    panel = load_panel(StubLab(), URL)
    panel.result = a_mixed_result()

    assert repr(panel).startswith("Load panel: GET /dev/pets\nGET /dev/pets\n  model     10/s for 10 s")
    assert 'role="img"' in panel._repr_html_()


def test_a_panel_closed_before_its_load_began_sends_none() -> None:
    """Its last letters were awaited, and then it was gone."""
    panel = load_panel(StubLab(), URL)
    panel._start.click()
    panel.close()
    join_threads("LoadPanel")

    assert panel._run is None


def test_a_closed_panel_stops_its_load_and_leaves_no_widget_behind() -> None:
    """A load must not go on under a panel that is gone."""
    before = live_models()
    panel = load_panel(StubLab(), URL)
    stopped: list[bool] = []
    panel._run = SimpleNamespace(stop=lambda: stopped.append(True))  # type: ignore[assignment]  # as much of a run as is asked
    panel.close()

    assert stopped == [True]
    assert live_models() == before
