"""What a stage's response cache holds, at one moment: each entry by its key, and how often the cache answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apiglab.lab.html import Html, badge, element, line, page, table, text_table
from apiglab.lab.veil import veiled
from apiglab.model.http import Headers

NO_KEY = "no key: every request has this entry"
SENDERS = 6
"""Requests that are shown beside the entry that they had."""
_KEY = 1
_HEAD = ("Method", "Key", "Age", "Left", "Hits", "Bytes")
Senders = Mapping[tuple[Any, ...], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedAnswer:
    """One entry, without the answer itself."""

    deployment_id: str
    namespace: str
    method: str
    key: tuple[tuple[str, Any], ...]
    """The parameters that tell it from others, with their values; None where a request had none."""
    age_seconds: float
    seconds_left: float
    hits: int
    """Requests that it answered."""
    bytes: int

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> "CachedAnswer":
        """One of ``newest`` in the server's ``/_apiglab/cache``."""
        return cls(**{**entry, "key": key_from_json(entry["key"])})

    @property
    def identity(self) -> tuple[Any, ...]:
        """What no other entry of the stage has."""
        return self.deployment_id, self.namespace, self.method, self.key

    @property
    def key_text(self) -> str:
        """The key in words; what opens doors is cut short."""
        return ", ".join(f"{name} = {_shown(name, value)}" for name, value in self.key) or NO_KEY


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CacheReading:
    """One look into a stage's cache."""

    hits: int
    """Requests that the cache answered since it was flushed."""
    misses: int
    """Requests for which the backend was asked since then."""
    entries: int
    """Expired ones that nobody asked for again among them."""
    room: int
    room_taken: int
    newest: tuple[CachedAnswer, ...]
    """The most recently used first; fifty at most."""

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "CacheReading":
        """The server's ``/_apiglab/cache``."""
        return cls(**{**record, "newest": tuple(map(CachedAnswer.from_json, record["newest"]))})

    def told(self) -> str:
        """The finding in one sentence."""
        looked_up = self.hits + self.misses
        if not looked_up:
            return "Nothing was looked up since the cache was flushed or switched on."
        entries = "1 entry" if self.entries == 1 else f"{self.entries:,} entries"
        share = f"{self.hits:,} of {looked_up:,} requests ({self.hits / looked_up:.0%})"
        return f"The cache answered {share}, the backend {self.misses:,}; {entries}."

    def tiles(self) -> Html:
        """The numbers that matter."""
        looked_up = self.hits + self.misses
        numbers = (
            ("Hits", f"{self.hits:,}"),
            ("Misses", f"{self.misses:,}"),
            ("Hit ratio", f"{self.hits / looked_up:.1%}" if looked_up else "none"),
            ("Entries", f"{self.entries:,}"),
            ("Room taken", f"{self.room_taken / self.room:.2%}" if self.room else "none"),
        )
        tiles = (element("div", name, element("strong", told), class_="apiglab-tile") for name, told in numbers)
        return element("div", *tiles, class_="apiglab-tiles")

    def entries_table(self, senders: Senders | None = None, most: int = 50) -> Html:
        """Each entry; ``senders`` are the different requests that were sent from here, by the entry's identity."""
        if not self.newest:
            return line("The cache holds nothing.")
        shown = self.newest[:most]
        told = [(_told(senders.get(entry.identity, ())),) if senders else () for entry in shown]
        rows = [(*_unbroken(self._row(entry)), *more) for entry, more in zip(shown, told, strict=True)]
        head = _unbroken((*_HEAD, "Sent from here") if senders else _HEAD)
        unseen = self.entries - len(shown)
        more = f"; {unseen:,} more were used earlier or are expired" if unseen > 0 else ""
        return table(head, rows, caption=f"What the cache holds, the last used first{more}")

    def __repr__(self) -> str:
        rows = map(self._row, self.newest)
        listed = [text_table(_HEAD, rows)] if self.newest else []
        return "\n".join([self.told(), *listed])

    def _repr_html_(self) -> str:
        return page(line(self.told()), self.entries_table())

    @staticmethod
    def _row(entry: CachedAnswer) -> tuple[str, ...]:
        age, left = f"{entry.age_seconds:.1f} s", f"{entry.seconds_left:.1f} s"
        return entry.method, entry.key_text, age, left, f"{entry.hits:,}", f"{entry.bytes:,}"


def key_from_json(pairs: Sequence[Sequence[Any]]) -> tuple[tuple[str, Any], ...]:
    """A key as it stands in journeys and in the cache: a parameter that came twice has a tuple of values."""
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in pairs)


def _shown(name: str, value: Any) -> str:
    if value is None:
        return "(none)"
    parameter = name.rpartition(".")[2]
    ((_, shown),) = veiled(Headers([(parameter, str(value))]))
    return shown


def _unbroken(cells: Sequence[str]) -> list[object]:
    """Cells whose words stay whole; the key alone may take as many lines as it needs."""
    return [cell if at == _KEY else element("span", cell, style="white-space:nowrap") for at, cell in enumerate(cells)]


def _told(senders: Sequence[str]) -> Html:
    """The newest requests that had one entry; two that differ are what a learner has to see."""
    lines = [line(element("code", sender)) for sender in senders[-SENDERS:]]
    if len(senders) > 1:
        lines.insert(0, line(badge("note", f"{len(senders)} different requests, one answer")))
    return element("div", *lines)
