"""A diagnosis: one named misunderstanding, told kindly and concretely."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What a judge found: which misunderstanding, what was expected, what came, the likely cause, where to look."""

    id: str
    """Stable and readable: ``body-not-a-string``."""
    expected: str
    got: str
    cause: str
    """The likely cause, in one or two sentences."""
    next_look: str
    """Where to look next: never the answer itself."""


Judge = Callable[[Any], Diagnosis | None]
"""Looks at one thing and names what is wrong with it, or finds nothing."""


def first(findings: Iterable[Diagnosis | None]) -> Diagnosis | None:
    """The first diagnosis of several: a learner gets one thing to do at a time. Give a generator: later ones wait."""
    return next((finding for finding in findings if finding is not None), None)


def shown(value: object, limit: int = 200) -> str:
    """A learner's value as text that fits in an outcome."""
    text = repr(value)
    return text if len(text) <= limit else f"{text[:limit]}…"
