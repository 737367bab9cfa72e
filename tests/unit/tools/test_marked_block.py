"""A tool changes what is between its marks and nothing else."""

import pytest

from tools.marked_block import fill


def test_only_what_is_between_the_marks_changes() -> None:
    """Filling a page twice gives the same page; other blocks stay."""
    page = "<!-- begin: b -->\nkept\n<!-- end: b -->\nbefore <!-- begin: a --> old <!-- end: a --> after"
    filled = fill(page, "a", "new\n")

    assert filled == ("<!-- begin: b -->\nkept\n<!-- end: b -->\nbefore <!-- begin: a -->\nnew\n<!-- end: a --> after")
    assert fill(filled, "a", "new\n") == filled


@pytest.mark.parametrize("page", ["", "<!-- begin: a -->", "<!-- begin: a --><!-- end: a --><!-- end: a -->"])
def test_a_page_without_both_marks_once_is_an_error(page: str) -> None:
    """Nothing is written where nobody can say where."""
    with pytest.raises(SystemExit, match="once each"):
        fill(page, "a", "new")
