"""A look into a stage's cache: hits and misses live, each entry's age, and which requests share one."""

import time
from collections.abc import Sequence
from typing import Any, Protocol

import ipywidgets as widgets
from botocore.exceptions import ClientError

from apiglab.lab import load
from apiglab.lab.backend import api_and_stage
from apiglab.lab.cache_history import CacheHistory
from apiglab.lab.cache_reading import CacheReading, key_from_json
from apiglab.lab.clock import clock_line
from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange
from apiglab.lab.html import Html, Tone, element, line
from apiglab.lab.journey import JourneyStep
from apiglab.lab.load_live import LiveLoad, finished_pictures
from apiglab.lab.load_process import LoadRun
from apiglab.lab.load_result import LoadResult
from apiglab.lab.veil import veiled
from apiglab.lab.widgets import fields
from apiglab.lab.widgets.load_panel import LoadPanel
from apiglab.model.http import Headers

PHASE = "Cache lookup"
ROWS = 12
"""Entries that the panel lists: more than one can read while they change."""
Pairs = Sequence[tuple[str, str]]


class CacheBackend(load.LoadBackend, Protocol):
    """A backend that may let one look into its caches."""

    def cache(self, api_id: str, stage: str) -> CacheReading:
        """What a stage's cache holds. Raises ``LabError`` where nobody tells."""
        ...

    def clock_offset(self) -> float:
        """Seconds that its time is ahead of real time."""
        ...


class CachingLab(load.LoadLab, Protocol):
    """What the panel needs of a lab."""

    @property
    def backend(self) -> CacheBackend:
        """Where the lab's requests go."""
        ...

    def client(self, service: str) -> Any:
        """A plain boto3 client."""
        ...

    def send(self, method: str, url: str, *, headers: Pairs, body: str | None) -> Exchange:
        """Send one request."""
        ...


class CacheLab(LoadPanel):
    """Send one request or a load, and see what the stage's cache makes of it: entries, their keys, their age.

    ``reading`` is the newest look into the cache, ``history`` what it did in the newest load. On an account nobody
    tells what a cache holds: there the panel shows the load alone.
    """

    def __init__(
        self,
        lab: CachingLab,
        url: str = "",
        *,
        rate: float = 20.0,
        seconds: int = 10,
        headers: Pairs = (),
        **more: Any,
    ) -> None:
        super().__init__(lab, url, rate=rate, seconds=seconds, title="Cache lab", **more)
        self._caching = lab
        self._typed = fields.area_field(
            "Headers", "\n".join(f"{a}: {b}" for a, b in headers), "Cache-Control: max-age=0"
        )
        self._senders: dict[tuple[Any, ...], list[str]] = {}
        self._holds = widgets.HTML()
        self.reading: CacheReading | None = None
        self.history = CacheHistory()
        self._began = 0.0
        buttons = (
            fields.action("Send one", "Send one request", self._beside(self.send), primary=True),
            fields.action("Look", "Look into the cache now", self._beside(self.refresh)),
            fields.action("Flush", "Have the cache forget everything (FlushStageCache)", self._beside(self.flush)),
        )
        title, target, controls, said, live = self.widget.children
        del title
        self.fill([target, fields.row(self._typed), fields.row(*buttons), controls, said, self._holds, live])

    @property
    def draft(self) -> dict[str, Any]:
        """The load as the fields describe it, with the headers as they are typed."""
        return {**super().draft, "headers": fields.header_pairs(self._typed.value)}

    def send(self) -> Exchange:
        """Send one request, and tell what the cache said to it."""
        draft = self.draft
        method, url, headers, body = (draft[name] for name in ("method", "url", "headers", "body"))
        exchange = self._caching.send(method, url, headers=headers, body=body or None)
        looked_up = next((step for step in _steps(exchange) if step.phase == PHASE), None)
        self._glance()
        if looked_up is not None and "key" in looked_up.detail:
            self._remember(method, key_from_json(looked_up.detail["key"]), _in_short(exchange, headers))
        self._draw()
        tone: Tone = "ok" if exchange.ok else "refused"
        told = _lookup_told(looked_up) if exchange.journey else "Nobody tells what the cache said."
        self.say(f"{told} {exchange.seconds * 1000:.1f} ms.", tone, exchange.status_line)
        return exchange

    def refresh(self) -> None:
        """Look into the cache."""
        self.say(f"{self._read().told()} {self._clock_told()}".strip(), "note", "seen")
        self._draw()

    def flush(self) -> None:
        """Have the stage's cache forget everything."""
        api_id, stage = api_and_stage(self.draft["url"])
        try:
            self._caching.client("apigateway").flush_stage_cache(restApiId=api_id, stageName=stage)
        except ClientError as error:
            self.say(error.response["Error"]["Message"], "refused", "refused")
            return
        self._senders.clear()
        self.say(f"flush_stage_cache: the cache of {stage} is empty.", "ok", "flushed")
        self._glance()
        self._draw()

    def follow(self, run: LoadRun) -> None:
        """Begin the counts anew, from what the cache did before."""
        self.history, self._began = CacheHistory(), time.monotonic()
        self._watch()
        super().follow(run)
        self._watch()

    def look(self, run: LoadRun, live: LiveLoad) -> Html:
        """The cache's counts over the load's pictures."""
        del run
        self._watch()
        return element("div", self._counts(live.span), live.pictures())

    def finished(self, result: LoadResult) -> Html:
        """The same, to the end."""
        return element("div", self._counts(max(result.seconds, 0.5)), finished_pictures(result))

    def still(self) -> Html:
        """What was seen; before the first look, the request that is ready to go."""
        told = (
            [self.reading.tiles(), self.reading.entries_table(self._senders, ROWS)] if self.reading is not None else []
        )
        if self.result is not None:
            told += [self.finished(self.result), line(self.result.alt_text)]
        if not told:
            return line("Cache lab: ", element("code", self._target()), " · run this notebook to start it.")
        return element("div", *told)

    def __repr__(self) -> str:
        told = [repr(self.reading)] if self.reading is not None else []
        told += [self.result.alt_text] if self.result is not None else []
        return "\n".join([f"Cache lab: {self._target()}", *(told or ["run this notebook to start it"])])

    def _beside(self, action: Any) -> Any:
        return self.beside(action, lambda: (self._method.value, self._url.value, self._typed.value))

    def _read(self) -> CacheReading:
        self.reading = self._caching.backend.cache(*api_and_stage(self.draft["url"]))
        return self.reading

    def _glance(self) -> CacheReading | None:
        """The same where somebody tells: not on an account, and not by a custom domain name."""
        try:
            return self._read()
        except LabError:
            return None

    def _watch(self) -> None:
        """Take a reading of the running load."""
        reading = self._glance()
        if reading is not None:
            self.history.take(time.monotonic() - self._began, reading)
            self._draw()

    def _draw(self) -> None:
        if self.reading is not None:
            parts = (self.reading.tiles(), self.reading.entries_table(self._senders, ROWS))
            self._holds.value = element("div", *parts, class_="apiglab")

    def _counts(self, span: float) -> Html:
        if not self.history.points:
            return line("Only the local AWS tells what its cache does request by request.")
        return self.history.picture(max(span, self.history.points[-1].seconds))

    def _clock_told(self) -> str:
        offset = self._caching.backend.clock_offset()
        return clock_line(offset) if offset else ""

    def _remember(self, method: str, key: tuple[tuple[str, Any], ...], sender: str) -> None:
        """Note who had this entry: the last used of those with the key is the one that was just found or filled."""
        newest = self.reading.newest if self.reading is not None else ()
        entry = next((each for each in newest if (each.method, each.key) == (method, key)), None)
        if entry is not None:
            senders = self._senders.setdefault(entry.identity, [])
            if sender not in senders:
                senders.append(sender)


def _steps(exchange: Exchange) -> Sequence[JourneyStep]:
    return exchange.journey.steps if exchange.journey else ()


def _in_short(exchange: Exchange, headers: Pairs) -> str:
    """What tells one request of the panel from another."""
    typed = (f"{name}: {value}" for name, value in veiled(Headers(headers)))
    return " · ".join((f"{exchange.request.method} {exchange.request.path}", *typed))


def _lookup_told(step: JourneyStep | None) -> str:
    """What the cache said to one request."""
    if step is None:
        return "The request did not come as far as the cache."
    if step.reason == "caching.hit":
        age, left = step.detail["age_seconds"], step.detail["seconds_left"]
        return f"Hit: the answer is {age:.1f} s old and lives for another {left:.1f} s."
    if step.reason in ("caching.miss", "caching.invalidated"):
        asked = (
            "the client asked for a fresh answer" if step.reason == "caching.invalidated" else "no entry has this key"
        )
        return f"Miss: {asked}; {step.detail['note']}."
    if step.outcome == "skipped":
        return "Not cached: the stage's cache is off, or the method's answers are not kept."
    return f"Refused: {step.reason}."
