"""A load runs in a process of its own, ends by itself, and says what it measured."""

import _thread
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.lab import load
from apiglab.lab.custom_domains import CustomDomains
from apiglab.lab.errors import LabError
from apiglab.lab.load_plan import plan_load
from apiglab.lab.load_process import COMMAND
from apiglab.lab.load_result import LoadResult
from tests.integration.load_server import a_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A running server."""
    with a_server() as url:
        yield url


def a_lab(kind: str = "local", endpoint_url: str | None = "http://127.0.0.1:4566") -> Any:
    """As much of a lab as a load looks at."""
    backend = SimpleNamespace(kind=kind, endpoint_url=endpoint_url, trusts_environment=False)
    return SimpleNamespace(backend=backend, domains=CustomDomains(endpoint_url, list))


def run(url: str, method: str = "GET", **options: Any) -> LoadResult:
    """Carry out a load from a local lab."""
    return load.run(a_lab(), method, url, **options)


def test_the_open_model_keeps_its_schedule(server: str) -> None:
    """Request n leaves n / rate after the first, however long the answers take."""
    result = run(f"{server}/slow", rate=100, requests=40)

    assert result.status_counts == {200: 40}
    assert [one.started for one in result.measured] == pytest.approx([n / 100 for n in range(40)], abs=0.02)
    assert result.seconds == pytest.approx(0.44, abs=0.2)
    assert 50 <= result.percentile(50) < 150


def test_latency_counts_from_the_intended_start(server: str) -> None:
    """While all 400 connections wait, later requests are late, and their latency says so: no coordinated omission."""
    result = run(f"{server}/stuck", rate=2000, requests=402, timeout=0.5)

    latest = max(result.measured)
    assert result.status_counts == {"timeout": 402}
    assert latest.started == pytest.approx(401 / 2000, abs=0.02)
    assert latest.latency > 0.7


def test_workers_wait_for_their_answers(server: str) -> None:
    """In the closed model there are never more requests under way than workers."""
    result = run(f"{server}/slow", workers=2, requests=10)

    spans = sorted((one.started, one.started + one.latency) for one in result.measured)
    most = max(sum(1 for begin, end in spans if begin <= at < end) for at, _ in spans)
    assert result.status_counts == {200: 10}
    assert most == 2


def test_time_ends_a_closed_load(server: str) -> None:
    """Workers without a count go on until the time is over, and finish what they began."""
    result = run(f"{server}/slow", workers=3, seconds=0.4)

    assert 12 <= len(result.measured) <= 27
    assert result.seconds == pytest.approx(0.45, abs=0.25)
    assert (result.unfinished, result.stopped) == (0, False)


def test_the_request_is_sent_as_it_was_asked_for(server: str) -> None:
    """Raw path, method, headers and body arrive, no Content-Type is made up; the gateway's request id is kept."""
    host = server.removeprefix("http://")
    result = run(f"{server}//a%2Fb/%41/./echo", "post", rate=100, requests=1, headers={"X-A": "1"}, body="hello")

    assert [one.request_id for one in result.measured] == [
        f"POST //a%2Fb/%41/./echo {host} hello (Accept, Accept-Encoding, Content-Length, Host, User-Agent, X-A)"
    ]


def test_an_apis_own_host_name_is_this_machine(server: str) -> None:
    """Browsers have it so; Python's resolver would not find it."""
    host = server.replace("http://127.0.0.1", "abc.execute-api.localhost")
    result = run(f"http://{host}/echo", rate=100, requests=1)

    assert [one.request_id for one in result.measured] == [
        f"GET /echo {host}  (Accept, Accept-Encoding, Host, User-Agent)"
    ]


def test_a_redirect_is_an_answer(server: str) -> None:
    """Following it would measure two requests as one."""
    assert run(f"{server}/moved", workers=1, requests=2).status_counts == {302: 2}


def test_the_notebooks_interrupt_does_not_reach_the_load_process(server: str) -> None:
    """It goes to the kernel's process group; a load in it would die without its last words."""
    running = load.start(a_lab(), "GET", f"{server}/ok", rate=10, seconds=60)
    group = os.getpgid(running._process.pid)
    running.halt()

    assert group != os.getpgid(0)


def test_refusals_carry_the_gateways_error_type(server: str) -> None:
    """A 429 is an answer, and says which one it is."""
    result = run(f"{server}/refused", rate=200, requests=5)

    assert result.status_counts == {429: 5}
    assert {one.error for one in result.measured} == {"TooManyRequestsException"}


def test_a_cut_connection_is_no_answer(server: str) -> None:
    """The reason is counted instead of a status."""
    assert run(f"{server}/cut", workers=1, requests=3).status_counts == {"connection closed": 3}


def test_a_dead_server_ends_the_load_early() -> None:
    """After 50 refused connections in a row the load gives up and says so."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    result = run(f"http://127.0.0.1:{port}/", rate=500, seconds=60)

    assert result.gave_up
    assert set(result.status_counts) == {"connection refused"}
    assert 50 <= len(result.measured) < 500


def test_a_started_load_can_be_watched_and_stopped(server: str) -> None:
    """The handle never blocks; what was measured until the stop is kept."""
    running = load.start(a_lab(), "GET", f"{server}/ok", rate=50, seconds=60)
    while len(running.measured) < 10:
        assert not running.wait(0.02)
    assert running.running
    assert repr(running).startswith(f"LoadRun(GET {server}/ok, 50/s for 60 s): running, ")
    running.stop()
    result = running.result()

    assert result.stopped
    assert 10 <= len(result.measured) < 500
    assert result.seconds < 20
    assert not running.running


def test_requests_under_way_at_the_stop_are_counted_as_unfinished(server: str) -> None:
    """They have no latency yet, so they are not among the measurements."""
    running = load.start(a_lab(), "GET", f"{server}/stuck", workers=4, seconds=60)
    running.wait(1.0)
    running.stop()
    result = running.result()

    assert (len(result.measured), result.unfinished) == (0, 4)


def test_an_interrupt_returns_what_was_measured(server: str) -> None:
    """Ctrl-C, or the notebook's stop button, ends the load and keeps the result."""
    threading.Timer(1.5, _thread.interrupt_main).start()
    result = run(f"{server}/ok", rate=50, seconds=60)

    assert result.stopped
    assert set(result.status_counts) == {200}
    assert result.seconds < 20


def test_the_load_process_ends_with_its_kernel(server: str) -> None:
    """When the input ends, nobody is left to read the result."""
    plan = plan_load("GET", f"{server}/ok", rate=10, seconds=60).to_json()
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(f"{json.dumps(plan)}\n")
        process.stdin.flush()
        assert process.stdout.readline().startswith('{"began"')
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_load_process_that_dies_is_an_error_with_its_last_words(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    """Not a result that looks complete."""
    dying = (sys.executable, "-c", "raise SystemExit('no memory left')")
    monkeypatch.setattr("apiglab.lab.load_process.COMMAND", dying)
    with pytest.raises(LabError) as failed:
        run(f"{server}/ok")

    assert failed.value.what == "the load process ended early: no memory left"


@pytest.mark.parametrize("lab", [a_lab(), a_lab(endpoint_url=None)])
def test_a_load_on_other_peoples_machines_is_refused(lab: Any) -> None:
    """Nothing is sent."""
    with pytest.raises(LabError) as refused:
        load.start(lab, "GET", "https://example.com/dev/pets")

    assert refused.value.what == "example.com is not this machine, and a load on somebody else's is an attack"


@pytest.mark.parametrize("lab", [a_lab("aws", None), a_lab(endpoint_url="http://aws.invalid:4566")])
def test_a_load_on_ones_own_account_or_endpoint_is_allowed(lab: Any) -> None:
    """Here the host does not exist, which the result tells."""
    result = load.run(lab, "GET", "http://aws.invalid:4566/dev/pets", rate=100, requests=1)

    assert result.status_counts == {"unknown host": 1}
