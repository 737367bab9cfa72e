"""The report says what was measured, what was wanted, and what could not be measured."""

import json
from pathlib import Path

import pytest
from rich.console import Console

from bench.figure import Figure, Target, at_least, at_most
from bench.report import Failure, as_json, save, shown, shown_target, table

MOCK = Figure(leg="mock", what="MOCK", value=0.61, unit="of bare", target=at_least(0.5), detail="6/s of 10/s")
MEMORY = Figure(leg="memory", what="idle", value=120.0, unit="MiB", target=at_most(90))
PEER = Figure(leg="peer", what="other", value=0.13, unit="of bare")


def printed(*figures: Figure, failures: tuple[Failure, ...] = ()) -> list[list[str]]:
    """The rows of the table as words, its frame and head left out."""
    console = Console(width=200, no_color=True)
    with console.capture() as capture:
        console.print(table(figures, failures))
    rows = [line for line in capture.get().splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in rows]


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [(at_least(0.5), 0.5, True), (at_least(0.5), 0.49, False), (at_most(90), 90, True), (at_most(90), 90.1, False)],
)
def test_a_target_includes_its_limit(target: Target, value: float, met: bool) -> None:
    """At least and at most mean what they say."""
    assert target.met_by(value) is met


def test_every_figure_has_a_row_with_its_target_and_whether_it_is_met() -> None:
    """Met, not met, and no target at all are told apart."""
    assert printed(MOCK, MEMORY, PEER) == [
        ["MOCK", "0.61 of bare", "≥ 0.5", "met", "6/s of 10/s"],
        ["idle", "120 MiB", "≤ 90", "not met", ""],
        ["other", "0.13 of bare", "", "", ""],
    ]


def test_a_leg_that_failed_has_a_row_with_the_reason() -> None:
    """A leg that could not be measured is not left out silently."""
    assert printed(failures=(Failure(leg="cold", reason="it was warm"),)) == [
        ["cold", "", "", "not measured", "it was warm"]
    ]


def test_values_are_shown_with_as_many_digits_as_they_deserve() -> None:
    """Ratios need two decimals, MiB and counts none."""
    values = (shown(0.456, "of bare"), shown(1234.5, "MiB"), shown(8, "workers"), shown_target(None))

    assert values == ("0.46 of bare", "1,234 MiB", "8 workers", "")


def test_the_json_holds_figures_failures_and_the_machine(tmp_path: Path) -> None:
    """tools/readme_figures.py finds in latest.json all that the README says."""
    failures = (Failure(leg="cold", reason="it was warm"),)
    path = save(as_json((MOCK, PEER), failures, {"cores": 2}, whole=True), whole=True, folder=tmp_path)
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["date"]
    look = save("{}", whole=False, folder=tmp_path)

    assert document == {
        "whole": True,
        "machine": {"cores": 2},
        "figures": [
            {
                "leg": "mock",
                "what": "MOCK",
                "value": 0.61,
                "unit": "of bare",
                "target": {"limit": 0.5, "at_least": True},
                "detail": "6/s of 10/s",
                "met": True,
            },
            {
                "leg": "peer",
                "what": "other",
                "value": 0.13,
                "unit": "of bare",
                "target": None,
                "detail": "",
                "met": None,
            },
        ],
        "failures": [{"leg": "cold", "reason": "it was warm"}],
    }
    assert (path.name, look.name) == ("latest.json", "look.json")
