"""A running load's numbers are those of what was measured so far."""

from apiglab.lab.load_live import LiveLoad, finished_pictures
from apiglab.lab.load_measurements import Measured
from apiglab.lab.load_plan import plan_load
from tests.unit.lab.load_builders import URL, a_measured, a_mixed_result, a_result


def a_live_load() -> LiveLoad:
    """A load of ten seconds that nothing is known of."""
    return LiveLoad(plan_load("GET", URL, rate=10, seconds=10))


def test_each_look_takes_in_only_what_is_new() -> None:
    """The log grows; a request is counted once."""
    live, log = a_live_load(), [a_measured(0.0), a_measured(0.1, status=429)]
    looks = [live.take(log), live.take(log)]
    log.append(a_measured(0.2, status=0, error="timeout"))
    looks.append(live.take(log))

    assert looks == [True, False, True]
    assert live.counts == {200: 1, 429: 1, "timeout": 1}
    assert live.answered == 2


def test_it_tells_what_the_pictures_show() -> None:
    """The text alternative of every picture is the load so far."""
    live = a_live_load()
    before = live.told()
    live.take(a_mixed_result().measured)

    assert before == "Nothing answered yet."
    assert live.told() == (
        "100 requests, 90.8 answers a second; 200: 90 · 429: 6 · 502: 3 · timeout: 1. "
        "Half within 50.0 ms, 99 % within 98.0 ms."
    )
    assert live.pictures().count(live.told()) == 3
    assert "Not 2xx<strong>10</strong>" in live.pictures()


def test_nothing_yet_has_pictures_too() -> None:
    """Empty axes, and no percentile is made up."""
    assert "Latency p50<strong>none</strong>" in a_live_load().pictures()


def test_a_load_without_answers_has_no_latency() -> None:
    """The reasons are counted."""
    live = a_live_load()
    live.take([Measured(0.0, 0.1, 0, "connection refused", None)])

    assert live.told() == "1 request, 0.0 answers a second; connection refused: 1."


def test_a_load_that_ends_by_count_is_drawn_as_far_as_it_is() -> None:
    """Its length is not known before."""
    live = LiveLoad(plan_load("GET", URL, workers=1, requests=500))
    live.take([a_measured(n / 5) for n in range(40)])

    assert ">7<" in live.pictures()
    assert ">9<" not in live.pictures()


def test_a_load_that_was_stopped_is_drawn_to_its_end() -> None:
    """Its axes do not wait for the rest; the spread of the latencies is there too."""
    plan = plan_load("GET", URL, rate=10, seconds=60)
    measured = [a_measured(n / 10) for n in range(10)]
    stopped = finished_pictures(a_result(measured, plan=plan, stopped=True))
    whole = finished_pictures(a_result(measured, plan=plan))

    assert (">60<" in stopped, ">60<" in whole) == (False, True)
    assert "Requests by latency" in stopped


def test_a_load_that_nobody_answered_has_no_spread_of_latencies() -> None:
    """There is none."""
    pictures = finished_pictures(a_result([a_measured(status=0, error="connection refused")], gave_up=True))

    assert "Requests by latency" not in pictures
