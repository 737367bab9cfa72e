"""What a cache holds is told in words and tables, and no key that opens doors is shown."""

import pytest

from apiglab.lab.backend import api_and_stage
from apiglab.lab.cache_reading import SENDERS
from apiglab.lab.errors import LabError
from tests.unit.lab.cache_readings import TYPE, a_reading, an_entry


def test_a_reading_tells_itself() -> None:
    """The finding, and a row for each entry."""
    reading = a_reading(an_entry((TYPE, "dog")), an_entry((TYPE, None), hits=0))

    assert repr(reading).splitlines() == [
        "The cache answered 3 of 4 requests (75%), the backend 1; 2 entries.",
        "Method  Key                                       Age     Left    Hits  Bytes",
        "GET     method.request.querystring.type = dog     10.0 s  50.0 s  3     20",
        "GET     method.request.querystring.type = (none)  10.0 s  50.0 s  0     20",
    ]


def test_an_empty_cache_says_so() -> None:
    """Rather than a ratio of nothing."""
    empty = a_reading(hits=0, misses=0)

    assert repr(empty) == "Nothing was looked up since the cache was flushed or switched on."
    assert "The cache holds nothing." in empty._repr_html_()
    assert "<strong>none</strong>" in empty.tiles()


def test_an_entry_without_a_key_is_everybody_s() -> None:
    """What a learner has to see."""
    assert "no key: every request has this entry" in repr(a_reading(an_entry()))


def test_a_key_that_opens_doors_is_cut_short() -> None:
    """A notebook is saved with its outputs."""
    reading = a_reading(an_entry(("method.request.header.Authorization", "Bearer-of-a-secret")))

    assert "Authorization = Bearer…" in repr(reading)
    assert "of-a-secret" not in repr(reading) + reading._repr_html_()


def test_different_requests_that_share_an_entry_stand_together() -> None:
    """With a word for it; an entry that nobody here asked for has none."""
    reading = a_reading(an_entry((TYPE, "dog")), an_entry((TYPE, "cat")))
    first, second = reading.newest
    table = reading.entries_table({first.identity: ["GET /a", "GET /b"], second.identity: ["GET /<script>"]})

    assert table.count("2 different requests, one answer") == 1
    assert "<code>GET /a</code>" in table
    assert "&lt;script&gt;" in table


def test_of_many_requests_that_share_an_entry_the_newest_are_shown() -> None:
    """All of them are counted."""
    reading = a_reading(an_entry())
    table = reading.entries_table({reading.newest[0].identity: [f"GET /{number}" for number in range(100)]})

    assert "100 different requests, one answer" in table
    assert table.count("<code>") == SENDERS
    assert "GET /99" in table


def test_a_parameter_that_came_twice_has_two_values() -> None:
    """A list would be no part of an identity."""
    (entry,) = a_reading(an_entry((TYPE, ["dog", "cat"]))).newest

    assert hash(entry.identity) == hash(("d1", "res", "GET", ((TYPE, ("dog", "cat")),)))


def test_a_table_says_how_many_entries_it_leaves_out() -> None:
    """A cache may hold a hundred thousand."""
    table = a_reading(an_entry((TYPE, "a")), an_entry((TYPE, "b")), entries=1_000).entries_table(most=1)

    assert "the last used first; 999 more were used earlier or are expired" in table
    assert "= b" not in table


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:4566/_aws/execute-api/abc/dev/pets?x=1",
        "https://abc.execute-api.eu-west-1.amazonaws.com/dev/pets",
        "http://abc.execute-api.localhost:4566/dev",
    ],
)
def test_an_invoke_url_names_its_stage(url: str) -> None:
    """In every form."""
    assert api_and_stage(url) == ("abc", "dev")


@pytest.mark.parametrize("url", ["", "https://pets.example.com/v1", "/pets"])
def test_another_url_names_none(url: str) -> None:
    """A custom domain name, for one."""
    with pytest.raises(LabError, match="names no API and no stage"):
        api_and_stage(url)
