"""The patterns of policies: wildcards, policy variables, and ARNs compared part by part.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html

A star stands for any text, a question mark for one character. No pattern takes longer than its length times the
text's: what a star may skip is found from the left and never tried again.
"""

import re
from collections.abc import Iterable, Mapping
from enum import Enum, auto, unique

Keys = Mapping[str, tuple[str, ...]]
"""The condition keys of a request, by their names in lower case."""

_TOKEN = re.compile(r"\$\{(?P<name>\$|[^},$]*)(?:,\s*'(?P<default>[^'}]*)'\s*)?\}|(?P<wild>[*?])")
_WILD = re.compile(r"(?P<wild>[*?])")
_ARN_PARTS = 6


@unique
class Wild(Enum):
    """A character of a pattern that stands for others."""

    MANY = auto()
    ONE = auto()


class Variable:
    """A policy variable: the value of a condition key, or else its default."""

    __slots__ = ("default", "key")

    def __init__(self, key: str, default: str | None) -> None:
        self.key = key
        self.default = default

    def value(self, keys: Keys) -> str | None:
        """What stands in its place; None where the request has no single value and there is no default."""
        values = keys.get(self.key, ())
        return values[0] if len(values) == 1 else self.default


Token = str | Wild | Variable


class _Segment:
    """What stands between two stars: texts at fixed places, with question marks between them."""

    __slots__ = ("length", "runs")

    def __init__(self, tokens: Iterable[str | Wild]) -> None:
        runs: list[tuple[int, str]] = []
        self.length = 0
        for token in tokens:
            if isinstance(token, str):
                runs.append((self.length, token))
                self.length += len(token)
            else:
                self.length += 1
        self.runs = runs

    def stands_at(self, text: str, at: int) -> bool:
        return all(text.startswith(run, at + offset) for offset, run in self.runs)

    def find(self, text: str, start: int, end: int) -> int:
        """Where it first stands between two places, or -1."""
        if len(self.runs) == 1 and len(self.runs[0][1]) == self.length:
            return text.find(self.runs[0][1], start, end)
        for at in range(start, end - self.length + 1):
            if self.stands_at(text, at):
                return at
        return -1


class Wildcards:
    """A text with wildcards and no variables left."""

    __slots__ = ("_segments",)

    def __init__(self, tokens: Iterable[str | Wild]) -> None:
        segments: list[list[str | Wild]] = [[]]
        for token in tokens:
            if token is Wild.MANY:
                segments.append([])
            else:
                segments[-1].append(token)
        self._segments = [_Segment(segment) for segment in segments]

    def match(self, text: str) -> bool:
        """Whether the pattern stands for the whole of ``text``."""
        first = self._segments[0]
        if len(self._segments) == 1:
            return first.length == len(text) and first.stands_at(text, 0)
        last = self._segments[-1]
        at, end = first.length, len(text) - last.length
        if end < at or not first.stands_at(text, 0) or not last.stands_at(text, end):
            return False
        for segment in self._segments[1:-1]:
            at = segment.find(text, at, end)
            if at < 0:
                return False
            at += segment.length
        return True


class Pattern:
    """One text of a policy: with wildcards or without, with variables where the policy's version has them."""

    __slots__ = ("_fixed", "_tokens", "is_anything", "literal")

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self.is_anything = tokens == [Wild.MANY]
        self.literal = "".join(map(str, tokens)) if all(isinstance(token, str) for token in tokens) else None
        """The one text that it stands for, where it stands for one only."""
        self._fixed = _resolved(tokens, {}) if not any(isinstance(token, Variable) for token in tokens) else None

    @property
    def reads_keys(self) -> bool:
        """Whether there are variables in it."""
        return self._fixed is None

    def match(self, text: str, keys: Keys) -> bool | None:
        """Whether it stands for ``text``; None where a variable of it has no value."""
        if self.literal is not None:
            return text == self.literal
        pattern = self._fixed or _resolved(self._tokens, keys)
        return None if pattern is None else pattern.match(text)


class ArnPattern:
    """An ARN of a policy, whose six parts are compared one by one: no wildcard reaches over a colon of theirs.

    Where ``complete`` says so, a part that is missing stands for anything, and the stars of such an ARN reach over
    colons. fact: policy.incomplete-arns
    """

    __slots__ = ("_parts", "_whole", "is_everything")

    def __init__(self, tokens: list[Token], *, complete: bool = False) -> None:
        parts = _split(tokens)
        self.is_everything = complete and tokens == [Wild.MANY]
        lacking = _ARN_PARTS - len(parts) if complete else 0
        self._whole = Pattern(tokens) if lacking else None
        anything: list[Token] = [Wild.MANY]
        self._parts = [Pattern(part) for part in (*parts, *[anything] * lacking)]

    @property
    def reads_keys(self) -> bool:
        """Whether there are variables in it."""
        return any(pattern.reads_keys for pattern in self._parts)

    def match(self, arn: str, keys: Keys) -> bool | None:
        """Whether it stands for ``arn``; None where a variable of it has no value."""
        if self.is_everything or (self._whole is not None and self._whole.match(arn, keys)):
            return True
        parts = arn.split(":", _ARN_PARTS - 1)
        if len(parts) != len(self._parts):
            return False
        unknown = False
        for pattern, part in zip(self._parts, parts, strict=True):
            if pattern.is_anything:
                continue
            matched = pattern.match(part, keys)
            if matched is False:
                return False
            unknown = unknown or matched is None
        return None if unknown else True


def tokenize(text: str, *, wildcards: bool, variables: bool) -> list[Token]:
    """The parts of a policy's text; what is not asked for stands for itself."""
    tokens: list[Token] = []
    at = 0
    for found in (_TOKEN if variables else _WILD).finditer(text):
        token = _token(found, wildcards=wildcards)
        if token is None:
            continue
        if found.start() > at:
            tokens.append(text[at : found.start()])
        tokens.append(token)
        at = found.end()
    if at < len(text):
        tokens.append(text[at:])
    return tokens


def _token(found: re.Match[str], *, wildcards: bool) -> Token | None:
    wild = found["wild"]
    if wild:
        return (Wild.MANY if wild == "*" else Wild.ONE) if wildcards else None
    name = found["name"].strip()
    return name if name in ("*", "?", "$") else Variable(name.lower(), found["default"])


def _resolved(tokens: Iterable[Token], keys: Keys) -> Wildcards | None:
    """The pattern with the values of its variables, which stand for themselves whatever is in them."""
    resolved: list[str | Wild] = []
    for token in tokens:
        value = token.value(keys) if isinstance(token, Variable) else token
        if value is None:
            return None
        resolved.append(value)
    return Wildcards(resolved)


def _split(tokens: Iterable[Token]) -> list[list[Token]]:
    """The parts of an ARN; a colon within a variable parts nothing."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        pieces = token.split(":", _ARN_PARTS - len(parts)) if isinstance(token, str) else [token]
        for number, piece in enumerate(pieces):
            if number:
                parts.append([])
            if piece:
                parts[-1].append(piece)
    return parts
