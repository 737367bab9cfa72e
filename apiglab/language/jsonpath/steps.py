"""The steps of a path: from a value to the values that one part of a path finds in it."""

import operator
from collections.abc import Callable, Iterator
from typing import Any

NODES = 1_000_000
"""Values that one evaluation may visit."""

DEPTH = 60
"""How deeply a deep scan or a filter may go."""

MISSING = object()
"""What a path finds where there is nothing, not even null."""


class JsonPathError(Exception):
    """A path is not written as the language demands, or takes too long."""


class Budget:
    """How many values one evaluation may still visit."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = NODES

    def spend(self) -> None:
        """Count one visited value."""
        self.left -= 1
        if self.left < 0:
            raise JsonPathError(f"the path visits more than {NODES:,} values")


Step = Callable[[Any, Any, Budget], Iterator[Any]]
"""From a value and the document's root to the values that one part of a path finds."""


Steps = tuple[Step, ...]


def walk(steps: Steps, value: Any, root: Any, budget: Budget) -> Iterator[Any]:
    """The values that ``steps``, one after another, find from ``value``."""
    values: Iterator[Any] = iter((value,))
    for step in steps:
        values = _through(step, values, root, budget)
    return values


def _through(step: Step, values: Iterator[Any], root: Any, budget: Budget) -> Iterator[Any]:
    for value in values:
        budget.spend()
        yield from step(value, root, budget)


def child(name: str) -> Step:
    """The value of one name."""

    def step(value: Any, _root: Any, _budget: Budget) -> Iterator[Any]:
        if isinstance(value, dict) and name in value:
            yield value[name]

    return step


def union_of_names(names: tuple[str, ...]) -> Step:
    """A union of names: one object with those that are there."""

    def step(value: Any, _root: Any, _budget: Budget) -> Iterator[Any]:
        if isinstance(value, dict):
            yield {name: value[name] for name in names if name in value}

    return step


def items(indexes: tuple[int, ...]) -> Step:
    """The items at some indexes; negative ones count from the end."""

    def step(value: Any, _root: Any, _budget: Budget) -> Iterator[Any]:
        if isinstance(value, list):
            for index in indexes:
                if -len(value) <= index < len(value):
                    yield value[index]

    return step


def part(first: int | None, last: int | None) -> Step:
    """A part of a list."""

    def step(value: Any, _root: Any, _budget: Budget) -> Iterator[Any]:
        if isinstance(value, list):
            yield from value[first:last]

    return step


def wildcard(value: Any, _root: Any, _budget: Budget) -> Iterator[Any]:
    """Every value of an object, every item of a list."""
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def deep(inner: Step) -> Step:
    """What ``inner`` finds in a value and in everything below it, outermost first."""

    def step(value: Any, root: Any, budget: Budget) -> Iterator[Any]:
        pending = [(value, 0)]
        while pending:
            current, depth = pending.pop()
            budget.spend()
            if depth > DEPTH:
                raise JsonPathError(f"the document is nested more than {DEPTH} deep")
            yield from inner(current, root, budget)
            below = list(wildcard(current, root, budget))
            pending += [(child, depth + 1) for child in reversed(below)]

    return step


def filtered(test: Callable[[Any, Any, Budget], bool]) -> Step:
    """The items that pass ``test``; an object counts as a list of itself."""

    def step(value: Any, root: Any, budget: Budget) -> Iterator[Any]:
        for item in [value] if isinstance(value, dict) else value if isinstance(value, list) else []:
            budget.spend()
            if test(item, root, budget):
                yield item

    return step


_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(name: str, left: Any, right: Any) -> bool:
    """What a filter's operator gives for two values."""
    if name in ("in", "nin"):
        return (isinstance(right, list) and any(_same(left, item) for item in right)) == (name == "in")
    if name == "==":
        return _same(left, right)
    if name == "!=":
        return not _same(left, right)
    numbers = all(isinstance(side, int | float) and not isinstance(side, bool) for side in (left, right))
    if numbers or (isinstance(left, str) and isinstance(right, str)):
        return bool(_COMPARISONS[name](left, right))
    return False


def _same(left: Any, right: Any) -> bool:
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)
