"""The methods of Java's String.

https://docs.oracle.com/javase/8/docs/api/java/lang/String.html
"""

import re
from collections.abc import Callable
from typing import Any

import regex

from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.java import LENGTH, Array, bounded, to_string

DEADLINE = 0.1
"""Seconds that one regular expression may take."""

_GROUP = re.compile(r"\\(.)|\$(?:(\d)|\{(\w+)\})|(\$|\\$)", re.DOTALL)


def _compiled(pattern: Any) -> Any:
    try:
        return regex.compile(_text(pattern), flags=regex.VERSION0)
    except regex.error as error:
        raise VtlError(f"{pattern!r} is no regular expression: {error}") from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise VtlError(f"expected a string, found {to_string(value)}")
    return value


def _within(text: str, first: Any, last: Any) -> None:
    if not (isinstance(first, int) and isinstance(last, int) and 0 <= first <= last <= len(text)):
        raise VtlError(f"a string of {len(text)} has no part from {to_string(first)} to {to_string(last)}")


def _substring(this: str, first: Any, last: Any = None) -> str:
    last = len(this) if last is None else last
    _within(this, first, last)
    return this[first:last]


def _char_at(this: str, index: Any) -> str:
    if not isinstance(index, int) or not 0 <= index < len(this):
        raise VtlError(f"a string of {len(this)} has no character {to_string(index)}")
    return this[index]


def _code_point_at(this: str, index: Any) -> int:
    return ord(_char_at(this, index))


def _replacer(replacement: Any) -> Callable[[Any], str]:
    """Java's replacement syntax: ``$1``, ``${name}`` and a backslash before what is meant as it stands."""
    text = _text(replacement)

    def replace(match: Any) -> str:
        def part(found: re.Match[str]) -> str:
            if found[1] is not None:
                return found[1]
            if found[4] is not None:
                raise VtlError(f"illegal group reference in the replacement {text!r}")
            try:
                return match.group(int(found[2]) if found[2] is not None else found[3]) or ""
            except IndexError as error:
                raise VtlError(f"no group {found[0]} in the pattern") from error

        return _GROUP.sub(part, text)

    return replace


def _replace_all(this: str, pattern: Any, replacement: Any, count: int = 0) -> str:
    try:
        return bounded(_compiled(pattern).sub(_replacer(replacement), this, count=count, timeout=DEADLINE))
    except TimeoutError as error:
        raise VtlError(f"the pattern {pattern!r} took too long") from error


def _matches(this: str, pattern: Any) -> bool:
    try:
        return _compiled(pattern).fullmatch(this, timeout=DEADLINE) is not None
    except TimeoutError as error:
        raise VtlError(f"the pattern {pattern!r} took too long") from error


def _split(this: str, pattern: Any, limit: int = 0) -> Array:
    """Parts between matches; without a limit, empty parts at the end are dropped."""
    if not this:
        return Array([this])
    parts: list[str] = []
    start = 0
    try:
        for found in _compiled(pattern).finditer(this, timeout=DEADLINE):
            if limit > 0 and len(parts) == limit - 1:
                break
            if found.end() == 0 or (found.start() == found.end() == len(this)):
                continue
            parts.append(this[start : found.start()])
            start = found.end()
    except TimeoutError as error:
        raise VtlError(f"the pattern {pattern!r} took too long") from error
    parts.append(this[start:])
    while limit == 0 and parts and not parts[-1]:
        parts.pop()
    return Array(parts)


def _index_of(this: str, other: Any, start: int = 0) -> int:
    return this.find(chr(other) if isinstance(other, int) else _text(other), max(0, start))


def _last_index_of(this: str, other: Any) -> int:
    return this.rfind(chr(other) if isinstance(other, int) else _text(other))


def _compare(this: str, other: Any) -> int:
    for mine, theirs in zip(this, _text(other), strict=False):
        if mine != theirs:
            return ord(mine) - ord(theirs)
    return len(this) - len(_text(other))


def _repeat(this: str, count: Any) -> str:
    if not isinstance(count, int) or count < 0:
        raise VtlError(f"cannot repeat a string {to_string(count)} times")
    if len(this) * count > LENGTH:
        raise VtlError("a string grew too long")
    return this * count


def _utf16_length(this: str) -> int:
    return len(this) if this.isascii() else len(this.encode("utf-16-le", "surrogatepass")) // 2


METHODS: dict[str, Callable[..., Any]] = {
    "length": _utf16_length,
    "isEmpty": lambda this: not this,
    "isBlank": lambda this: not this.strip(),
    "charAt": _char_at,
    "codePointAt": _code_point_at,
    "substring": _substring,
    "subSequence": _substring,
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "contains": lambda this, other: _text(other) in this,
    "startsWith": lambda this, other, start=0: this.startswith(_text(other), start),
    "endsWith": lambda this, other: this.endswith(_text(other)),
    "equalsIgnoreCase": lambda this, other: isinstance(other, str) and this.casefold() == other.casefold(),
    "compareTo": _compare,
    "compareToIgnoreCase": lambda this, other: _compare(this.lower(), _text(other).lower()),
    "toUpperCase": lambda this: this.upper(),
    "toLowerCase": lambda this: this.lower(),
    "trim": lambda this: this.strip("".join(map(chr, range(33)))),
    "strip": lambda this: this.strip(),
    "concat": lambda this, other: bounded(this + _text(other)),
    "repeat": _repeat,
    "replace": lambda this, old, new: bounded(this.replace(_text(old), _text(new))),
    "replaceAll": _replace_all,
    "replaceFirst": lambda this, pattern, replacement: _replace_all(this, pattern, replacement, 1),
    "matches": _matches,
    "split": _split,
    "intern": lambda this: this,
    "valueOf": lambda _this, value: to_string(value),
}
