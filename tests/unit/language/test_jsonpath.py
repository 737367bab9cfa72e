"""JSONPath, in Jayway's dialect."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiglab.language.jsonpath.path import JsonPath
from apiglab.language.jsonpath.steps import JsonPathError

STORE = {
    "store": {
        "book": [{"t": "a", "p": 8.95, "i": "x"}, {"t": "b", "p": 12.99}, {"t": "c", "p": 22}],
        "bike": {"color": "red"},
    },
    "a.b": 1,
    "n": None,
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", STORE),
        ("$.store.book[0].t", "a"),
        ("store.bike.color", "red"),
        ("$['store']['bike'][\"color\"]", "red"),
        ("$['a.b']", 1),
        ("$.store.book[-1].t", "c"),
        ("$.store.book[9].t", None),
        ("$.missing.x", None),
        ("$.n", None),
        ("$.store.book.length()", 3),
        ("$.store.book[*].t", ["a", "b", "c"]),
        ("$..p", [8.95, 12.99, 22]),
        ("$.store..color", ["red"]),
        ("$..nothing", []),
        ("$.store.book[0:2].t", ["a", "b"]),
        ("$.store.book[-2:].t", ["b", "c"]),
        ("$.store.book[0,2].t", ["a", "c"]),
        ("$.store['bike','x']", {"bike": {"color": "red"}}),
        ("$.store.book[?(@.p < 13)].t", ["a", "b"]),
        ("$.store.book[?(@.i)].t", ["a"]),
        ("$.store.book[?(!@.i)].t", ["b", "c"]),
        ("$.store.book[?(@.t in ['a','c'] && @.p > 10)].t", ["c"]),
        ("$.store.book[?(@.t == 'a' || (@.p >= 22))].t", ["a", "c"]),
        ("$.store.book[?(@.p > $.a)].t", []),
        ("$..book[?(@.t == 'b')].p", [12.99]),
        ("$.store.book[*].p.sum()", 43.94),
    ],
)
def test_paths(path: str, found: Any) -> None:
    """A definite path gives a value or null, an indefinite one a list."""
    assert JsonPath(path).read(STORE) == (pytest.approx(found) if isinstance(found, float) else found)


@pytest.mark.parametrize(
    "path", ["$.", "$[", "$['a", "$.a[", "$.a[?(@.b ==)]", "$.a[?@.b]", "$ a", "$.a[b]", "$.a[?(@.b =~ /x/)]"]
)
def test_refused_paths(path: str) -> None:
    """What is no path is refused with the place of the trouble."""
    with pytest.raises(JsonPathError, match="at position"):
        JsonPath(path)


def test_bounded() -> None:
    """A deep scan of a deep scan of everything is given up."""
    wide = {"a": [{"a": [{"a": list(range(100))} for _ in range(30)]} for _ in range(30)]}

    with pytest.raises(JsonPathError, match="visits more than"):
        JsonPath("$..*..*..*").read(wide)


@given(st.text(alphabet="$.[]()'\"?@*,:abc01 <=&|!", max_size=20))
def test_no_python_error_leaks(path: str) -> None:
    """Whatever is written, a path is read or refused in the language's own words."""
    try:
        JsonPath(path).read({"a": [1, {"b": "c"}], "b": {"a": None}})
    except JsonPathError:
        return
