"""How often a schema is asked of the deepest value of a document: what a hostile model makes grow without bound.

Alternatives that lead to the same schema multiply at each turn, so that a short model can cost a server minutes.
"""

from collections.abc import Callable, Iterator
from typing import Any

MOST = 10**9
"""Where counting ends."""

Fetch = Callable[[Any, str], tuple[Any, Any]]
"""From a document and a ``$ref`` in it to the document that it points into, and the schema that it points to."""


class SchemaCost:
    """Counts the questions of one schema by the depth of the documents it is asked of."""

    def __init__(self, schema: Any, fetch: Fetch) -> None:
        self._schema = schema
        self._fetch = fetch
        self._counted: dict[tuple[int, int], int] = {}
        self._kept: list[Any] = []
        """The schemas that were counted, so that none has the identity of another."""

    def of(self, depth: int) -> int:
        """The questions for a document that nests ``depth`` deep."""
        for each in range(depth):  # from the bottom up, so that no recursion is deep
            self._count(self._schema, self._schema, each)
        return self._count(self._schema, self._schema, depth)

    def _count(self, document: Any, schema: Any, depth: int) -> int:
        if not isinstance(schema, dict):
            return 0
        key = id(schema), depth
        if key not in self._counted:
            self._counted[key] = 0  # a schema that only refers to itself asks nothing
            self._kept.append(schema)
            here = sum(self._count(*each, depth) for each in self._beside(document, schema))
            below = self._below(document, schema, depth - 1) if depth else 0
            self._counted[key] = min(1 + here + below, MOST)
        return self._counted[key]

    def _below(self, document: Any, schema: dict[str, Any], depth: int) -> int:
        """The questions about one member or item: those of its name and of all patterns, or those of any other."""
        named = max((self._count(document, each, depth) for each in _listed(schema.get("properties"))), default=0)
        named += sum(self._count(document, each, depth) for each in _listed(schema.get("patternProperties")))
        items = schema.get("items")
        others = [schema.get("additionalProperties"), schema.get("additionalItems")]
        others += items if isinstance(items, list) else [items]
        return max(named, *(self._count(document, each, depth) for each in others))

    def _beside(self, document: Any, schema: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
        """The schemas that are asked of the same value, each with the document that it stands in."""
        reference = schema.get("$ref")
        if isinstance(reference, str):
            try:
                yield self._fetch(document, reference)
            except (LookupError, ValueError, TypeError):
                return
        for keyword in ("allOf", "anyOf", "oneOf"):
            for each in _listed(schema.get(keyword)):
                yield document, each
        yield document, schema.get("not")
        for each in _listed(schema.get("dependencies")):
            yield document, each


def _listed(several: Any) -> list[Any]:
    if isinstance(several, dict):
        return list(several.values())
    return several if isinstance(several, list) else []


def depth_of(document: Any) -> int:
    """How deep objects and arrays nest."""
    depth, level = 0, [document]
    while True:
        level = [
            child
            for value in level
            if isinstance(value, dict | list)
            for child in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return depth
        depth += 1
