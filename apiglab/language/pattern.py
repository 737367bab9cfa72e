"""Java's regular expressions as API Gateway uses them, on an engine that cannot stall.

A pattern comes from an API's configuration and may be hostile: matching has a deadline.
"""

from dataclasses import dataclass, field
from typing import Any

import regex

DEADLINE = 0.05
"""Seconds that one match may take."""


class PatternTimeoutError(Exception):
    """A match took longer than its deadline."""


@dataclass(frozen=True, slots=True)
class JavaPattern:
    """A pattern that must match the whole of a text, as ``java.util.regex.Matcher.matches`` does."""

    source: str
    _compiled: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_compiled", regex.compile(self.source, flags=regex.VERSION0))

    def matches(self, text: str) -> bool:
        """Whether all of ``text`` matches; raises ``PatternTimeoutError`` where that takes too long."""
        try:
            return self._compiled.fullmatch(text, timeout=DEADLINE) is not None
        except TimeoutError as error:
            raise PatternTimeoutError(self.source) from error


def compile_pattern(source: str) -> JavaPattern:
    """The compiled pattern; one that is no regular expression matches nothing. fact: pattern.invalid-never-matches"""
    try:
        return JavaPattern(source)
    except regex.error:
        return JavaPattern(r"(?!)")
