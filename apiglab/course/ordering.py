"""Parsons problems: lettered steps to be put in order, judged by which step needs which, not by one order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Distractor:
    """A step that does not belong, and the misunderstanding it stands for."""

    diagnosis_id: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """One step needs another before it, and the misunderstanding of who has it otherwise."""

    step: str
    before: str
    diagnosis_id: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """The steps by letter, those that do not belong, and what must come before what, the likeliest slip first."""

    steps: Mapping[str, str]
    distractors: Mapping[str, Distractor]
    needs: Sequence[Needs]

    def judge(self, attempt: Any) -> Diagnosis | None:
        """What is wrong with the order, one thing at a time; None where it would work."""
        if not isinstance(attempt, list | tuple | str):
            return self._unknown(attempt)
        order = [str(letter).strip().upper() for letter in attempt]
        return first(self._findings(order))

    def _findings(self, order: list[str]) -> Iterator[Diagnosis | None]:
        yield from (self._unknown(letter) for letter in order if letter not in self.steps)
        yield from (self._misfit(letter) for letter in order if letter in self.distractors)
        yield self._missing(order)
        yield self._repeated(order)
        yield from (self._too_early(need) for need in self.needs if order.index(need.step) < order.index(need.before))

    def _unknown(self, got: Any) -> Diagnosis:
        return Diagnosis(
            id="not-an-order",
            expected=f"a list of letters from {', '.join(self.steps)}",
            got=shown(got),
            cause='Write the letters in order, such as ["C", "A", "B"].',
            next_look="the lettered steps above",
        )

    def _misfit(self, letter: str) -> Diagnosis:
        distractor = self.distractors[letter]
        return Diagnosis(
            id=distractor.diagnosis_id,
            expected="only steps that happen",
            got=f"{letter}: {self.steps[letter]}",
            cause=distractor.cause,
            next_look=f"step {letter}: who would do it, and when?",
        )

    def _missing(self, order: Sequence[str]) -> Diagnosis | None:
        count = sum(letter not in order and letter not in self.distractors for letter in self.steps)
        if not count:
            return None
        return Diagnosis(
            id="step-missing",
            expected=f"{len(self.steps) - len(self.distractors)} steps",
            got=f"{len(order)} steps: {', '.join(order) or 'none'}",
            cause=f"{count} more {'belongs' if count == 1 else 'belong'} in the order.",
            next_look="the letters you have not used: one of them is there to mislead you, the others are needed",
        )

    def _repeated(self, order: Sequence[str]) -> Diagnosis | None:
        twice = next((letter for letter in order if order.count(letter) > 1), None)
        if twice is None:
            return None
        return Diagnosis(
            id="step-repeated",
            expected="every step once",
            got=f"{twice} {order.count(twice)} times",
            cause="Each step happens once.",
            next_look=f"the places of {twice} in your list",
        )

    def _too_early(self, need: Needs) -> Diagnosis:
        return Diagnosis(
            id=need.diagnosis_id,
            expected=f"{need.before} before {need.step}",
            got=f"{need.step} ({self.steps[need.step]}) first",
            cause=need.cause,
            next_look=f"what step {need.step} has to know or to find there",
        )
