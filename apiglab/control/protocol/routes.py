"""Which operation an HTTP request asks for: method, URI template, and query parameters that belong to the route."""

from collections.abc import Iterable
from urllib.parse import unquote

from apiglab.control.protocol.shapes import Operation

Query = tuple[tuple[str, str], ...]


class Routes:
    """A service's operations, found by request."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._by_shape: dict[tuple[str, int], list[Operation]] = {}
        for operation in operations:
            self._by_shape.setdefault((operation.http_method, len(operation.segments)), []).append(operation)
        for candidates in self._by_shape.values():
            candidates.sort(key=_specificity, reverse=True)

    def find(self, method: str, path: str, query: Query) -> tuple[Operation, dict[str, str]] | None:
        """The operation and its URI labels, percent-decoded; None where no operation has that route."""
        segments = path.removeprefix("/").split("/")
        for operation in self._by_shape.get((method, len(segments)), ()):
            labels = _match(operation.segments, segments)
            if labels is not None and all(pair in query for pair in operation.fixed_query):
                return operation, labels
        return None


def _specificity(operation: Operation) -> tuple[int, int]:
    literal = sum(not segment.startswith("{") for segment in operation.segments)
    return literal, len(operation.fixed_query)


def _match(template: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    labels = {}
    for expected, segment in zip(template, segments, strict=True):
        if expected.startswith("{") and segment:
            labels[expected.strip("{}")] = unquote(segment)
        elif expected != segment:
            return None
    return labels
