"""JSONPath as API Gateway runs it: Jayway's dialect, compiled once.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html

How AWS does this
-----------------
A definite path names one value; where it is missing the result is null. An indefinite one (a wildcard, a slice, a
union, a filter, a deep scan) gives a list of what it found, be it empty.
"""

import re
from collections.abc import Callable
from typing import Any

from apiglab.language.jsonpath.parser import PathParser
from apiglab.language.jsonpath.steps import Budget, walk

_FUNCTION = re.compile(r"\.(length|size|min|max|avg|sum|keys|first|last)\(\)$")


class JsonPath:
    """A compiled path."""

    __slots__ = ("_function", "_steps", "definite", "source")

    def __init__(self, source: str) -> None:
        """Compile ``source``; raises ``JsonPathError``."""
        self.source = source
        text = source.strip()
        found = _FUNCTION.search(text)
        self._function = _FUNCTIONS[found[1]] if found else None
        parser = PathParser(text[: found.start()] if found else text)
        self._steps = parser.path()
        self.definite = parser.definite

    def read(self, document: Any) -> Any:
        """What the path finds in ``document``: a value or None if it is definite, else a list."""
        found = list(walk(self._steps, document, document, Budget()))
        result: Any = found
        if self.definite:
            result = found[0] if found else None
        return self._function(result) if self._function else result


def _length(value: Any) -> Any:
    return len(value) if isinstance(value, list | dict | str) else None


def _numbers(value: Any) -> list[float]:
    return [item for item in value if isinstance(item, int | float)] if isinstance(value, list) else []


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "length": _length,
    "size": _length,
    "min": lambda value: min(_numbers(value), default=None),
    "max": lambda value: max(_numbers(value), default=None),
    "sum": lambda value: sum(_numbers(value)),
    "avg": lambda value: sum(_numbers(value)) / len(_numbers(value)) if _numbers(value) else None,
    "keys": lambda value: list(value) if isinstance(value, dict) else None,
    "first": lambda value: value[0] if isinstance(value, list) and value else None,
    "last": lambda value: value[-1] if isinstance(value, list) and value else None,
}
