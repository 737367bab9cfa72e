"""The bench's own load tool measures, and does not take a refusal for an answer."""

import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import psutil  # type: ignore[import-untyped]  # its stubs are a package of their own, for one call
import pytest

from bench.figure import BenchError
from bench.load import ask
from bench.servers import BARE, serve


class _EveryOtherRefused(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answered = 0

    def do_GET(self) -> None:
        """Answer 200 and 429 in turn."""
        type(self).answered += 1
        self.send_response(429 if self.answered % 2 == 0 else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
        """Say nothing."""


@pytest.mark.slow
async def test_the_load_tool_measures_the_bare_server() -> None:
    """Without wrk the bench still has rates and latencies."""
    with serve(BARE) as server:
        load = await ask(server.url, 4, 0.3)

    assert load.failures == 0
    assert load.requests == pytest.approx(load.requests_per_second * 0.3)
    assert 0 < load.p50 < 0.3


@pytest.mark.slow
async def test_the_load_tool_counts_refusals() -> None:
    """Every answer that is neither 2xx nor 3xx is a failure."""
    with HTTPServer(("127.0.0.1", 0), _EveryOtherRefused) as server:
        Thread(target=server.handle_request, daemon=True).start()
        load = await ask(f"http://127.0.0.1:{server.server_port}/", 1, 0.2)

    assert load.requests > 1
    assert load.failures == load.requests // 2


@pytest.mark.slow
def test_a_server_ends_with_its_block() -> None:
    """The bench leaves no process behind, not even when a leg fails."""
    with pytest.raises(ZeroDivisionError), serve(BARE) as server:
        _ = 1 / 0

    assert not psutil.pid_exists(server.pid)


@pytest.mark.slow
def test_a_server_that_does_not_start_says_why() -> None:
    """The last line of what it said is the reason in the table."""
    with (
        pytest.raises(BenchError, match=r"did not get ready: port 1 is taken$"),
        serve((sys.executable, "-c", "raise SystemExit('looking around\\nport 1 is taken')")),
    ):
        pass
