"""The result as a table for people and as JSON for tools/readme_figures.py."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from bench.figure import Figure, Target

RESULTS = Path(__file__).with_name("results")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A leg that could not be measured, and why."""

    leg: str
    reason: str


def shown(value: float, unit: str) -> str:
    """A value with as many digits as it deserves."""
    whole = value >= 10 or float(value).is_integer()
    return f"{value:,.0f} {unit}" if whole else f"{value:.2f} {unit}"


def shown_target(target: Target | None) -> str:
    """A target as its table cell has it."""
    return "" if target is None else f"{'≥' if target.at_least else '≤'} {target.limit:g}"


def table(figures: Sequence[Figure], failures: Sequence[Failure]) -> Table:
    """The figures with their targets, and the legs that failed."""
    rows = Table(title="apiglab bench", title_justify="left")
    for column in ("what", "measured", "target", "", "made from"):
        rows.add_column(column, justify="right" if column in {"measured", "target"} else "left")
    for figure in figures:
        verdict = {True: "[green]met[/]", False: "[red]not met[/]", None: ""}[figure.met]
        rows.add_row(figure.what, shown(figure.value, figure.unit), shown_target(figure.target), verdict, figure.detail)
    for failure in failures:
        rows.add_row(failure.leg, "", "", "[yellow]not measured[/]", escape(failure.reason))
    return rows


def as_json(
    figures: Sequence[Figure], failures: Sequence[Failure], machine: dict[str, str | int], *, whole: bool
) -> str:
    """The whole run as JSON."""
    document = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "whole": whole,
        "machine": machine,
        "figures": [{**asdict(figure), "met": figure.met} for figure in figures],
        "failures": [asdict(failure) for failure in failures],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def save(document: str, *, whole: bool, folder: Path = RESULTS) -> Path:
    """Keep the run: a whole one is what the README quotes, anything less is only a look."""
    folder.mkdir(exist_ok=True)
    path = folder / ("latest.json" if whole else "look.json")
    path.write_text(document, encoding="utf-8")
    return path
