"""The ledger of facts about AWS is well formed, proved, and shown to readers where the lab may differ."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.architecture.source import ROOT, modules
from tools.make_differences import LEDGER, PAGE, Fact, read_facts, render

ID = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
NAMED = re.compile(rf"\bfacts?: ?({ID.pattern}(?:, {ID.pattern})*)")
PROVENANCES = {"recorded", "documented", "reported", "chosen", "unknown"}
CODE = ("apiglab", "tests")


def _named_in(paths: Iterable[Path]) -> set[str]:
    """Every fact that these files name."""
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return {fact_id for text in texts for ids in NAMED.findall(text) for fact_id in ids.split(", ")}


def _tests() -> list[Path]:
    return [path for path in modules("tests") if path.name.startswith("test_") and path != Path(__file__)]


def _faults(fact: Fact) -> list[str]:
    """What is wrong with one entry."""
    faults = []
    if not ID.fullmatch(fact.id):
        faults.append("its id is not area.short-name")
    if fact.provenance not in PROVENANCES:
        faults.append(f"its provenance is none of {', '.join(sorted(PROVENANCES))}")
    if not (fact.statement.strip() and fact.source.strip()):
        faults.append("its statement or its source is empty")
    try:
        date.fromisoformat(fact.date)
    except ValueError:
        faults.append("its date is not YYYY-MM-DD")
    return faults


def test_the_ledger_is_there() -> None:
    """The other tests of this file would pass on an empty ledger; this one would not."""
    assert len(list(LEDGER.glob("*.toml"))) > 0
    assert len(read_facts()) > 0


def test_every_fact_is_well_formed() -> None:
    """A fact is a sentence with an id, a source, a provenance and a date."""
    faulty = {fact.id: faults for fact in read_facts() if (faults := _faults(fact))}

    assert faulty == {}


def test_no_two_facts_share_an_id() -> None:
    """An id names one fact."""
    counted = Counter(fact.id for fact in read_facts())

    assert [fact_id for fact_id, times in counted.items() if times > 1] == []


def test_every_fact_is_proved_by_a_test() -> None:
    """Every fact is named by a test, as ``fact: `` and its id in the docstring."""
    unproved = {fact.id for fact in read_facts()} - _named_in(_tests())

    assert unproved == set()


def test_every_fact_that_is_named_is_in_the_ledger() -> None:
    """Neither code nor a test appeals to a fact that nobody wrote down."""
    unknown = _named_in(path for path in modules(*CODE) if path != Path(__file__)) - {fact.id for fact in read_facts()}

    assert unknown == set()


def test_the_page_of_differences_is_the_one_the_ledger_gives() -> None:
    """docs/differences.md is generated; whoever changes the ledger runs `python -m tools.make_differences`."""
    assert PAGE.relative_to(ROOT).as_posix() == "docs/differences.md"
    assert PAGE.read_text(encoding="utf-8") == render(read_facts())
