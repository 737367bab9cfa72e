"""The changes of an API that no stage serves yet, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from apiglab.lab.html import Html, element, line, page, table

LONGEST = 60
"""Characters of a value that are told."""
_HEAD = ("What", "Change")


@dataclass(frozen=True, slots=True)
class UndeployedChange:
    """One thing that the next deployment would alter."""

    subject: str
    """``GET /pets``, ``/pets``, ``model Pet``, or the API."""
    part: str
    """``integration timeout``; empty where the whole subject comes or goes."""
    before: str | None
    """What the stage serves, whole: None where it has nothing of the kind."""
    after: str | None
    """What the API has now."""

    @property
    def told(self) -> str:
        """``integration timeout 29000 → 5000``, ``authorizer gate removed`` or ``added``."""
        if self.before is not None and self.after is not None:
            return f"{self.part} {_short(self.before)} → {_short(self.after)}"
        value, verb = (self.after, "added") if self.before is None else (self.before, "removed")
        return " ".join(word for word in (self.part, _short(value) if value else "", verb) if word)

    def __str__(self) -> str:
        return f"{self.subject}: {self.told}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Undeployed:
    """How an API as it stands differs from what a stage serves."""

    stage: str
    deployment_id: str
    """The deployment that the stage points to; what its canary serves is another matter."""
    changes: tuple[UndeployedChange, ...]

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Undeployed":
        """The server's ``/_apiglab/undeployed``."""
        changes = tuple(UndeployedChange(**change) for change in record["changes"])
        return cls(stage=record["stage"], deployment_id=record["deployment_id"], changes=changes)

    @property
    def title(self) -> str:
        """How many there are, as a heading: ``Undeployed changes (3)``."""
        return f"Undeployed changes ({len(self.changes)})"

    def __len__(self) -> int:
        return len(self.changes)

    def __repr__(self) -> str:
        return "\n".join([self.title, *(f"  {change}" for change in self.changes)] if self.changes else [self._none()])

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def to_html(self) -> Html:
        """A row for each change, without the style sheet."""
        if not self.changes:
            return line(self._none())
        rows = ((element("code", change.subject), change.told) for change in self.changes)
        caption = f"{self.title}: a deployment to {self.stage} would alter this"
        return table(_HEAD, rows, caption=element("span", caption, style="white-space:nowrap"))

    def _none(self) -> str:
        return f"{self.title}: {self.stage} serves the API as it stands."


def _short(value: str | None) -> str:
    told = " ".join((value or '""').split())
    return told if len(told) <= LONGEST else f"{told[: LONGEST - 1]}…"
