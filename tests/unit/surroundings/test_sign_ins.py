"""What an authorization server remembers for a time."""

import pytest

from apiglab.surroundings import sign_ins
from apiglab.surroundings.sign_ins import Keeping


def test_a_value_is_found_by_its_name_for_its_time() -> None:
    """Names cannot be guessed, and none is given twice."""
    codes: Keeping[str] = Keeping(300)
    first, second = codes.keep("ann", 1000), codes.keep("bob", 1000)

    assert first != second
    assert len(first) == 43
    assert [codes.find(first, now) for now in (1000, 1299, 1300)] == ["ann", "ann", None]
    assert codes.find("made up", 1000) is None


def test_what_is_taken_is_gone() -> None:
    """Whether its time had come or not."""
    codes: Keeping[str] = Keeping(300)
    early, late = codes.keep("ann", 1000), codes.keep("bob", 1000)

    assert [codes.take(early, 1001), codes.take(early, 1001)] == ["ann", None]
    assert [codes.take(late, 1300), codes.find(late, 1001)] == [None, None]


def test_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody fills the memory with codes that nobody fetches."""
    monkeypatch.setattr(sign_ins, "KEPT", 2)
    codes: Keeping[int] = Keeping(300)
    names = [codes.keep(number, 1000) for number in range(3)]

    assert [codes.find(name, 1000) for name in names] == [None, 1, 2]
