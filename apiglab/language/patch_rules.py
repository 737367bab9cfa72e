"""The kinds of path that API Gateway's resources have in common: a scalar, an entry of a map, an element of a list."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from apiglab.language.json_patch import Change, PatchError, PatchOperation, Rule, Wording
from apiglab.model.frozen import FrozenMap

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Record = TypeVar("Record", bound="DataclassInstance")

Convert = Callable[[str | None], Any]
"""From an operation's value to the field's type; raises ``PatchError`` where it is none."""


def text(value: str | None) -> str | None:
    """A string; an empty one takes the field away."""
    return value or None


def verbatim(value: str | None) -> str | None:
    """A string, kept even where it is empty."""
    return value


def boolean(value: str | None) -> bool:
    """True where the value says so; anything else is false. fact: control.patch-booleans"""
    return (value or "").lower() == "true"


def scalar(path: str, field: str, convert: Convert = text, *, removable: bool = False) -> Rule[Any]:
    """A path to one field: replace, and remove where AWS takes that too."""

    def set_field(record: Record, _names: tuple[str, ...], operation: PatchOperation) -> Record:
        return replace(record, **{field: convert(operation.value)})

    def clear_field(record: Record, _names: tuple[str, ...], _operation: PatchOperation) -> Record:
        return replace(record, **{field: None})

    changes: dict[str, Change[Any]] = {"replace": set_field}
    return Rule(path, {**changes, "remove": clear_field} if removable else changes)


def entries(path: str, field: str, convert: Convert = verbatim, *, missing: str) -> Rule[Any]:
    """A path to an entry of a map: add, replace and remove; ``missing`` is AWS's 404 where there is no such entry."""

    def add(record: Record, names: tuple[str, ...], operation: PatchOperation) -> Record:
        return replace(record, **{field: _map(record, field).with_(names[-1], convert(operation.value))})

    def change(record: Record, names: tuple[str, ...], operation: PatchOperation) -> Record:
        value = convert(operation.value)
        if names[-1] not in _map(record, field):
            raise PatchError(missing, missing=True)
        return replace(record, **{field: _map(record, field).with_(names[-1], value)})

    def remove(record: Record, names: tuple[str, ...], _operation: PatchOperation) -> Record:
        if names[-1] not in _map(record, field):
            raise PatchError(missing, missing=True)
        # AWS leaves a map out of its answers once its last entry is gone.
        return replace(record, **{field: _map(record, field).without(names[-1]) or None})

    return Rule(path, {"add": add, "replace": change, "remove": remove})


def elements(path: str, field: str, *, missing: str) -> Rule[Any]:
    """A path whose last token is itself an element of a list: add it, remove it, or put another in its place."""

    def add(record: Record, names: tuple[str, ...], _operation: PatchOperation) -> Record:
        return replace(record, **{field: (*_without(record, field, names[0]), names[0])})

    def remove(record: Record, names: tuple[str, ...], _operation: PatchOperation) -> Record:
        if names[0] not in _tuple(record, field):
            raise PatchError(missing, missing=True)
        return replace(record, **{field: _without(record, field, names[0])})

    def change(record: Record, names: tuple[str, ...], operation: PatchOperation) -> Record:
        left = remove(record, names, operation)
        return replace(left, **{field: (*_tuple(left, field), _said(operation, path))})

    return Rule(path, {"add": add, "remove": remove, "replace": change})


def values(path: str, field: str, *, missing: str) -> Rule[Any]:
    """A path to a list whose elements are the operations' values: add one, remove one."""

    def add(record: Record, _names: tuple[str, ...], operation: PatchOperation) -> Record:
        value = _said(operation, path)
        return replace(record, **{field: (*_without(record, field, value), value)})

    def remove(record: Record, _names: tuple[str, ...], operation: PatchOperation) -> Record:
        if operation.value not in _tuple(record, field):
            raise PatchError(missing, missing=True)
        return replace(record, **{field: _without(record, field, operation.value) or None})

    return Rule(path, {"add": add, "remove": remove})


def _said(operation: PatchOperation, path: str) -> str:
    """The operation's value, which must say something where it becomes an element."""
    if not operation.value:
        raise PatchError(f"Invalid null or empty value in {path.split('/')[-1 if '{' not in path else -2]}")
    return operation.value


def _map(record: object, field: str) -> FrozenMap[str, Any]:
    found: FrozenMap[str, Any] | None = getattr(record, field)
    return FrozenMap() if found is None else found


def _tuple(record: object, field: str) -> tuple[str, ...]:
    return getattr(record, field) or ()


def _without(record: object, field: str, value: str | None) -> tuple[str, ...]:
    return tuple(each for each in _tuple(record, field) if each != value)


# --- how resources word their refusals ------------------------------------------------------------------------------


def _choose_operations(operation: PatchOperation, _ops: Sequence[str]) -> str:
    path, op = operation.target, operation.op or "null"
    return f"Invalid patch path  '{path}' specified for op '{op}'. Please choose supported operations"


def _must_be_one_of(operation: PatchOperation, paths: Sequence[str]) -> str:
    path, op = operation.target, operation.op or "null"
    return f"Invalid patch path  '{path}' specified for op '{op}'. Must be one of: [{', '.join(paths)}]"


def _invalid_path(operation: PatchOperation, _others: Sequence[str]) -> str:
    return f"Invalid patch path {operation.target}"


def _invalid_operation(_operation: PatchOperation, ops: Sequence[str]) -> str:
    return f"Invalid patch operation specified. Must be one of: [{', '.join(ops)}]"


LISTING = Wording(_must_be_one_of, _choose_operations, judges_op_first=True)
"""Resources, models, deployments: the accepted paths are listed."""

NAMING_OPERATIONS = Wording(_invalid_path, _invalid_operation)
"""REST APIs, methods, integrations: the path's operations are listed."""

TERSE = Wording(_invalid_path, _invalid_path)
"""Gateway responses and method responses: the path is invalid, and that is all."""
