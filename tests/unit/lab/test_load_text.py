"""A load's result reads well without a picture."""

from apiglab.lab.load_plan import plan_load
from tests.unit.lab.load_builders import URL, a_measured, a_mixed_result, a_result


def test_the_text_has_a_fixed_form() -> None:
    """One line for each thing measured, so that a sanitiser finds the numbers."""
    assert repr(a_mixed_result()) == (
        "GET /dev/pets\n"
        "  model     10/s for 10 s\n"
        "  requests  100 sent, 99 answered in 1.0 s (99.0/s)\n"
        "  status    200: 90 · 429: 6 · 502: 3 · timeout: 1\n"
        "  latency   p50 50.0 ms · p90 89.0 ms · p99 98.0 ms · max 99.0 ms"
    )


def test_the_shape_has_nothing_that_varies() -> None:
    """Counts where the plan fixes them, only the statuses where time does."""
    counted = a_mixed_result()
    timed = a_result(counted.measured, plan=plan_load("GET", URL, workers=2, seconds=1))

    assert repr(counted.shape_only()) == (
        "GET /dev/pets (10/s for 10 s)\n  100 requests · 200: 90 · 429: 6 · 502: 3 · timeout: 1"
    )
    assert repr(timed.shape_only()) == (
        "GET /dev/pets (2 workers for 1 s)\n  200 OK, 429 Too Many Requests, 502 Bad Gateway, timeout"
    )


def test_the_alternative_text_states_the_finding() -> None:
    """What ended how, and how long it took."""
    assert a_mixed_result().alt_text == (
        "100 requests (10/s for 10 s): 90.0% 200 OK, 6.0% 429 Too Many Requests, 3.0% 502 Bad Gateway, 1.0% timeout. "
        "Half were answered within 50.0 ms, 99 % within 98.0 ms, the slowest took 99.0 ms."
    )
    assert a_result([a_measured(latency=0.002)]).alt_text == (
        "1 request (10/s for 0.1 s): all ended in 200 OK. "
        "Half were answered within 2.00 ms, 99 % within 2.00 ms, the slowest took 2.00 ms."
    )


def test_a_dead_server_is_told_in_words() -> None:
    """No latency where nothing was answered, and a question that helps."""
    result = a_result([a_measured(status=0, error="connection refused")], gave_up=True)

    assert result.alt_text == "1 request (10/s for 0.1 s): all ended in connection refused."
    assert repr(result).endswith(
        "  status    connection refused: 1\n"
        "  note      nobody answers at this address: the load gave up; is the server running?"
    )


def test_what_spoils_the_numbers_is_noted() -> None:
    """An early stop and a schedule badly kept."""
    result = a_result([a_measured()], stopped=True, unfinished=4, late=0.05)

    assert repr(result).splitlines()[-2:] == [
        "  note      stopped early; 4 requests were under way and are not counted",
        "  note      this machine was up to 50.0 ms late to send: too busy to trust the tail",
    ]


def test_nothing_measured_is_said() -> None:
    """A load stopped at once has no finding."""
    assert a_result([], stopped=True).alt_text == "10/s for 0.1 s: nothing was answered before the load ended."
