"""Filter patterns of CloudWatch Logs: terms, and conditions on the properties of JSON events.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import json
import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from apiglab.language.policy_patterns import Wild, Wildcards

Matches = Callable[[str], bool]
"""Whether a message is one that the pattern means."""
_Condition = Callable[[Any], bool]

_TOKEN = re.compile(
    r"\s*(?:(?P<selector>\$(?:\.[\w-]+|\[\d+\]|\['[^']+'\])+)|(?P<quoted>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<sign>&&|\|\||!=|<=|>=|[=<>()])|(?P<word>[^\s\"()&|=<>!]+))"
)
_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]")
_TERM = re.compile(r'([?-]?)("(?:[^"\\]|\\.)*"|\S+)')
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_IS: dict[str, _Condition] = {
    "TRUE": lambda found: found is True,
    "FALSE": lambda found: found is False,
    "NULL": lambda found: found is None,
}
_MISSING = object()
_NESTING_LIMIT = 100


class PatternError(ValueError):
    """What is wrong with a filter pattern."""


@lru_cache(maxsize=64)
def compile_pattern(pattern: str) -> Matches:
    """The test that ``pattern`` stands for. Raises ``PatternError``."""
    text = pattern.strip()
    if text.startswith("{"):
        return _json_pattern(text)
    if text.startswith("["):
        raise PatternError("patterns of space-delimited fields, [a, b], are not supported by the local CloudWatch Logs")
    if text.startswith("%"):
        raise PatternError("regular expressions, %…%, are not supported by the local CloudWatch Logs")
    return _terms(text)


def _terms(text: str) -> Matches:
    """Every term must be there, none with ``-``, and one of those with ``?``. fact: logs.terms"""
    found = [(sign, _unquoted(term) if term.startswith('"') else term) for sign, term in _TERM.findall(text)]
    needed, unwanted, either = ([term for sign, term in found if sign == kind] for kind in ("", "-", "?"))

    def matches(message: str) -> bool:
        if any(term in message for term in unwanted) or not all(term in message for term in needed):
            return False
        # AWS ignores the optional ones where others are required.
        return bool(needed) or not either or any(term in message for term in either)

    return matches


def _json_pattern(text: str) -> Matches:
    """A condition in braces: events that are no JSON objects match none. fact: logs.json-pattern"""
    if not text.endswith("}"):
        raise PatternError("the pattern has no closing brace")
    condition = _Parser(text[1:-1]).parse()

    def matches(message: str) -> bool:
        try:
            event = json.loads(message)
        except (ValueError, RecursionError):
            return False
        return isinstance(event, dict) and condition(event)

    return matches


class _Parser:
    """Reads what stands between the braces: conditions, ``&&`` before ``||``, parentheses."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = self._depth = 0

    def parse(self) -> _Condition:
        condition = self._any()
        if self._peek() != ("", ""):
            raise PatternError(f"{self._peek()[1]!r} is not expected there")
        return condition

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("", "")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        self._at += 1
        return token

    def _joined(self, sign: str, part: Callable[[], _Condition]) -> list[_Condition]:
        parts = [part()]
        while self._peek() == ("sign", sign):
            self._next()
            parts.append(part())
        return parts

    def _any(self) -> _Condition:
        parts = self._joined("||", self._all)
        return lambda event: any(part(event) for part in parts)

    def _all(self) -> _Condition:
        parts = self._joined("&&", self._one)
        return lambda event: all(part(event) for part in parts)

    def _one(self) -> _Condition:
        kind, text = self._next()
        if text == "(" and kind == "sign":
            self._depth += 1
            if self._depth > _NESTING_LIMIT:
                raise PatternError(f"parentheses are nested more than {_NESTING_LIMIT} deep")
            inner = self._any()
            self._depth -= 1
            if self._next() != ("sign", ")"):
                raise PatternError("a parenthesis is not closed")
            return inner
        if kind != "selector":
            raise PatternError(f"a condition begins with a selector such as $.status, not with {text!r}")
        steps = tuple(_STEP.findall(text[1:]))
        test = self._test()
        return lambda event: test(_property(event, steps))

    def _test(self) -> _Condition:
        kind, sign = self._next()
        if kind == "word" and sign.upper() == "IS" and self._peek()[1].upper() in _IS:
            return _IS[self._next()[1].upper()]
        if kind == "word" and sign.upper() == "NOT" and self._next()[1].upper() == "EXISTS":
            return lambda found: found is _MISSING
        value_kind, value = self._next()
        if kind != "sign" or sign not in ("=", "!=", *_ORDERED) or value_kind not in ("word", "quoted"):
            raise PatternError(f"after a selector comes a comparison, IS or NOT EXISTS, not {sign!r} {value!r}".strip())
        if value.startswith("%"):
            raise PatternError("regular expressions, %…%, are not supported by the local CloudWatch Logs")
        if sign in _ORDERED:
            return _ordering(sign, value)
        equal = _equality(value)
        return equal if sign == "=" else lambda found: found is not _MISSING and not equal(found)


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise PatternError(f"{text[at:end].strip()!r} cannot be read")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        at = found.end()
    return tokens


def _property(event: Any, steps: tuple[tuple[str, str, str], ...]) -> Any:
    for name, index, quoted in steps:
        if index:
            if not isinstance(event, list) or int(index) >= len(event):
                return _MISSING
            event = event[int(index)]
        elif isinstance(event, dict):
            event = event.get(name or quoted, _MISSING)
        else:
            return _MISSING
    return event


def _ordering(sign: str, value: str) -> _Condition:
    """Only numbers are less or more: a status in quotes is none. fact: logs.json-numbers"""
    if _NUMBER.fullmatch(value) is None:
        raise PatternError(f"{sign} compares numbers, and {value} is none")
    compare, limit = _ORDERED[sign], float(value)
    return lambda found: _is_number(found) and compare(found, limit)


def _equality(value: str) -> _Condition:
    """Text with ``*`` for anything; where no quotes are around it, also the number. fact: logs.json-numbers"""
    quoted = value.startswith('"')
    first, *others = (_unquoted(value) if quoted else value).split("*")
    text = Wildcards([first, *(token for part in others for token in (Wild.MANY, part))])
    number = float(value) if not quoted and _NUMBER.fullmatch(value) else None

    def equal(found: Any) -> bool:
        if _is_number(found):
            return not quoted and (found == number or text.match(json.dumps(found)))
        return isinstance(found, str) and text.match(found)

    return equal


def _is_number(found: Any) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])
