"""What stages' caches hold: the answers of backends, for their time to live and as far as there is room.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of a backend."""

    status: int
    headers: Headers
    body: bytes
    invocation: Invocation | None
    since: float
    until: float
    size: int

    def response(self) -> EndpointResponse:
        """The answer, as if it came from the backend."""
        return EndpointResponse(self.status, self.body, headers=self.headers, invocation=self.invocation)


def make_entry(answer: EndpointResponse, since: float, ttl: int) -> Entry:
    """What is kept of an answer: a copy, as traces cut those that they show."""
    size = _ENTRY + len(answer.body) + sum(len(name) + len(value) for name, value in answer.headers)
    return Entry(answer.status, answer.headers, answer.body, answer.invocation, since, since + ttl, size)


class StageCache:
    """One stage's entries, the least recently used first."""

    __slots__ = ("_entries", "room", "taken")

    def __init__(self, room: int) -> None:
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self.room = room
        """Bytes that all entries may take together."""
        self.taken = 0

    def find(self, key: Hashable, now: float) -> Entry | None:
        """The entry of a key, unless its time is over."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.until <= now:
            self._drop(key)
            return None
        self._entries.move_to_end(key)
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

    def flush(self, api_id: str, stage: str) -> None:
        """Forget what one stage's cache holds. Whoever found the old one keeps into it, and nobody reads it again."""
        self._stages.pop((api_id, stage), None)

    def clear(self) -> None:
        """Forget everything."""
        self._stages.clear()
