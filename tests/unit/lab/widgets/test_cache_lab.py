"""The cache lab tells hit from miss, shows who shares an entry, and flushes; where nobody tells, it still sends."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.lab.errors import local_only
from apiglab.lab.exchange import Exchange
from apiglab.lab.journey import JourneyStep
from apiglab.lab.widgets import CacheLab, cache_lab
from tests.browser.stub_lab import StubLab
from tests.unit.lab.cache_readings import TYPE, a_reading, an_entry
from tests.unit.lab.fake_aws import FakeAws, refusal
from tests.unit.lab.widgets.kernel import join_threads, live_models

URL = "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets"
HIT = {"key": [[TYPE, "dog"]], "age_seconds": 2.0, "seconds_left": 58.0}
MISS = {"key": [[TYPE, "dog"]], "note": "the backend's answer is kept for 60 s"}


class CachedLab(StubLab):
    """A lab whose cache holds one entry; its requests' journeys end their lookup as they are told to."""

    def __init__(
        self, reason: str | None = "caching.hit", *, kind: str = "local", offset: float = 0.0, **aws: Any
    ) -> None:
        self.aws = FakeAws(**aws)
        self.looks: list[tuple[str, str]] = []
        self._reason = reason

        def cache(api_id: str, stage: str) -> Any:
            self.looks.append((api_id, stage))
            if kind == "aws":
                raise local_only("a look into a stage's cache")
            return a_reading(an_entry((TYPE, "dog")))

        self.backend = SimpleNamespace(
            kind=kind, endpoint_url=None, trusts_environment=False, cache=cache, clock_offset=lambda: offset
        )

    def client(self, service: str) -> Any:
        """A client that answers from the table."""
        return self.aws.client(service)

    def send(self, method: str, url: str, **more: Any) -> Exchange:
        """Answer with a journey whose cache lookup is known; on AWS with none."""
        exchange = super().send(method, url, **more)
        if self.backend.kind == "aws" or exchange.journey is None:
            return replace(exchange, journey=None)
        detail = {"caching.hit": HIT, "caching.invalidated": MISS, "caching.miss": MISS}.get(self._reason or "", {})
        outcome = "passed" if detail else "skipped"
        step = JourneyStep(phase="Cache lookup", outcome=outcome, reason=self._reason, detail=detail)
        steps = tuple(step if each.phase == step.phase else each for each in exchange.journey.steps)
        return replace(exchange, journey=replace(exchange.journey, steps=steps))


def press(button: Any) -> None:
    """Press a button and wait for what it does."""
    button.click()
    join_threads("CacheLab")


def buttons(panel: CacheLab) -> tuple[Any, ...]:
    """Send one, Look and Flush."""
    return tuple(panel.widget.children[3].children)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("caching.hit", "Hit: the answer is 2.0 s old and lives for another 58.0 s. 12.3 ms."),
        ("caching.miss", "Miss: no entry has this key; the backend&#x27;s answer is kept for 60 s. 12.3 ms."),
        ("caching.invalidated", "Miss: the client asked for a fresh answer; the backend&#x27;s answer is kept"),
        ("not configured", "Not cached: the stage&#x27;s cache is off, or the method&#x27;s answers are not kept."),
    ],
)
def test_each_request_is_told_what_the_cache_said(reason: str, told: str) -> None:
    """Hit or miss, and why."""
    panel = cache_lab(CachedLab(reason), URL)
    press(buttons(panel)[0])

    assert told in panel._said.value
    assert "The cache holds nothing." not in panel._holds.value


def test_a_request_that_is_refused_before_says_so() -> None:
    """No resource, no cache."""
    panel = cache_lab(CachedLab(), URL.replace("/pets", "/missing"))
    panel.send()

    assert "The request did not come as far as the cache." in panel._said.value


def test_requests_that_share_an_entry_are_shown_beside_it() -> None:
    """Two users whom the key does not tell apart: the leak; a request sent twice is one."""
    panel = cache_lab(CachedLab(), URL, headers=[("X-User", "ann")])
    for header in ("X-User: ann", "X-User: bob", "X-User: ann"):
        panel._typed.value = header
        panel.send()

    assert "2 different requests, one answer" in panel._holds.value
    assert panel._holds.value.count("GET /dev/pets · X-User: ") == 2


def test_a_flush_forgets_who_shared() -> None:
    """By AWS's own operation, on the stage that the URL names."""
    lab = CachedLab()
    panel = cache_lab(lab, URL)
    panel.send()
    press(buttons(panel)[2])

    assert lab.aws.calls == [("apigateway.flush_stage_cache", {"restApiId": "abc", "stageName": "dev"})]
    assert "flush_stage_cache: the cache of dev is empty." in panel._said.value
    assert "Sent from here" not in panel._holds.value


def test_what_aws_refuses_is_said_in_the_panel() -> None:
    """A stage that is gone."""
    panel = cache_lab(CachedLab(apigateway__flush_stage_cache=refusal("NotFoundException")), URL)
    press(buttons(panel)[2])

    assert "refused" in panel._said.value


def test_a_look_tells_a_clock_that_was_moved() -> None:
    """Ages depend on it."""
    panel = cache_lab(CachedLab(offset=60.0), URL)
    press(buttons(panel)[1])

    assert "The cache answered 3 of 4 requests (75%)" in panel._said.value
    assert "Lab time is 1 min ahead of real time" in panel._said.value


def test_on_an_account_it_sends_and_says_what_nobody_tells() -> None:
    """And a look is refused by name."""
    panel = cache_lab(CachedLab(kind="aws"), URL)
    panel.send()
    sent = panel._said.value
    press(buttons(panel)[1])

    assert "Nobody tells what the cache said." in sent
    assert "exists only on the local backend" in panel._said.value


def test_headers_are_the_load_s_too() -> None:
    """As they are typed; one that is none is told."""
    panel = cache_lab(CachedLab(), URL, headers=[("X-User", "ann")])
    sent = panel.draft["headers"]
    panel._typed.value = "no header"
    press(buttons(panel)[0])

    assert sent == [("X-User", "ann")]
    assert "is no header" in panel._said.value


def test_without_a_front_end_the_panel_is_static() -> None:
    """Before anything was seen the same every time; afterwards with what was seen."""
    panel = cache_lab(CachedLab(), URL)
    before = panel._repr_mimebundle_()
    panel.send()
    after = panel._repr_mimebundle_()

    assert before["text/plain"] == "Cache lab: GET /dev/pets\nrun this notebook to start it"
    assert "4566" not in before["text/html"]
    assert after["text/plain"].startswith("Cache lab: GET /dev/pets\nThe cache answered 3 of 4 requests (75%)")
    assert "querystring.type = dog" in after["text/html"]


def test_a_closed_panel_leaves_no_widget_behind() -> None:
    """Layouts and styles are models too."""
    before = live_models()
    panel = cache_lab(CachedLab(), URL)
    panel.send()
    panel.close()

    assert live_models() - before == set()
