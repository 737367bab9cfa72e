"""Remove everything a lab made, in an order in which nothing holds on to what goes, and say what became of each."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from apiglab.lab.html import Tone, badge, line, page, table, text_table
from apiglab.lab.inventory import Inventory, Owned, take_inventory
from apiglab.lab.ledger import Ledger
from apiglab.lab.removal import log_group_prefixes, remove, remove_log_groups

# AWS lets an account delete one REST API every 30 seconds.
THROTTLED = frozenset({"TooManyRequestsException", "Throttling", "ThrottlingException", "LimitExceededException"})
PAUSE = 31.0
TRIES = 4

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Removed:
    """One resource and what became of it."""

    what: str
    name: str
    result: str
    """``deleted``, ``stopped``, ``was gone``, or why it could not be deleted."""

    @property
    def tone(self) -> Tone:
        """Whether it is gone."""
        return "ok" if self.result in ("deleted", "stopped", "was gone") else "failed"


@dataclass(frozen=True, slots=True, repr=False)
class Cleanup:
    """What a cleanup did."""

    removed: tuple[Removed, ...]
    left: Inventory
    notes: tuple[str, ...] = field(default=())

    def _last(self) -> str:
        return f"{len(self.left)} left."

    def __repr__(self) -> str:
        rows = [(item.what, item.name, item.result) for item in self.removed]
        parts = [text_table(("What", "Name", "Result"), rows)] if rows else []
        return "\n".join([*parts, *self.notes, self._last()])

    def _repr_html_(self) -> str:
        rows = [(item.what, item.name, badge(item.tone, item.result)) for item in self.removed]
        parts = [table(("What", "Name", "Result"), rows, caption="Cleanup")] if rows else []
        return page(*parts, *map(line, self.notes), line(badge("ok" if not self.left else "failed", self._last())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaner:
    """Cleans one lab; ``sleep`` and ``progress`` are handed in for tests."""

    session: Any
    ledger: Ledger
    tags: Mapping[str, str] = field(default_factory=dict)
    progress: Progress = lambda _: None
    sleep: Callable[[float], None] = time.sleep

    def inventory(self) -> Inventory:
        """What is there."""
        return take_inventory(self.session, self.ledger, self.tags)

    def clean(self, notes: tuple[str, ...] = ()) -> Cleanup:
        """Remove everything; a second time removes nothing and says so."""
        removed = [item for owned in self.inventory() for item in self._remove(owned)]
        return Cleanup(tuple(removed), self.inventory(), notes)

    def _remove(self, owned: Owned) -> Iterator[Removed]:
        kind = owned.entry.known
        if kind is None:
            yield Removed(owned.noun, owned.name, "the lab cannot remove this: delete it yourself")
            return
        self.progress(f"Deleting {owned.noun} {owned.name} …")
        client = self._client(kind.service, owned)
        try:
            there = self._patiently(lambda: remove(client, kind, owned.entry.key))
            yield Removed(owned.noun, owned.name, "deleted" if there else "was gone")
            self.ledger.forget(owned.entry)
            for prefix in log_group_prefixes(kind, owned.entry.key):
                if remove_log_groups(self._client("logs", owned), prefix):
                    yield Removed("log group", f"of {owned.noun} {owned.name}", "deleted")
        except ClientError as error:
            yield Removed(owned.noun, owned.name, f"not deleted: {error.response['Error'].get('Code')}")
        except (BotoCoreError, WaiterError) as error:
            yield Removed(owned.noun, owned.name, f"not deleted: {type(error).__name__}")

    def _client(self, service: str, owned: Owned) -> Any:
        return self.session.client(service, region_name=owned.entry.region or self.session.region_name)

    def _patiently(self, attempt: Callable[[], bool]) -> bool:
        for _ in range(TRIES - 1):
            try:
                return attempt()
            except ClientError as error:
                if error.response["Error"].get("Code") not in THROTTLED:
                    raise
                self.progress(f"AWS asks for patience: trying again in {PAUSE:.0f} s …")
                self.sleep(PAUSE)
        return attempt()
