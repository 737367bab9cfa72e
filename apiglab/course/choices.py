"""Decisions: for each of several situations one word, judged in part where some are right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from apiglab.course.diagnosis import Diagnosis, shown
from apiglab.course.exercise import failed, partial
from apiglab.lab.exercises import Outcome


class Situation(NamedTuple):
    """The word that fits, and the misunderstanding of who takes another."""

    word: str
    finding: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Situations by letter, and the words that may be chosen, in any case."""

    situations: Mapping[str, Situation]
    words: Sequence[str]
    form: str
    """What an attempt looks like: ``a dict with the letters A to H, each …``."""
    each: str
    """``Each situation takes one of the three.``"""
    kind: str
    """What is chosen: ``guard``."""
    next_look: str

    def judge(self, attempt: Any) -> Outcome | None:
        """What is said of the first that does not fit, with how many do; None where all of them fit."""
        if not self._are_choices(attempt):
            return failed(self._no_choices(attempt))
        wrong = [letter for letter, situation in self.situations.items() if attempt[letter].upper() != situation.word]
        if not wrong:
            return None
        count = len(self.situations)
        return partial(count - len(wrong), count, self._wrong(wrong[0], attempt[wrong[0]]))

    def _are_choices(self, attempt: Any) -> bool:
        if not isinstance(attempt, dict) or set(attempt) != set(self.situations):
            return False
        return all(isinstance(word, str) and word.upper() in self.words for word in attempt.values())

    def _no_choices(self, attempt: Any) -> Diagnosis:
        return Diagnosis(
            id="not-choices",
            expected=self.form,
            got=shown(attempt),
            cause=self.each,
            next_look="the letters and the spelling",
        )

    def _wrong(self, letter: str, word: str) -> Diagnosis:
        situation = self.situations[letter]
        return Diagnosis(
            id=situation.finding,
            expected=f"another {self.kind} for {letter}",
            got=f"{letter}: {word}",
            cause=situation.cause,
            next_look=self.next_look,
        )
