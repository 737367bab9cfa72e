"""Predictions: one answer for each thing that happens, judged one slip at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from apiglab.course.diagnosis import Diagnosis, shown

Rule = tuple[str, str]
"""A diagnosis's id, and its cause: why the answer is what it is."""


def _any(_answer: Any) -> bool:
    return True


def _as_it_is(answer: Any) -> Any:
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What happens, and for each of it the rule that decides it; texts have ``{}`` where the thing is named."""

    happened: Sequence[Any]
    rules: Sequence[Rule]
    form: str
    """What an attempt looks like: ``a list of six statuses, such as …``."""
    each: str
    """``One status for each request.``"""
    another: str
    """``another status for {}``"""
    next_look: str
    how_many: str = "how many requests the question lists"
    names: Sequence[str] = ()
    """What the things are called; without names they are requests, counted from 1."""
    is_answer: Callable[[Any], bool] = _any
    """Whether one entry of an attempt is of the right kind at all."""
    read: Callable[[Any], Any] = _as_it_is
    """An answer in the form in which answers are compared and shown."""

    def judge(self, attempt: Any) -> Diagnosis | None:
        """What is wrong with a prediction, one thing at a time; None where all of it happens."""
        is_list = isinstance(attempt, list | tuple) and len(attempt) == len(self.happened)
        if not is_list or not all(map(self.is_answer, attempt)):
            return self._no_prediction(attempt)
        names = self.names or [f"request {number}" for number in range(1, len(attempt) + 1)]
        for name, said, happens, rule in zip(names, attempt, self.happened, self.rules, strict=True):
            if self.read(said) != self.read(happens):
                return self._wrong(name, self.read(said), rule)
        return None

    def _no_prediction(self, attempt: Any) -> Diagnosis:
        return Diagnosis(
            id="not-a-prediction",
            expected=self.form,
            got=shown(attempt),
            cause=self.each,
            next_look=self.how_many,
        )

    def _wrong(self, name: str, said: Any, rule: Rule) -> Diagnosis:
        finding, cause = rule
        return Diagnosis(
            id=finding,
            expected=self.another.format(name),
            got=f"{name}: {said}",
            cause=cause,
            next_look=self.next_look.format(name),
        )
