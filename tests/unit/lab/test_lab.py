"""The lab in a learner's hands, over a backend of three lines."""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.lab import lab as lab_module
from apiglab.lab.backend import Kind, masked, path_form
from apiglab.lab.cache_reading import CacheReading
from apiglab.lab.choice import choose_backend
from apiglab.lab.clock import LabClock, clock_line
from apiglab.lab.errors import LabError, local_only
from apiglab.lab.exchange import Exchange
from apiglab.lab.journey import Journey
from apiglab.lab.lab import Lab
from apiglab.lab.ledger import Entry, Ledger
from apiglab.lab.undeployed import Undeployed
from apiglab.model.http import Headers
from tests.unit.lab.cache_readings import a_reading
from tests.unit.lab.fake_aws import FakeAws
from tests.unit.lab.test_exchange import a_record, an_exchange


@dataclass
class FakeBackend:
    """A backend that is nowhere."""

    offset: float = 0.0
    kind: Kind = "local"
    region: str = "us-east-1"
    account_id: str = "123456789012"
    identity: str = "fake"
    endpoint_url: str | None = None
    trusts_environment: bool = False
    asked: list[str] = field(default_factory=list)
    aws: FakeAws = field(default_factory=FakeAws)

    def describe(self) -> tuple[str, ...]:
        """One line."""
        return ("nowhere",)

    def session(self) -> Any:
        """A session that takes hooks and has no clients."""
        events = SimpleNamespace(register=lambda *_: None)
        return SimpleNamespace(client=self.aws.client, region_name=self.region, events=events)

    def tags(self, lab: str) -> dict[str, str]:
        """None."""
        return {}

    def before_call(self, service: str, operation: str, request: Any) -> None:
        """Say nothing."""

    def tell(self, line: str) -> None:
        """Say nothing."""

    def invoke_url(self, api_id: str, stage: str, path: str) -> str:
        """The path form."""
        return path_form("http://127.0.0.1:1", api_id, stage, path)

    def journey(self, request_id: str) -> Journey:
        """A journey, unless it is AWS."""
        self.asked.append(request_id)
        if self.kind == "aws":
            raise local_only("the journey of a request")
        return Journey.from_json(a_record(request_id=request_id))

    def cache(self, api_id: str, stage: str) -> CacheReading:
        """An empty cache, unless it is AWS."""
        self.asked.append(f"{api_id}/{stage}")
        if self.kind == "aws":
            raise local_only("a look into a stage's cache")
        return a_reading(hits=0, misses=0)

    def arms(self, api_id: str, stage: str) -> dict[str, bool | None]:
        """Nobody served anything."""
        return {}

    def undeployed(self, api_id: str, stage: str) -> Undeployed:
        """Nothing, unless it is AWS."""
        if self.kind == "aws":
            raise local_only("the list of undeployed changes")
        return Undeployed(stage=stage, deployment_id="d1", changes=())

    def caller_headers(self, place: Any) -> dict[str, str]:
        """A token that says the place."""
        return {"X-Apiglab-Caller": repr(place)}

    def clock_offset(self) -> float:
        """The offset."""
        return self.offset

    def advance_clock(self, seconds: float) -> float:
        """Forward."""
        self.offset += seconds
        return self.offset

    def reset_clock(self) -> float:
        """Back to zero."""
        self.offset = 0.0
        return 0.0


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeBackend:
    """The backend that the next lab gets; what is sent comes back as a 403."""
    monkeypatch.setenv("APIGLAB_STATE_DIR", str(tmp_path))
    fake = FakeBackend()
    monkeypatch.setattr(lab_module, "choose_backend", lambda *_, **__: fake)
    answer = an_exchange(headers=Headers([("x-amzn-RequestId", "r-1")]))
    monkeypatch.setattr(lab_module, "deliver", lambda *_, **__: answer)
    return fake


def test_a_lab_introduces_itself_in_a_line(backend: FakeBackend, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing in it changes from run to run."""
    lab = Lab("01")

    assert capsys.readouterr().out == "Lab 01 · nowhere\n"
    assert (repr(lab), repr(lab.clock)) == ("Lab 01 · local · us-east-1", "Lab time is real time.")


def test_a_lab_says_at_once_that_time_was_moved_and_what_is_left(
    backend: FakeBackend, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both surprise whoever comes back the next day."""
    backend.offset = 90_061
    Ledger("free", "fake").record(Entry(kind="iam.CreateRole", key={"RoleName": "r"}, label="r"))

    Lab()

    assert capsys.readouterr().out == (
        "Lab · nowhere\n"
        "Lab time is 1 d 1 h 1 min 1 s ahead of real time; lab.clock.reset() makes it real time again.\n"
        "This lab has made 1 thing that was not cleaned up: lab.inventory() lists it, lab.cleanup() removes it.\n"
    )


def test_a_url_is_rooted(backend: FakeBackend) -> None:
    """``pets`` and ``/pets`` are the same path; ``//pets`` is another."""
    lab = Lab()

    assert [lab.url("a", "dev", path) for path in ("pets", "/pets", "//pets")] == [
        "http://127.0.0.1:1/_aws/execute-api/a/dev/pets",
        "http://127.0.0.1:1/_aws/execute-api/a/dev/pets",
        "http://127.0.0.1:1/_aws/execute-api/a/dev//pets",
    ]
    assert lab.url("a", "dev") == "http://127.0.0.1:1/_aws/execute-api/a/dev/"


def test_what_is_sent_comes_back_with_its_journey(backend: FakeBackend) -> None:
    """Asked for by the request id in the answer, and kept for ``reveal`` and ``explain``."""
    lab = Lab()

    exchange = lab.send("GET", "http://h/")

    assert (backend.asked, exchange.reason, lab.last is exchange) == (["r-1"], "api_key.missing", True)
    assert lab.explain().first == "403 Forbidden at API key: api_key.missing"


def test_on_aws_an_exchange_says_in_one_line_that_there_is_no_journey(backend: FakeBackend) -> None:
    """The request itself is the same."""
    backend.kind = "aws"

    exchange = Lab().send("GET", "http://h/")

    assert (exchange.journey, exchange.note) == (
        None,
        "No journey: the journey of a request exists only on the local backend.",
    )


def test_an_answer_that_is_no_api_s_has_no_journey(backend: FakeBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request to any other server works all the same."""
    monkeypatch.setattr(lab_module, "deliver", lambda *_, **__: an_exchange(headers=Headers()))

    exchange: Exchange = Lab().send("GET", "http://h/")

    assert exchange.note == "No journey: the answer carries no x-amzn-RequestId."


def test_a_prediction_is_revealed_by_the_newest_status(backend: FakeBackend) -> None:
    """Predict, run, reveal."""
    lab = Lab()
    lab.predict("p1", "Which status?", ["200", "403"], answer="200")
    lab.send("GET", "http://h/")

    assert repr(lab.reveal("p1")).splitlines()[0] == "You predicted 200; it was 403."
    assert lab.reveal("p1", 200).right


def test_a_reveal_before_its_time_says_what_to_run(backend: FakeBackend) -> None:
    """Cells are run out of order all the time."""
    lab = Lab()

    with pytest.raises(LabError, match=r"run the cell with lab\.predict first"):
        lab.reveal("p1")
    lab.predict("p1", "?", ["200"])
    with pytest.raises(LabError, match=r"run the cell between lab\.predict and lab\.reveal"):
        lab.reveal("p1")
    with pytest.raises(LabError, match="nothing was sent yet"):
        lab.explain()


def test_the_clock_moves_and_cleanup_puts_it_back(backend: FakeBackend) -> None:
    """And says what it had been."""
    lab = Lab()
    lab.clock.advance(hours=24, minutes=1, seconds=0.5)

    cleanup = lab.cleanup()

    assert repr(cleanup) == "Lab time was 1 d 1 min ahead of real time; it is real time again.\n0 left."
    assert (lab.clock.offset, repr(lab.cleanup()), lab.inventory() == []) == (0.0, "0 left.", True)


def test_the_clock_does_not_go_back(backend: FakeBackend) -> None:
    """What has expired has expired."""
    with pytest.raises(LabError, match="only moves forward"):
        LabClock(backend).advance(seconds=-1)


@pytest.mark.parametrize(("offset", "said"), [(0.25, "0.25 s"), (59.6, "1 min"), (3_600, "1 h"), (172_805, "2 d 5 s")])
def test_an_offset_is_told_in_words(offset: float, said: str) -> None:
    """Units that are zero are left out."""
    assert clock_line(offset).startswith(f"Lab time is {said} ahead")


def test_a_backend_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By name or by environment; and what belongs to one is not taken by the other."""
    with pytest.raises(LabError, match="there is no backend 'azure'"):
        choose_backend("azure")
    monkeypatch.setenv("APIGLAB_BACKEND", "gcp")
    with pytest.raises(LabError, match="there is no backend 'gcp'"):
        choose_backend(None)
    with pytest.raises(LabError, match="profile= and endpoint_url= belong to the aws backend"):
        choose_backend("local", profile="me")


def test_an_account_is_masked() -> None:
    """Its last four digits tell the learner which it is, and nobody else."""
    assert masked("123456789012") == "********9012"


def test_a_lab_s_error_is_three_lines() -> None:
    """Where, what, what next; IPython shows these instead of a traceback."""
    error = LabError("Here", "it broke", "mend it")

    assert (error._render_traceback_(), str(error)) == (
        ["Where: Here", "What:  it broke", "Next:  mend it"],
        "Here: it broke\nNext: mend it",
    )


def test_a_lab_has_panels_and_a_view_of_its_newest_journey(backend: FakeBackend) -> None:
    """Each on this lab."""
    lab = Lab()
    with pytest.raises(LabError, match="nothing was sent yet"):
        lab.journey()
    lab.last = an_exchange(note="No journey: only local.")

    assert repr(lab.journey()) == "No journey: only local."
    assert repr(lab.journey(an_exchange(note="another one"))) == "another one"
    assert repr(lab.request_panel("http://127.0.0.1/pets")).startswith("Request panel: GET /pets")
    assert repr(lab.load_panel("http://127.0.0.1/pets")).startswith("Load panel: GET /pets")
    assert repr(lab.cache_lab("http://127.0.0.1/pets")).startswith("Cache lab: GET /pets")
    assert repr(lab.throttle_lab("http://127.0.0.1/pets")).startswith("Throttle lab: GET /pets")


def test_a_load_is_sent_only_where_the_lab_may(backend: FakeBackend) -> None:
    """Whether it waits or goes on."""
    lab = Lab()
    for send in (lab.load, lab.start_load):
        with pytest.raises(LabError, match="is not this machine"):
            send("GET", "https://example.com/")
