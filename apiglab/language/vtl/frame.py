"""A template's run: its variables, what it printed so far, and how much it may still do."""

from collections.abc import Callable
from typing import Any

from apiglab.language.vtl.errors import VtlError

STEPS = 250_000
"""Steps that one rendering may take: the server answers nobody else meanwhile."""

OUTPUT = 20 * 1024 * 1024
"""Characters that one rendering may print."""


class StopTemplate(Exception):  # noqa: N818  no error: #stop and an outermost #break end a template so
    """The template ends here."""


class BreakLoop(Exception):  # noqa: N818  no error: #break leaves a loop so
    """The innermost loop ends here."""


class Frame:
    """The state of one rendering."""

    __slots__ = ("loops", "macros", "out", "printed", "steps", "variables")

    def __init__(self, variables: dict[str, Any]) -> None:
        self.variables = variables
        self.out: list[str] = []
        self.macros: dict[str, tuple[tuple[str, ...], Callable[[Frame], None]]] = {}
        self.steps = 0
        self.printed = 0
        self.loops = 0
        """How many loops are running, one in another."""

    def step(self) -> None:
        """Count one turn of a loop or one macro's call."""
        self.steps += 1
        if self.steps > STEPS:
            raise VtlError(f"the template takes more than {STEPS:,} steps")

    def print_(self, text: str) -> None:
        """Print."""
        self.printed += len(text)
        if self.printed > OUTPUT:
            raise too_much()
        self.out.append(text)


def too_much() -> VtlError:
    """The error for a template that prints without end."""
    return VtlError(f"the template prints more than {OUTPUT:,} characters")
