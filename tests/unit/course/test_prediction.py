"""Predictions and choices: what is wrong is told one thing at a time, in the words of the exercise."""

from typing import Any

import pytest

from apiglab.course.choices import Choices, Situation
from apiglab.course.diagnosis import Diagnosis
from apiglab.course.prediction import Prediction
from apiglab.lab.exercises import Outcome, Verdict

COIN = Prediction(
    happened=["heads", "tails"],
    rules=[("first-is-heads", "It lay so."), ("second-is-tails", "It was turned.")],
    form="a list of two words",
    each="One word for each throw.",
    another="another side for {}",
    next_look="{}: look at the coin",
    names=["throw 1", "throw 2"],
    is_answer=lambda answer: isinstance(answer, str),
    read=str.lower,
)
PETS = Choices(
    situations={"A": Situation("DOG", "it-barks", "It barks."), "B": Situation("CAT", "it-purrs", "It purrs.")},
    words=("DOG", "CAT"),
    form="a dict with A and B",
    each="Each takes one.",
    kind="pet",
    next_look="listen",
)


def test_a_right_prediction_has_no_finding() -> None:
    """In whatever form it is read."""
    assert COIN.judge(("HEADS", "Tails")) is None


def test_the_first_slip_is_told() -> None:
    """By the rule that decides it."""
    assert COIN.judge(["heads", "Heads"]) == Diagnosis(
        id="second-is-tails",
        expected="another side for throw 2",
        got="throw 2: heads",
        cause="It was turned.",
        next_look="throw 2: look at the coin",
    )


@pytest.mark.parametrize("attempt", ["heads", ["heads"], ["heads", 1], None, {"heads": 1, "tails": 2}])
def test_what_is_no_prediction_is_told_its_form(attempt: Any) -> None:
    """Another kind of thing, another length, an entry of another kind."""
    finding = COIN.judge(attempt)

    assert finding is not None
    assert (finding.id, finding.expected, finding.got) == ("not-a-prediction", "a list of two words", repr(attempt))


def test_requests_are_counted_from_one() -> None:
    """Where things have no names of their own."""
    plain = Prediction(happened=[1], rules=[("one", "It is one.")], form="", each="", another="{}", next_look="{}")

    finding = plain.judge([2])

    assert finding is not None
    assert (finding.expected, finding.got, finding.next_look) == ("request 1", "request 1: 2", "request 1")


def test_right_choices_have_no_outcome() -> None:
    """The exercise says why they are right."""
    assert PETS.judge({"A": "dog", "B": "Cat"}) is None


def test_choices_are_right_in_part() -> None:
    """The first that does not fit is told."""
    assert PETS.judge({"A": "dog", "B": "dog"}) == Outcome(
        kind=Verdict.PARTIAL,
        diagnosis_id="it-purrs",
        message="1 of 2 done. It purrs.",
        expected="another pet for B",
        got="B: dog",
        next_look="listen",
    )


@pytest.mark.parametrize("attempt", [[], {"A": "dog"}, {"A": "dog", "B": "cow"}, {"A": "dog", "B": 1}])
def test_what_is_no_choice_is_told_its_form(attempt: Any) -> None:
    """No dict, a letter that lacks, a word that is none."""
    outcome = PETS.judge(attempt)

    assert outcome is not None
    assert (outcome.kind, outcome.diagnosis_id, outcome.got) == (Verdict.FAIL, "not-choices", repr(attempt))
