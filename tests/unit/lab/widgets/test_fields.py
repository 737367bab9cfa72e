"""The panels' controls each have a label, and read what people write."""

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.widgets import fields


def test_headers_are_read_line_by_line() -> None:
    """Empty lines do not count, values may hold colons, names repeat."""
    assert fields.header_pairs("a: 1\n\nB:http://x:1\n a : 2 ") == [("a", "1"), ("B", "http://x:1"), ("a", "2")]


@pytest.mark.parametrize("line", ["no header", ": value"])
def test_a_line_that_is_no_header_is_named(line: str) -> None:
    """With its number."""
    with pytest.raises(LabError) as refused:
        fields.header_pairs(f"a: 1\n{line}")

    assert refused.value.where == "Headers, line 2"


def test_an_unusual_method_is_offered_too() -> None:
    """ANY methods take whatever a client invents."""
    assert fields.method_field("PURGE").options == ("PURGE", *fields.METHODS)


def test_every_field_has_a_label() -> None:
    """ipywidgets ties the description to the control."""
    made = [
        fields.method_field("GET"), fields.url_field(""), fields.area_field("Body", "", ""),
        fields.choice_field("Model", [("a", 1)]), fields.number_field("Seconds", 1, 1, 9),
        fields.number_field("Rate", 1.5, 0.1, 9.0),
    ]  # fmt: skip

    assert [field.description for field in made] == ["Method", "URL", "Body", "Model", "Seconds", "Rate"]
