"""The HTTP backends that a lab runs for its APIs to stand before."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from apiglab.lab import http_backend
from apiglab.lab.errors import LabError
from apiglab.lab.http_backend import HttpBackend
from apiglab.lab.http_backend_calls import BackendRequest
from apiglab.lab.http_backends import HttpBackends
from apiglab.lab.lab import Lab
from tests.unit.lab.test_lab import FakeBackend


def kennels(request: BackendRequest) -> Any:
    """The shelter's old API."""
    if request.path == "/kennels":
        return 200, [{"kennel": 1, "free": True}], {"X-Host": "cupboard"}
    if request.path == "/echo":
        return 201, f"{request.method} {request.query} {request.text}"
    if request.path == "/nothing":
        return None
    raise KeyError(request.path)


@pytest.fixture
def backend() -> Iterator[HttpBackend]:
    """A running backend."""
    made = HttpBackend("shelter", kennels)
    yield made
    made.stop()


def test_the_function_answers(backend: HttpBackend) -> None:
    """A body that is no text becomes JSON, headers are added, and a request brings all it has."""
    listed = requests.get(f"{backend.url}/kennels", timeout=5)
    echoed = requests.post(f"{backend.url}/echo?a=1&b=", data="x=1", timeout=5)

    assert (listed.json(), listed.headers["X-Host"], listed.headers["Content-Type"]) == (
        [{"kennel": 1, "free": True}],
        "cupboard",
        "application/json",
    )
    assert (echoed.status_code, echoed.text) == (201, "POST {'a': '1', 'b': ''} x=1")


def test_calls_are_counted_and_shown(backend: HttpBackend) -> None:
    """Which request came, and what it was answered; also where the function raised, or returned no answer."""
    for path in ("/kennels", "/none", "/nothing"):
        requests.get(backend.url + path, timeout=5, headers={"X-Who": "me"})

    calls = backend.calls
    assert repr(calls).splitlines() == [
        "Request       Answer",
        "GET /kennels  200 OK",
        "GET /none     500 Internal Server Error: KeyError: '/none'",
        "GET /nothing  500 Internal Server Error: TypeError: return status, body or status, body, headers, not None",
        "shelter was called 3 times.",
    ]
    assert (len(calls), calls[0].request.headers.get("x-who"), [call.status for call in calls]) == (
        3, "me", [200, 500, 500]
    )  # fmt: skip
    assert "<td>GET /kennels</td>" in calls._repr_html_()


def test_only_the_newest_calls_are_kept(backend: HttpBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    """A load does not fill the memory; every call counts."""
    monkeypatch.setattr(http_backend, "KEPT", 2)
    small = HttpBackend("small", kennels)
    try:
        for _ in range(3):
            requests.get(f"{small.url}/kennels", timeout=5)
        assert (len(small.calls), len(list(small.calls))) == (3, 2)
    finally:
        small.stop()


def test_a_backend_that_was_stopped_answers_nobody_and_comes_back(backend: HttpBackend) -> None:
    """At the same address, so that an integration's URI stays right."""
    url = backend.url
    with requests.Session() as kept_open:
        assert kept_open.get(f"{url}/kennels", timeout=5).ok
        backend.stop()
        with pytest.raises(requests.ConnectionError):
            kept_open.get(f"{url}/kennels", timeout=5)
    assert repr(backend) == "HTTP backend shelter, stopped"

    backend.start()

    assert (backend.url, requests.get(f"{url}/kennels", timeout=5).status_code) == (url, 200)


def test_several_are_answered_at_once(backend: HttpBackend) -> None:
    """A slow answer holds up nobody else."""
    meet = threading.Barrier(2, timeout=5)

    def together(request: BackendRequest) -> Any:
        meet.wait()
        return 200, "met"

    backend.change(together, None)
    assert repr(backend.calls) == "shelter was called 0 times."
    answers: list[str] = []
    asking = [
        threading.Thread(target=lambda: answers.append(requests.get(backend.url, timeout=5).text)) for _ in range(2)
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(10)

    assert answers == ["met", "met"]


def test_a_call_is_there_while_it_is_answered(backend: HttpBackend) -> None:
    """Who gives up waiting has been served all the same."""
    leave, called = threading.Event(), threading.Event()

    def slow(request: BackendRequest) -> Any:
        called.set()
        leave.wait(5)
        return 200, "late"

    backend.change(slow, None)
    asking = threading.Thread(target=lambda: requests.get(f"{backend.url}/report", timeout=10))
    asking.start()
    called.wait(5)
    during = repr(backend.calls)
    leave.set()
    asking.join(10)

    assert during.splitlines()[1] == "GET /report  still answering"
    assert repr(backend.calls).splitlines()[1] == "GET /report  200 OK"


def test_a_port_that_is_taken(backend: HttpBackend) -> None:
    """Says so in three lines."""
    port = int(backend.url.rpartition(":")[2])

    with pytest.raises(LabError, match=f"port {port}: Address already in use"):
        HttpBackend("other", kennels, port=port)


def test_a_lab_s_backends_are_listed_and_stopped() -> None:
    """The same name keeps its address; an inventory lists it, a cleanup stops it, a second one has nothing to do."""
    backends = HttpBackends(FakeBackend())
    first = backends.start("shelter", kennels)
    url = first.url

    again = backends.start("shelter", lambda request: (200, "new"))

    assert (again is first, again.url, requests.get(url, timeout=5).text) == (True, url, "new")
    assert [(owned.noun, owned.name) for owned in backends.owned()] == [("HTTP backend", "shelter")]
    assert [(item.what, item.name, item.result, item.tone) for item in backends.end()] == [
        ("HTTP backend", "shelter", "stopped", "ok")
    ]
    assert (first.running, backends.end(), backends.owned()) == (False, (), [])


def test_aws_cannot_reach_this_machine() -> None:
    """The lab says so plainly, and what to do; with an address that leads here it starts."""
    backends = HttpBackends(FakeBackend(kind="aws"))

    with pytest.raises(LabError) as refused:
        backends.start("shelter", kennels)
    public = backends.start("shelter", kennels, public_url="https://tunnel.example/")
    backends.end()

    assert "AWS cannot reach 127.0.0.1" in refused.value.what
    assert "public_url" in refused.value.next_step
    assert public.url == "https://tunnel.example"


def test_an_endpoint_that_stands_in_for_aws_is_on_this_machine_or_near() -> None:
    """There the backend starts as it does locally."""
    backends = HttpBackends(FakeBackend(kind="aws", endpoint_url="http://127.0.0.1:1"))

    assert backends.start("shelter", kennels).running
    backends.end()


@pytest.mark.parametrize(("kind", "endpoint", "waited"), [("local", None, []), ("aws", None, [12])])
def test_new_roles_are_waited_for_on_aws(
    kind: Any, endpoint: str | None, waited: list[float], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The local AWS knows a role at once."""
    monkeypatch.setenv("APIGLAB_STATE_DIR", str(tmp_path))
    monkeypatch.setattr(
        "apiglab.lab.lab.choose_backend", lambda *_, **__: FakeBackend(kind=kind, endpoint_url=endpoint)
    )
    slept: list[float] = []

    Lab("05").wait_for_roles(sleep=slept.append)

    assert slept == waited
