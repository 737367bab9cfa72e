"""JSON Patch as API Gateway speaks it: a list of operations on one record, by a table of the paths it accepts.

https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html

How AWS does this
-----------------
Every resource accepts its own few paths, and each path its own few operations out of add, remove, replace and copy.
A value is always a string; ``/`` within a path's token is written ``~1`` and ``~`` is ``~0``. Operations take effect in
their order, and all of them or none. What is not accepted is refused in one of several wordings, which differ from
resource to resource.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchOperation:
    """One operation as it was sent."""

    op: str | None = None
    path: str | None = None
    value: str | None = None
    from_: str | None = None

    @property
    def target(self) -> str:
        """The path as AWS's messages print it."""
        return "null" if self.path is None else self.path


class PatchError(Exception):
    """An operation that the resource does not accept, in AWS's words."""

    def __init__(self, message: str, *, missing: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.missing = missing
        """Whether AWS answers 404, since what the path names is not there, and not 400."""


Change = Callable[[Record, tuple[str, ...], PatchOperation], Record]
"""What an operation makes of a record; the names are those of the path's ``{placeholders}``, unescaped."""


@dataclass(frozen=True, slots=True)
class Rule(Generic[Record]):
    """One path that a resource accepts, and what each operation on it does.

    ``{name}`` in the path stands for one token; ``{name+}`` for one or more, which are handed over as they were sent.
    """

    path: str
    changes: Mapping[str, Change[Record]]
    unsupported: str | None = None
    """AWS's words for any other operation, where they are this path's own."""


class Wording(NamedTuple):
    """How a resource words its refusals."""

    unknown_path: Callable[[PatchOperation, Sequence[str]], str]
    """Of the operation and of all accepted paths."""
    unsupported_op: Callable[[PatchOperation, Sequence[str]], str]
    """Of the operation and of those that the path supports."""
    judges_op_first: bool = False
    """Whether an operation that no path supports is refused before its path is looked at."""


@dataclass(frozen=True, slots=True)
class PatchTable(Generic[Record]):
    """All that one kind of resource accepts."""

    rules: tuple[Rule[Record], ...]
    wording: Wording

    def apply(self, record: Record, operations: Sequence[PatchOperation]) -> Record:
        """The record after all ``operations``; raises ``PatchError`` at the first that is not accepted."""
        for operation in operations:
            record = self._apply_one(record, operation)
        return record

    def _apply_one(self, record: Record, operation: PatchOperation) -> Record:
        if self.wording.judges_op_first and not any(operation.op in rule.changes for rule in self.rules):
            raise PatchError(self.wording.unsupported_op(operation, ()))
        found = self._find(operation)
        if found is None:
            raise PatchError(self.wording.unknown_path(operation, [rule.path for rule in self.rules]))
        rule, names = found
        change = rule.changes.get(operation.op or "")
        if change is None:
            raise PatchError(rule.unsupported or self.wording.unsupported_op(operation, list(rule.changes)))
        return change(record, names, operation)

    def _find(self, operation: PatchOperation) -> tuple[Rule[Record], tuple[str, ...]] | None:
        """The rule for a path; of several, the one that supports the operation."""
        tokens = raw_tokens(operation.path)
        matches = [(rule, names) for rule in self.rules if (names := match(rule.path, tokens)) is not None]
        return next((found for found in matches if operation.op in found[0].changes), matches[0] if matches else None)


def raw_tokens(path: str | None) -> list[str]:
    """The tokens of a path, still escaped; none where it is no path."""
    return path[1:].split("/") if path and path.startswith("/") else []


def unescape(token: str) -> str:
    """What an escaped token stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def match(template: str, tokens: Sequence[str]) -> tuple[str, ...] | None:
    """The names that ``tokens`` give to the template's placeholders, or None where they do not fit."""
    parts = raw_tokens(template)
    spare = len(tokens) - len(parts)
    if spare < 0 or (spare > 0 and not parts[0].endswith("+}")):
        return None
    if parts[0].endswith("+}"):
        first, rest = "/".join(tokens[: spare + 1]), tokens[spare + 1 :]
    else:
        first, rest = unescape(tokens[0]), tokens[1:]
    names = []
    for part, token in zip(parts, (first, *map(unescape, rest)), strict=True):
        if part.startswith("{") and token:
            names.append(token)
        elif part != token:
            return None
    return tuple(names)
