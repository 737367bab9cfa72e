"""Write docs/differences.md, "where this lab may differ from AWS", from the ledger of facts.

usage: python -m tools.make_differences [--check]

The ledger is tests/contract/facts/*.toml. A fact is on the page where it says how the lab differs, and where
nobody knows what AWS does: its provenance is then ``chosen`` (we decided) or ``unknown`` (we could not).
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEDGER = ROOT / "tests" / "contract" / "facts"
PAGE = ROOT / "docs" / "differences.md"

HEAD = """\
# Where this lab may differ from AWS

AWS is the specification. This page lists every point at which the lab is known to answer differently, and every
point where neither AWS's documentation nor a recording says what AWS does, so that we had to choose. If you know
better, tell us: a recorded answer of the real service settles it.

What is not built yet is refused by an error that names it. The page is generated from `tests/contract/facts/*.toml`, which
has the sources, by `python -m tools.make_differences`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One statement about how AWS behaves, with where it comes from."""

    area: str
    id: str
    statement: str
    source: str
    provenance: str
    date: str
    differs: str | None = None

    @property
    def belongs_on_the_page(self) -> bool:
        """Whether the lab may differ from AWS here."""
        return self.differs is not None or self.provenance in {"chosen", "unknown"}


def read_facts(ledger: Path = LEDGER) -> list[Fact]:
    """Every fact of the ledger, by file and in the order written."""
    return [
        Fact(area=path.stem, **entry)
        for path in sorted(ledger.glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("fact", [])
    ]


def _sentence(text: str) -> str:
    """The text on one line, with a full stop."""
    line = " ".join(text.split())
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _entry(fact: Fact) -> str:
    """One item of the page."""
    differs = "*Our choice; AWS does not say.*" if fact.differs is None else f"**Here:** {_sentence(fact.differs)}"
    return f"- {_sentence(fact.statement)} {differs} <!-- {fact.id} -->\n"


def render(facts: list[Fact]) -> str:
    """The whole page."""

    def sections() -> Iterator[str]:
        yield HEAD
        listed = sorted((fact for fact in facts if fact.belongs_on_the_page), key=lambda fact: fact.area)
        for area, members in groupby(listed, key=lambda fact: fact.area):
            yield f"\n## {area.replace('_', ' ').replace('-', ' ').capitalize()}\n\n"
            yield "".join(map(_entry, members))

    return "".join(sections())


def main() -> int:
    """Write the page, or with ``--check`` say whether it is the one that the ledger gives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where the page is out of date")
    page = render(read_facts())
    if not parser.parse_args().check:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    sys.stderr.write("docs/differences.md is out of date: run `python -m tools.make_differences` and commit it.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
