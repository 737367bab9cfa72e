"""Hints and solutions are Markdown files with five headings."""

from pathlib import Path

import pytest

from apiglab.course.words import read_words

GOOD = """# A title

## Hint 1

Which line
runs once?

## Hint 2

Look there.

## Hint 3

Fill the gap:

    def f():
        return "…"

    f()

## Hint 4

A sibling.

## Solution

Because.
"""


def test_prose_is_joined_and_code_stays(tmp_path: Path) -> None:
    """A notebook wraps a paragraph itself; code keeps its lines and its inner indentation."""
    path = tmp_path / "an_exercise.md"
    path.write_text(GOOD)

    assert read_words(path) == (
        "Which line runs once?",
        "Look there.",
        'Fill the gap:\n\ndef f():\n    return "…"\n\nf()',
        "A sibling.",
        "Because.",
    )


def test_a_missing_rung_is_refused_by_file_and_heading(tmp_path: Path) -> None:
    """A ladder has exactly four rungs and ends at the solution."""
    path = tmp_path / "an_exercise.md"
    path.write_text(GOOD.replace("## Hint 2", "## Hint two"))

    with pytest.raises(ValueError, match=r"an_exercise.md: the headings are Hint 1, Hint two, Hint 3"):
        read_words(path)
