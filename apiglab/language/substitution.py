"""The plain ``$variable`` substitution of gateway responses and access logs: no VTL, only names.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
"""

import re
from collections.abc import Callable

_VARIABLE = re.compile(
    r"\$(?P<open>\{)?(?P<name>(?:context|stageVariables|method\.request)(?:\.[A-Za-z0-9_$-]+)+)(?(open)\})"
)


class Substitution:
    """A text with ``$context.x``, ``$stageVariables.x`` and ``$method.request.…`` in it, split once."""

    __slots__ = ("_parts",)

    def __init__(self, text: str) -> None:
        parts: list[tuple[str, str | None]] = []
        end = 0
        for found in _VARIABLE.finditer(text):
            parts.append((text[end : found.start()], found["name"]))
            end = found.end()
        parts.append((text[end:], None))
        self._parts = tuple(parts)

    def render(self, value_of: Callable[[str], str | None]) -> str:
        """The text with every variable replaced; one without a value leaves nothing behind."""
        rendered: list[str] = []
        for literal, name in self._parts:
            rendered.append(literal)
            if name is not None:
                rendered.append(value_of(name) or "")
        return "".join(rendered)
