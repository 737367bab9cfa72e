"""Exercises as the lab sees them: what a check answers, and what an exercise has to offer.

The exercises themselves stand in ``apiglab.course``, a layer above this one. The lab finds them by the name of their
registry when a learner asks for one: this is the only seam between the two (see ``find_exercise``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from importlib import import_module
from typing import Any, Protocol

from apiglab.lab.errors import LabError
from apiglab.lab.html import Html, Tone, badge, element, line, page, preformatted

REGISTRY = "apiglab.course.registry"
"""The module whose ``exercise(lesson, exercise_id)`` finds an exercise, or raises ``KeyError``."""


class Blank:
    """The value of a blank that nobody has filled in yet."""

    def __repr__(self) -> str:
        return "TODO"


TODO = Blank()
"""What an exercise's stub returns until a learner replaces it."""


@unique
class Verdict(StrEnum):
    """How an attempt was judged."""

    NOT_ATTEMPTED = "NOT ATTEMPTED"
    ERROR = "ERROR"
    FAIL = "FAIL"
    PARTIAL = "PARTIAL"
    PASS = "PASS"  # noqa: S105  # a verdict, no password


TONES: dict[Verdict, Tone] = {
    Verdict.NOT_ATTEMPTED: "idle",
    Verdict.ERROR: "failed",
    Verdict.FAIL: "refused",
    Verdict.PARTIAL: "note",
    Verdict.PASS: "ok",
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Outcome:
    """A check's judgement of one attempt, in words that stay the same from run to run."""

    kind: Verdict
    diagnosis_id: str = ""
    """Which of the check's named findings this is: tests compare it."""
    message: str = ""
    expected: object = None
    got: object = None
    next_look: str = ""
    """Where to look next."""

    @property
    def passed(self) -> bool:
        """Whether the exercise is solved."""
        return self.kind is Verdict.PASS

    def _entries(self) -> tuple[tuple[str, object], ...]:
        entries = (("expected", self.expected), ("got", self.got), ("next", self.next_look))
        return tuple((name, value) for name, value in entries if value not in (None, ""))

    def __repr__(self) -> str:
        first = f"{self.kind.value}: {self.message}" if self.message else self.kind.value
        return "\n".join([first, *(f"  {name}: {value}" for name, value in self._entries())])

    def _repr_html_(self) -> str:
        lines = (line(element("strong", f"{name}: "), str(value)) for name, value in self._entries())
        return page(element("div", line(badge(TONES[self.kind], self.kind.value), " ", self.message), *lines))


class Exercise(Protocol):
    """One exercise of the course."""

    @property
    def hints(self) -> Sequence[str]:
        """The rungs of the ladder: re-ask, point, faded code, a sibling solved."""
        ...

    @property
    def solution(self) -> str:
        """The solution, explained and in code."""
        ...

    def check(self, lab: Any, attempt: Any) -> Outcome:
        """Judge ``attempt``, or the state of ``lab``'s AWS where there is nothing to hand over."""
        ...


def find_exercise(lesson: str | None, exercise_id: str) -> Exercise:
    """The course's exercise of that name. Raises ``LabError`` where there is none."""
    where = f"Exercise {exercise_id}"
    if lesson is None:
        raise LabError(where, "this lab belongs to no lesson", 'make the lab of a lesson: apiglab.Lab("01")')
    try:
        found: Exercise = import_module(REGISTRY).exercise(lesson, exercise_id)
    except KeyError:
        raise LabError(
            where, f"lesson {lesson} has no such exercise", "look at the name in the exercise's cell"
        ) from None
    return found


@dataclass(frozen=True, slots=True, repr=False)
class Hint:
    """One rung of an exercise's ladder."""

    number: int
    count: int
    text: str

    def __repr__(self) -> str:
        return f"Hint {self.number} of {self.count}: {self.text}"

    def _repr_html_(self) -> str:
        return page(line(badge("note", f"Hint {self.number} of {self.count}")), _prose(self.text))


@dataclass(frozen=True, slots=True, repr=False)
class Solution:
    """An exercise's solution, or the advice to try once more."""

    text: str
    shown: bool

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        word = "Solution" if self.shown else "Not yet"
        return page(line(badge("note", word)), _prose(self.text))


def _prose(text: str) -> Html:
    return preformatted(text) if "\n" in text else line(text)
