"""A journey's view is the journey's own HTML, live and still."""

from dataclasses import replace

from apiglab.lab.widgets import journey
from tests.browser.stub_lab import StubLab

URL = "http://127.0.0.1:4566/_aws/execute-api/abc/dev"


def test_the_live_view_and_the_static_one_show_the_same() -> None:
    """The picture, where it ended, and each phase."""
    exchange = StubLab().send("GET", f"{URL}/missing")
    view = journey(exchange)
    assert exchange.journey is not None

    assert exchange.journey.to_html() in view._picture.value
    assert exchange.journey.to_html() in view._repr_mimebundle_()["text/html"]
    assert repr(view) == repr(exchange.journey)
    assert "was refused at Resource matching (routing.no_match)" in view._picture.value


def test_another_exchange_can_be_shown() -> None:
    """In the same place."""
    view = journey(StubLab().send("GET", f"{URL}/missing"))
    view.show(StubLab().send("GET", f"{URL}/pets"))

    assert "passed every phase" in view._picture.value


def test_an_exchange_without_a_journey_says_why() -> None:
    """On AWS nobody tells it."""
    exchange = replace(StubLab().send("GET", f"{URL}/pets"), journey=None, note="No journey: only local.")

    assert "No journey: only local." in journey(exchange)._picture.value
    assert repr(journey(exchange)) == "No journey: only local."
