"""What wrk prints is read right, and a burst with failures is no measurement."""

import pytest

from bench.figure import BenchError
from bench.load import Load, parse_wrk

OUTPUT = """\
Running 3s test @ http://127.0.0.1:4566/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   401.25us   92.11us   4.02ms   91.20%
    Req/Sec    39.19k     1.02k   41.00k    68.00%
  Latency Distribution
     50%  378.00us
     75%  421.00us
     90%  498.00us
     99%    1.10ms
  117003 requests in 3.00s, 19.30MB read
Requests/sec:  38988.63
Transfer/sec:      6.43MB
"""


def test_wrk_s_rate_median_and_count_are_read() -> None:
    """Rate, median latency in seconds and the number of requests come out of wrk's report."""
    load = parse_wrk(OUTPUT)

    assert load == Load(requests_per_second=38988.63, p50=378.0 * 1e-6, requests=117003, failures=0)


@pytest.mark.parametrize(("printed", "seconds"), [("378.00us", 378e-6), ("1.25ms", 1.25e-3), ("2.00s", 2.0)])
def test_wrk_s_units_become_seconds(printed: str, seconds: float) -> None:
    """wrk changes the unit with the size; the bench has one."""
    assert parse_wrk(OUTPUT.replace("50%  378.00us", f"50%  {printed}")).p50 == pytest.approx(seconds)


def test_refused_answers_and_broken_connections_are_failures() -> None:
    """What wrk reports in passing makes the burst worthless, so it is counted."""
    output = OUTPUT.replace(
        "Requests/sec",
        "  Socket errors: connect 1, read 2, write 0, timeout 3\n  Non-2xx or 3xx responses: 10\nRequests/sec",
    )

    assert parse_wrk(output).failures == 16


def test_output_that_is_not_wrk_s_is_an_error() -> None:
    """A report that cannot be read is said, not taken for zero."""
    with pytest.raises(BenchError, match="cannot read: 'unable to connect'"):
        parse_wrk("unable to connect\n")
