"""The README's figures are those of a full bench run, with the machine they were measured on."""

from typing import Any

import pytest

from tools.marked_block import fill
from tools.readme_figures import README, render


def results(**changes: Any) -> dict[str, Any]:
    """A full run with one figure that has a target and one that has none."""
    return {
        "date": "2026-11-23T22:00:00+00:00",
        "whole": True,
        "machine": {
            "system": "Linux x86_64",
            "processor": "A processor",
            "cores": 2,
            "memory_gib": 24,
            "python": "3.11.7",
        },
        "figures": [
            {
                "what": "MOCK",
                "value": 0.614,
                "unit": "of bare",
                "target": {"limit": 0.5, "at_least": True},
                "met": True,
            },
            {"what": "other", "value": 1234.0, "unit": "MiB", "target": None, "met": None},
        ],
        **changes,
    }


def test_the_block_names_the_machine_and_lists_the_figures() -> None:
    """A figure without its machine means nothing; targets and verdicts stand beside the values."""
    head, table = render(results()).split("\n\n")

    assert head.startswith("Measured on 2026-11-23: Linux x86_64, A processor, 2 cores, 24 GiB, Python 3.11.7. ")
    assert table == (
        "| what | measured | target | |\n|---|---|---|---|\n"
        "| MOCK | 0.61 of bare | ≥ 0.5 | met |\n"
        "| other | 1,234 MiB |  |  |\n"
    )


def test_a_quick_run_is_not_published() -> None:
    """One round of one second is a look, not a measurement."""
    with pytest.raises(SystemExit, match="quick"):
        render(results(whole=False))


def test_the_readme_has_its_marks() -> None:
    """The block that the tool fills is in the README, once; anything else is an error."""
    assert "figures of an imagined run" in fill(
        README.read_text(encoding="utf-8"), "figures", "figures of an imagined run"
    )
