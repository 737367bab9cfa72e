"""The resource tree compiled for looking up: from a path and a verb to a method.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html

How AWS does this
-----------------
Segment by segment and case-sensitively, a static name goes before ``{x}`` and that before ``{proxy+}``;
a verb of its own goes before ANY. Where the more specific branch has no method for the verb, or no
resource at all, the next branch is tried. A trailing slash does not count, and neither do
slashes in front of the first name; within a greedy value both are the client's own.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

M = TypeVar("M")

ANY_COVERS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
"""The verbs that a method ``ANY`` answers. fact: routing.any-covers"""


class Match(Generic[M]):
    """A found method and the values of the path's variables, still percent-encoded."""

    __slots__ = ("method", "path_parameters")

    def __init__(self, method: M, path_parameters: dict[str, str]) -> None:
        self.method = method
        self.path_parameters = path_parameters


class _Node(Generic[M]):
    __slots__ = ("greedy", "greedy_name", "methods", "static", "variable", "variable_name")

    def __init__(self) -> None:
        self.static: dict[str, _Node[M]] = {}
        self.variable: _Node[M] | None = None
        self.variable_name = ""
        self.greedy: _Node[M] | None = None
        self.greedy_name = ""
        self.methods: dict[str, M] = {}

    def method(self, verb: str) -> M | None:
        found = self.methods.get(verb)
        if found is None and verb in ANY_COVERS:
            return self.methods.get("ANY")
        return found

    def child(self, part: str) -> "_Node[M]":
        if part.endswith("+}"):
            self.greedy_name = part[1:-2]
            self.greedy = self.greedy or _Node()
            return self.greedy
        if part.startswith("{"):
            self.variable_name = part[1:-1]
            self.variable = self.variable or _Node()
            return self.variable
        return self.static.setdefault(part, _Node())


class Router(Generic[M]):
    """Looks methods up by path and verb; its cost grows with the path's depth, not with the API's size."""

    def __init__(self, resources: Mapping[str, Mapping[str, M]]) -> None:
        """Compile ``resources``: from each resource's path to its methods by verb, ``ANY`` among them."""
        self._root: _Node[M] = _Node()
        for path, methods in resources.items():
            node = self._root
            for part in path.split("/")[1:] if path != "/" else ():
                node = node.child(part)
            node.methods = dict(methods)

    def find(self, path: str, verb: str) -> Match[M] | None:
        """The method that answers ``verb`` on the raw ``path``, or None."""
        trimmed = path.strip("/")
        segments = trimmed.split("/") if trimmed else []
        return _find(self._root, segments, 0, verb, {})

    def knows(self, path: str) -> bool:
        """Whether any verb is answered on ``path``: tells a wrong verb from a wrong path."""
        return any(self.find(path, verb) is not None for verb in ANY_COVERS)


def _find(node: _Node[M], segments: list[str], at: int, verb: str, parameters: dict[str, str]) -> Match[M] | None:
    if at == len(segments):
        method = node.method(verb)
        return None if method is None else Match(method, parameters)
    segment = segments[at]
    static = node.static.get(segment)
    if static is not None:
        match = _find(static, segments, at + 1, verb, parameters)
        if match is not None:
            return match
    if node.variable is not None and segment:
        match = _find(node.variable, segments, at + 1, verb, {**parameters, node.variable_name: segment})
        if match is not None:
            return match
    if node.greedy is not None:
        method = node.greedy.method(verb)
        if method is not None:
            return Match(method, {**parameters, node.greedy_name: "/".join(segments[at:])})
    return None
