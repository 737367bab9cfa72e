"""Templates compiled to functions: parsed once at deployment, run at each request.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
"""

from collections.abc import Callable, Mapping
from typing import Any

from apiglab.language.vtl.compile import compile_block
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.frame import Frame, StopTemplate
from apiglab.language.vtl.nodes import Text
from apiglab.language.vtl.parser import parse

SIZE = 300 * 1024
"""Bytes that a template may have. fact: vtl.template-size"""

ROOTS = frozenset({"input", "util", "context", "stageVariables"})
"""What API Gateway gives to every template."""


def named_roots(source: str) -> frozenset[str]:
    """Those of ``ROOTS`` that ``source`` names anywhere, also where it only may mean them."""
    return frozenset(name for name in ROOTS if name in source)


class Template:
    """A compiled template; rendering it any number of times, also at once, changes nothing in it."""

    __slots__ = ("_constant", "_run", "roots", "source")

    def __init__(self, source: str) -> None:
        """Compile ``source``; raises ``VtlParseError`` where it is no template."""
        if len(source) > SIZE:
            raise VtlError(f"a template may have {SIZE} characters, this one has {len(source)}")
        self.source = source
        try:
            block = parse(source)
            self._run: Callable[[Frame], None] = compile_block(block)
        except RecursionError as error:
            raise VtlError("the template nests too deeply") from error
        self.roots = ROOTS if "evaluate" in source else named_roots(source)
        """The names of ``ROOTS`` that the template may ask for: the others need not be made."""

        self._constant: str | None = None
        """The text, where it is the same each time."""
        if all(isinstance(node, Text) for node in block):
            self._constant = "".join(node.text for node in block if isinstance(node, Text))

    def render(self, variables: Mapping[str, Any]) -> str:
        """The template's text with ``variables`` as its references' roots; raises ``VtlError``."""
        if self._constant is not None:
            return self._constant
        frame = Frame(dict(variables))
        try:
            self._run(frame)
        except StopTemplate:
            pass
        except RecursionError as error:
            raise VtlError("the template nests too deeply") from error
        return "".join(frame.out)
