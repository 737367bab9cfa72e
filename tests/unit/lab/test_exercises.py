"""Checks, hints, solutions and progress, over a course of one exercise."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import ClientError

from apiglab.lab.errors import LabError
from apiglab.lab.exercises import REGISTRY, TODO, Outcome, Verdict
from apiglab.lab.judging import judge
from apiglab.lab.progress import ProgressFile
from apiglab.lab.tutor import Tutor


class Doubling:
    """The exercise: a function that doubles."""

    hints = ("What is twice one?", "Look at `*`.", "return 2 * ___", "def triple(x): return 3 * x")
    solution = "def double(x):\n    return 2 * x"

    def check(self, lab: Any, attempt: Callable[[int], Any]) -> Outcome:
        """Call the attempt with 3."""
        del lab
        got = attempt(3)
        if got is TODO:
            return Outcome(kind=Verdict.NOT_ATTEMPTED)
        if got != 6:
            return Outcome(kind=Verdict.FAIL, diagnosis_id="wrong", message="not doubled", expected=6, got=got)
        return Outcome(kind=Verdict.PASS, message="Doubled.")


@pytest.fixture
def tutor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tutor:
    """A tutor whose course has one exercise, ``e1`` of lesson 01."""
    registry = ModuleType(REGISTRY)
    course = {("01", "e1"): Doubling()}
    registry.exercise = lambda lesson, name: course[lesson, name]  # type: ignore[attr-defined]  # a module of our own
    monkeypatch.setitem(sys.modules, REGISTRY, registry)
    return Tutor("01", ProgressFile(tmp_path / "progress.json"))


def breaks(value: int) -> int:
    """A learner's function that raises."""
    doubles: dict[int, int] = {}
    return doubles[value]


def is_refused(value: int) -> int:
    """A learner's function whose AWS call is refused."""
    raise ClientError({"Error": {"Code": "NotFoundException", "Message": "Invalid API"}}, f"GetRestApi{value}")


def test_an_untouched_stub_is_not_attempted_and_leaves_no_trace(tutor: Tutor) -> None:
    """A blank exercise runs from top to bottom without an error, and is not counted."""
    outcomes = [tutor.check(None, "e1", TODO), tutor.check(None, "e1", lambda _: TODO)]

    assert [outcome.kind for outcome in outcomes] == [Verdict.NOT_ATTEMPTED, Verdict.NOT_ATTEMPTED]
    assert repr(tutor.progress()) == "Lesson 01: no exercise tried yet"


def test_a_wrong_attempt_fails_with_its_diagnosis(tutor: Tutor) -> None:
    """Expected, got, and which finding it is."""
    outcome = tutor.check(None, "e1", lambda value: value)

    assert repr(outcome) == "FAIL: not doubled\n  expected: 6\n  got: 3"
    assert outcome.diagnosis_id == "wrong"


def test_what_a_learner_s_code_raises_is_told_by_the_learner_s_line() -> None:
    """One line of theirs and what it usually means; none of ours."""
    outcome = judge(Doubling(), None, breaks)
    number = breaks.__code__.co_firstlineno + 3

    assert outcome == Outcome(
        kind=Verdict.ERROR,
        diagnosis_id="raised.KeyError",
        message=f"your code raised KeyError in its line {number}: return doubles[value]",
        got="3",
        next_look="a dictionary lacks that key: print the dictionary, AWS's names are case-sensitive",
    )


def test_a_refusal_by_aws_is_named_by_its_code() -> None:
    """botocore's texts change between releases; the code is AWS's."""
    outcome = judge(Doubling(), None, is_refused)

    assert (outcome.diagnosis_id, outcome.kind) == ("raised.NotFoundException", Verdict.ERROR)


def test_a_bug_of_a_check_is_not_blamed_on_the_learner(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no line of the learner's raised is raised again."""
    monkeypatch.setattr("apiglab.lab.judging._NOT_LEARNERS", (str(Path(__file__)),))

    with pytest.raises(KeyError):
        judge(Doubling(), None, breaks)


def test_a_solved_exercise_stays_solved(tutor: Tutor) -> None:
    """Playing on with a working solution takes nothing away."""
    tutor.check(None, "e1", lambda value: 2 * value)
    tutor.check(None, "e1", lambda value: value)

    assert repr(tutor.progress()) == (
        "Lesson 01: 1 of 1 exercises tried so far are solved\nExercise  Outcome  Hints  Solution\ne1        PASS     0"
    )


def test_hints_come_one_rung_at_a_time_and_are_remembered(tutor: Tutor) -> None:
    """No rung is skipped; after the last one it stays."""
    taken = [repr(tutor.hint("e1")) for _ in range(5)]

    assert taken[0] == "Hint 1 of 4: What is twice one?"
    assert taken[3:] == ["Hint 4 of 4: def triple(x): return 3 * x"] * 2
    assert tutor.progress().records["e1"].hints == 4


def test_the_solution_comes_after_two_attempts_or_when_asked_twice(tutor: Tutor) -> None:
    """The first click must not kill the practice, nor hold back who means it."""
    first = tutor.solution("e1", now=False)
    tutor.check(None, "e1", lambda value: value)
    second = tutor.solution("e1", now=False)
    tutor.check(None, "e1", lambda value: value)

    assert (first.shown, second.shown, tutor.solution("e1", now=False).shown) == (False, False, True)
    assert repr(second) == (
        'The solution comes after one more attempt; lab.hint("e1") helps. To see it now: lab.solution("e1", now=True)'
    )


def test_who_insists_sees_the_solution(tutor: Tutor) -> None:
    """``now=True`` is the second word, and from then on it is no secret."""
    assert tutor.solution("e1", now=True).text == Doubling.solution
    assert tutor.solution("e1", now=False).shown


def test_an_exercise_that_is_not_there_is_one_clear_line(tutor: Tutor) -> None:
    """A misspelt name, or a lab of no lesson."""
    with pytest.raises(LabError, match="lesson 01 has no such exercise"):
        tutor.check(None, "e9", 1)
    with pytest.raises(LabError, match="belongs to no lesson"):
        Tutor(None).hint("e1")


def test_an_outcome_shows_its_verdict_in_words_and_escapes_what_was_got() -> None:
    """A learner's API may answer with HTML."""
    html = Outcome(kind=Verdict.FAIL, message="no", got="<b>")._repr_html_()

    assert "</span> FAIL</span>" in html
    assert "<strong>got: </strong>&lt;b&gt;" in html
