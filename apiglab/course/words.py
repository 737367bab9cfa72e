"""The words of an exercise: its hints and its solution, in a Markdown file beside its check.

A file has the headings ``## Hint 1`` to ``## Hint 4`` and ``## Solution``. Lines of a paragraph are joined, so that a
notebook wraps them; lines indented by four blanks are code and stay as they are.
"""

from collections.abc import Iterator
from pathlib import Path

HEADINGS = ("Hint 1", "Hint 2", "Hint 3", "Hint 4", "Solution")
INDENT = "    "


def read_words(path: Path) -> tuple[str, ...]:
    """The texts under ``HEADINGS``, in their order. Raises ``ValueError`` where the headings are others."""
    _, *sections = path.read_text(encoding="utf-8").split("\n## ")
    texts = {heading.strip(): text for heading, _, text in (section.partition("\n") for section in sections)}
    if tuple(texts) != HEADINGS:
        raise ValueError(f"{path.name}: the headings are {', '.join(texts)}; they must be {', '.join(HEADINGS)}")
    return tuple("\n\n".join(_paragraphs(text)) for text in texts.values())


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs, prose on one line each, code as it stands without its indentation."""
    for block in text.strip("\n").split("\n\n"):
        lines = block.strip("\n").split("\n")
        if all(line.startswith(INDENT) for line in lines):
            yield "\n".join(line.removeprefix(INDENT) for line in lines)
        else:
            yield " ".join(block.split())
