"""Mapping templates that say the same each time; those that compute are refused by name.

https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
"""

import re
from dataclasses import dataclass

# Velocity's own beginnings: a reference ($x, ${x}, $!x), a directive (#if, #{if}, #@m), a comment (##, #*), #[[ ]]
_COMPUTES = re.compile(r"\$!?\{?[A-Za-z_][\w.]*|#\{?@?[A-Za-z_]\w*|##|#\*|#\[\[")


class TemplateNotBuiltError(Exception):
    """A template uses what this engine does not have: what it is, and where it stands."""

    def __init__(self, feature: str, line: int, column: int) -> None:
        super().__init__(f"mapping templates that compute are not built yet: {feature} at line {line}, column {column}")
        self.feature = feature
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class ConstantTemplate:
    """A template without references or directives: it renders as it is written."""

    text: str

    def render(self) -> str:
        """The template's text."""
        return self.text


def compile_template(text: str) -> ConstantTemplate:
    """Compile ``text``; raises ``TemplateNotBuiltError`` where it is more than constant."""
    found = _COMPUTES.search(text)
    if found is None:
        return ConstantTemplate(text)
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
    raise TemplateNotBuiltError(found[0], line, column)
