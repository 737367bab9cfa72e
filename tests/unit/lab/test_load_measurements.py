"""A load's numbers follow from what was measured."""

import pytest

from apiglab.lab.load_measurements import LoadLog, Measured
from tests.unit.lab.load_builders import a_measured, a_mixed_result, a_result


def test_a_log_grows_line_by_line() -> None:
    """Each line of the load process adds what it reports and keeps the rest."""
    log = LoadLog()
    log.take({"began": 12.5})
    log.take({"records": [[0.0, 0.1, 200, None, "r"]]})
    log.take({"end": {"seconds": 1.0}})

    assert log == LoadLog([Measured(0.0, 0.1, 200, None, "r")], 12.5, {"seconds": 1.0})


def test_the_table_has_one_row_for_each_request_in_the_order_they_left() -> None:
    """Milliseconds for latency, 0 and a reason where there was no answer."""
    result = a_result([a_measured(0.2, 0.5, 0, "timeout"), a_measured(0.1, 0.0015, request_id="q")])

    table = result.requests
    assert list(table.columns) == ["started", "latency_ms", "status", "error", "request_id"]
    assert table["started"].tolist() == [0.1, 0.2]
    assert table["latency_ms"].tolist() == [1.5, 500.0]
    assert table["status"].tolist() == [200, 0]
    assert table["error"].dropna().tolist() == ["timeout"]
    assert table["request_id"].tolist() == ["q", "r"]


def test_percentiles_are_of_the_answered_requests() -> None:
    """HdrHistogram's three digits; the request that timed out after 100 ms is not among them."""
    percentiles = a_mixed_result().percentiles()

    assert percentiles["latency_ms"].round(1).to_dict() == {
        "p50": 50.0, "p75": 74.0, "p90": 89.0, "p95": 94.0, "p99": 98.0, "p99.9": 99.0, "max": 99.0,
    }  # fmt: skip


def test_nothing_answered_has_no_percentiles() -> None:
    """Not a number is not zero."""
    result = a_result([a_measured(status=0, error="connection refused")])

    assert result.percentiles()["latency_ms"].isna().all()
    assert result.bins() == []


def test_statuses_are_counted_and_reasons_come_after_them() -> None:
    """Every request is counted once, by its status or by the reason for having none."""
    assert list(a_mixed_result().status_counts.items()) == [(200, 90), (429, 6), (502, 3), ("timeout", 1)]


def test_a_summary_is_the_load_in_numbers() -> None:
    """The summary is ready for JSON."""
    result = a_result([a_measured(latency=0.002), a_measured(latency=0.002, status=429)], unfinished=3)

    assert result.summary == {
        "method": "GET",
        "url": "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets",
        "model": "10/s for 0.2 s",
        "requests": 2,
        "answered": 2,
        "unfinished": 3,
        "seconds": 1.0,
        "rate": 2.0,
        "statuses": {"200": 1, "429": 1},
        **dict.fromkeys(
            ("p50_ms", "p75_ms", "p90_ms", "p95_ms", "p99_ms", "p99.9_ms", "max_ms"), pytest.approx(2, 1e-3)
        ),
    }


def test_bins_hold_every_answered_request_once() -> None:
    """The bins touch each other; a wide spread makes them grow."""
    even = a_mixed_result().bins()
    wide = a_result([a_measured(latency=ms / 1000) for ms in (1, 1, 1, 500)]).bins()

    assert sum(count for *_, count in even) == 99
    assert [low for low, *_ in even[1:]] == [high for _, high, _ in even[:-1]]
    assert even[0][0] == 0
    assert (wide[0][2], wide[-1][2]) == (3, 1)
    assert wide[1][1] - wide[1][0] > 1.5 * (wide[0][1] - wide[0][0])


def test_a_log_without_an_end_lasts_until_its_last_answer() -> None:
    """A load whose process was killed still has a result."""
    result = a_result([a_measured(started=1.0, latency=0.5)])
    cut = type(result)(result.plan, LoadLog(list(result.measured), 0.0, None), stopped=True)

    assert [cut.seconds, cut.rate] == pytest.approx([1.5, 2 / 3])
