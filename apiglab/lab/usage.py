"""What the keys of a usage plan have used of their quota, and have left, as it stands today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from apiglab.lab.html import Html, element, line, page, table, text_table
from apiglab.lab.palette import ACCENT, BLUE
from apiglab.lab.svg import WIDTH, box, number, picture, stroke, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PERIODS = {"DAY": "day", "WEEK": "week", "MONTH": "month"}
_HEAD = ("Key", "Today", "Left")
_ROW, _BAR_FROM, _BAR_TO = 24, 200, WIDTH - 170


@dataclass(frozen=True, slots=True)
class KeyUsage:
    """One key of a plan."""

    key_id: str
    name: str
    today: int
    """Requests that counted today."""
    left: int
    """Requests that it has left in the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUsage:
    """A plan's quota, and each of its keys."""

    plan_id: str
    name: str
    limit: int | None
    """Requests in each period for each key, or None where the plan has no quota: then nothing is counted."""
    period: str
    keys: Sequence[KeyUsage]

    @property
    def title(self) -> str:
        """The plan and its quota in one line."""
        if self.limit is None:
            return f"{self.name}: no quota, so nothing is counted"
        return f"{self.name}: {self.limit:,} requests a {PERIODS.get(self.period, self.period)} for each key"

    @property
    def alt_text(self) -> str:
        """The finding: who has least left."""
        if self.limit is None or not self.keys:
            return f"{self.title}." if self.limit is None else f"{self.title}; the plan has no keys."
        least = min(self.keys, key=lambda key: key.left)
        spent = sum(key.left == 0 for key in self.keys)
        told = f"{spent} of {len(self.keys)} keys have nothing left" if spent else "every key has something left"
        return f"{self.title}; {told}; {least.name} has least, {least.left:,}."

    def __repr__(self) -> str:
        rows = [(key.name, f"{key.today:,}", f"{key.left:,}") for key in self.keys]
        return f"{self.title}\n{text_table(_HEAD, rows)}" if rows and self.limit is not None else self.alt_text

    def _repr_html_(self) -> str:
        return page(self.to_html())

    def to_html(self) -> Html:
        """A bar for each key, with the same numbers in a table below, without the style sheet."""
        if self.limit is None or not self.keys:
            return line(self.alt_text)
        rows = ((key.name, f"{key.today:,}", f"{key.left:,}") for key in self.keys)
        return element("div", self.picture(), table(_HEAD, rows, caption=self.title))

    def picture(self) -> Html:
        """What is left of each key's quota, as a bar in a frame that stands for the whole."""
        most = max(1, self.limit or 0, *(key.left for key in self.keys))
        whole = _BAR_FROM + (_BAR_TO - _BAR_FROM) * (self.limit or 0) / most
        parts: list[Html] = []
        for row, key in enumerate(self.keys):
            y = 4 + _ROW * row
            width = (_BAR_TO - _BAR_FROM) * key.left / most
            frame = f"M{_BAR_FROM} {y}H{number(whole)}v16H{_BAR_FROM}z"
            parts += [
                text(_BAR_FROM - 8, y + 13, _short(key.name), anchor="end"),
                box(_BAR_FROM, y, width, 16, ACCENT, rounded=2),
                stroke(frame, "currentColor", width=1, opacity=".5"),
                text(_BAR_TO + 8, y + 13, "nothing left" if not key.left else f"{key.left:,} left"),
            ]
        return picture(self.alt_text, *parts, height=8 + _ROW * len(self.keys))

    def figure(self) -> "Figure":
        """The same with matplotlib."""
        from matplotlib.figure import Figure  # pictures are imported when they are wanted

        figure = Figure(figsize=(7, 1.2 + 0.35 * len(self.keys)), layout="constrained")
        axes = figure.subplots()
        bars = axes.barh([key.name for key in self.keys], [key.left for key in self.keys], color=BLUE)
        axes.bar_label(bars, labels=[f" {key.left:,}" for key in self.keys])
        if self.limit is not None:
            axes.axvline(self.limit, color="black", linestyle="--", linewidth=1)
        axes.invert_yaxis()
        axes.margins(x=0.15)
        axes.set(title=self.title, xlabel="requests left", ylabel="key")
        return figure


def read_usage(apis: Any, plan_id: str, today: date) -> PlanUsage:
    """What the keys of a plan have used on ``today`` and have left, by a client of API Gateway."""
    plan = apis.get_usage_plan(usagePlanId=plan_id)
    quota = plan.get("quota") or {}
    members = apis.get_paginator("get_usage_plan_keys").paginate(usagePlanId=plan_id)
    names = _told_apart({key["id"]: key.get("name") or key["id"] for found in members for key in found["items"]})
    days: dict[str, list[list[int]]] = {}
    if quota:
        span = {"startDate": today.isoformat(), "endDate": today.isoformat()}
        for found in apis.get_paginator("get_usage").paginate(usagePlanId=plan_id, **span):
            days.update(found.get("items", {}))
    return PlanUsage(
        plan_id=plan_id,
        name=plan.get("name") or plan_id,
        limit=quota.get("limit"),
        period=quota.get("period", ""),
        keys=[_of_key(key_id, name, days.get(key_id), quota.get("limit")) for key_id, name in names.items()],
    )


def _of_key(key_id: str, name: str, days: list[list[int]] | None, limit: int | None) -> KeyUsage:
    """AWS leaves out a key that has sent nothing yet: it has the whole of its quota."""
    used, left = days[-1] if days else (0, limit or 0)
    return KeyUsage(key_id, name, used, left)


def _told_apart(names: dict[str, str]) -> dict[str, str]:
    """Names by id; those that several keys have carry the id, too."""
    counts = Counter(names.values())
    return {key_id: name if counts[name] == 1 else f"{name} ({key_id})" for key_id, name in names.items()}


def _short(name: str, most: int = 26) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
