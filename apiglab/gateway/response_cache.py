"""What stages' caches hold: the answers of backends, for their time to live and as far as there is room.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from apiglab.gateway.endpoint import EndpointResponse
from apiglab.model.function import Invocation
from apiglab.model.http import Headers

LARGEST = 1_048_576
"""Bytes of the largest answer that is kept. fact: caching.largest"""
DEFAULT_SIZE = "0.5"
_PER_GIGABYTE = 16 * 1024 * 1024
_MOST = 256 * 1024 * 1024
"""A lab's computer is no cluster: each gigabyte of the size stands for 16 MiB. fact: caching.room"""
_ENTRY = 500
"""Bytes that an entry takes beside its body and its headers, about."""
SHOWN = 50
"""Entries that are told to whoever looks into a cache."""


@dataclass(slots=True)
class Entry:
    """One answer of a backend."""

    status: int
    headers: Headers
    body: bytes
    invocation: Invocation | None
    since: float
    until: float
    size: int
    hits: int = 0
    """Requests that it answered."""

    def response(self) -> EndpointResponse:
        """The answer, as if it came from the backend."""
        return EndpointResponse(self.status, self.body, headers=self.headers, invocation=self.invocation)


def make_entry(answer: EndpointResponse, since: float, ttl: int) -> Entry:
    """What is kept of an answer: a copy, as traces cut those that they show."""
    size = _ENTRY + len(answer.body) + sum(len(name) + len(value) for name, value in answer.headers)
    return Entry(answer.status, answer.headers, answer.body, answer.invocation, since, since + ttl, size)


class StageCache:
    """One stage's entries, the least recently used first."""

    __slots__ = ("_entries", "hits", "misses", "room", "taken")

    def __init__(self, room: int) -> None:
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self.room = room
        """Bytes that all entries may take together."""
        self.taken = 0
        self.hits = 0
        self.misses = 0
        """Requests for which the backend was asked, an invalidation's among them."""

    def find(self, key: Hashable, now: float) -> Entry | None:
        """The entry of a key, unless its time is over."""
        entry = self._entries.get(key)
        if entry is None:
            self.misses += 1
            return None
        if entry.until <= now:
            self._drop(key)
            self.misses += 1
            return None
        self._entries.move_to_end(key)
        self.hits += 1
        entry.hits += 1
        return entry

    def keep(self, key: Hashable, entry: Entry) -> None:
        """Put an entry in the place of another, and let go of the oldest where there is no room."""
        if key in self._entries:
            self._drop(key)
        self._entries[key] = entry
        self.taken += entry.size
        while self.taken > self.room:
            self._drop(next(iter(self._entries)))

    def __len__(self) -> int:
        """How many entries there are, expired ones among them."""
        return len(self._entries)

    def describe(self, now: float) -> dict[str, Any]:
        """What it did since it was flushed and what it holds, the most recently used first, as JSON-ready values."""
        newest = islice(reversed(self._entries.items()), SHOWN)
        return {
            "hits": self.hits,
            "misses": self.misses,
            "entries": len(self),
            "room": self.room,
            "room_taken": self.taken,
            "newest": [_describe(key, entry, now) for key, entry in newest if entry.until > now],
        }

    def _drop(self, key: Hashable) -> None:
        self.taken -= self._entries.pop(key).size


class ResponseCaches:
    """The caches of every stage."""

    def __init__(self) -> None:
        self._stages: dict[tuple[str, str], StageCache] = {}

    def of(self, api_id: str, stage: str, size: str | None) -> StageCache:
        """The cache of one stage, empty at first; ``size`` as the stage has it, in gigabytes."""
        cache = self._stages.get((api_id, stage))
        if cache is None:
            room = min(int(float(size or DEFAULT_SIZE) * _PER_GIGABYTE), _MOST)
            cache = self._stages[api_id, stage] = StageCache(room)
        return cache

    def describe(self, api_id: str, stage: str, now: float) -> dict[str, Any]:
        """What one stage's cache holds; nothing where nothing was looked up since it was flushed."""
        return (self._stages.get((api_id, stage)) or StageCache(0)).describe(now)

    def flush(self, api_id: str, stage: str) -> None:
        """Forget what one stage's cache holds. Whoever found the old one keeps into it, and nobody reads it again."""
        self._stages.pop((api_id, stage), None)

    def clear(self) -> None:
        """Forget everything."""
        self._stages.clear()


def _describe(key: Any, entry: Entry, now: float) -> dict[str, Any]:
    """An entry without its answer: that is the API's business."""
    deployment_id, namespace, method, values = key
    return {
        "deployment_id": deployment_id,
        "namespace": namespace,
        "method": method,
        "key": [list(pair) for pair in values],
        "age_seconds": round(max(0.0, now - entry.since), 3),
        "seconds_left": round(entry.until - now, 3),
        "hits": entry.hits,
        "bytes": len(entry.body),
    }
