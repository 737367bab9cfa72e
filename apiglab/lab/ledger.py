"""The ledger: what one lab has made in one AWS, on the learner's own disk, so that it can all be removed."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from apiglab.lab.kinds import BY_NAME, Key, Kind
from apiglab.lab.state import locked, read_json, state_directory, write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One resource that the lab made."""

    kind: str
    """The name of its ``Kind``, or ``service.Operation`` where it is of none that the lab can remove."""
    key: Key = field(default_factory=dict)
    label: str
    region: str = ""
    """Where it was made; empty for the lab's own Region."""

    @property
    def known(self) -> Kind | None:
        """Its kind, or None where the lab cannot remove it."""
        return BY_NAME.get(self.kind)

    def is_same(self, other: "Entry") -> bool:
        """Whether both are one resource, whatever they are called."""
        return (self.kind, self.key, self.region) == (other.kind, other.key, other.region)


class Ledger:
    """The entries of one lab in one AWS. Kernels that share it take turns."""

    def __init__(self, lab: str, identity: str, directory: Path | None = None) -> None:
        self._name = f"{lab}-{hashlib.sha256(identity.encode()).hexdigest()[:12]}.json"
        self._chosen = directory

    @property
    def path(self) -> Path:
        """Where the entries stand; there is no such file while the lab has made nothing."""
        directory = self._chosen or state_directory() / "ledgers"
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return directory / self._name

    def entries(self) -> list[Entry]:
        """What the lab has made, oldest first."""
        kept: list[Mapping[str, Any]] = read_json(self.path) or []
        return [Entry(**entry) for entry in kept]

    def holds(self, entry: Entry) -> bool:
        """Whether this resource is the lab's own."""
        return any(entry.is_same(other) for other in self.entries())

    def record(self, entry: Entry) -> None:
        """Remember a resource; one that is remembered already stays so."""
        with locked(self.path.with_name("ledgers.lock")):
            if not self.holds(entry):
                self._keep([*self.entries(), entry])

    def forget(self, entry: Entry) -> None:
        """Strike a resource that is gone."""
        with locked(self.path.with_name("ledgers.lock")):
            self._keep([other for other in self.entries() if not other.is_same(entry)])

    def _keep(self, entries: list[Entry]) -> None:
        if entries:
            write_json(self.path, [asdict(entry) for entry in entries])
        else:
            self.path.unlink(missing_ok=True)
