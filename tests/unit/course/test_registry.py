"""Every exercise can be found, and has all that an exercise has."""

import re

import pytest

from apiglab.course.exercise import CourseExercise
from apiglab.course.registry import MODULES, exercise

EVERY = [(lesson, name) for lesson, names in MODULES.items() for name in names]


@pytest.mark.parametrize(("lesson", "name"), EVERY)
def test_every_exercise_has_four_hints_and_a_solution(lesson: str, name: str) -> None:
    """The ladder has four rungs; the third has gaps, the fourth a solved sibling; the solution shows code."""
    found = exercise(lesson, name)

    assert isinstance(found, CourseExercise)
    assert len(found.hints) == 4
    assert found.hints[0].endswith("?")
    assert "…" in found.hints[2]
    assert "sibling, solved" in found.hints[3]
    assert "\n" in found.solution
    assert not re.search(r"\bTODO\b", found.solution)


def test_an_unknown_exercise_is_a_key_error() -> None:
    """The lab makes a kind sentence of it."""
    for lesson, name in (("01", "e99"), ("99", "e1")):
        with pytest.raises(KeyError):
            exercise(lesson, name)
