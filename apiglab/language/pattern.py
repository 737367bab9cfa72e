"""Java's regular expressions as API Gateway uses them, on an engine that cannot stall.

https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/regex/Pattern.html

A pattern comes from an API's configuration and may be hostile: matching has a deadline.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import regex

DEADLINE = 0.05
"""Seconds that one match may take."""

_JAVA_ONLY = re.compile(
    r"\\Q(?P<quoted>.*?)(?:\\E|\Z)|\\k<(?P<group>\w+)>|\\x\{(?P<code>[0-9a-fA-F]{1,6})\}|\\.", re.DOTALL
)


class PatternTimeoutError(Exception):
    """A match took longer than its deadline."""


@dataclass(frozen=True, slots=True)
class JavaPattern:
    """A pattern that must match the whole of a text, as ``java.util.regex.Matcher.matches`` does."""

    source: str
    _compiled: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self, "_compiled", regex.compile(_JAVA_ONLY.sub(_translated, self.source), flags=regex.VERSION1)
        )

    def matches(self, text: str, seconds: float = DEADLINE) -> bool:
        """Whether all of ``text`` matches; raises ``PatternTimeoutError`` where that takes longer than ``seconds``."""
        try:
            return self._compiled.fullmatch(text, timeout=seconds) is not None
        except TimeoutError as error:
            raise PatternTimeoutError(self.source) from error


def compile_pattern(source: str) -> JavaPattern:
    """The compiled pattern; one that is no regular expression matches nothing. fact: pattern.invalid-never-matches"""
    try:
        return JavaPattern(source)
    except (regex.error, RecursionError, OverflowError, ValueError):
        return JavaPattern(r"(?!)")


def _translated(found: re.Match[str]) -> str:
    """What Java writes in its own way, as the engine reads it. fact: pattern.java"""
    if found["quoted"] is not None:
        return re.escape(found["quoted"])
    if found["group"] is not None:
        return f"(?P={found['group']})"
    if found["code"] is not None:
        return re.escape(chr(int(found["code"], 16)))
    return found[0]
