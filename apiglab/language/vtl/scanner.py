"""A place in a template's text, and what can be read from there."""

import re

from apiglab.language.vtl.errors import VtlParseError

IDENTIFIER = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_BLANKS = re.compile(r"[ \t]*")
_SPACE = re.compile(r"[ \t\r\n]*")
_LINE_END = re.compile(r"[ \t]*(?:\r\n|\n|\r)")


class Scanner:
    """Reads a template from left to right."""

    __slots__ = ("at", "text")

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at

    @property
    def done(self) -> bool:
        """Whether all of the text was read."""
        return self.at >= len(self.text)

    def peek(self, expected: str) -> bool:
        """Whether ``expected`` comes next."""
        return self.text.startswith(expected, self.at)

    def take(self, expected: str) -> bool:
        """Read ``expected`` if it comes next."""
        if self.text.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

    def match(self, pattern: re.Pattern[str]) -> str | None:
        """Read what ``pattern`` matches from here, or nothing."""
        found = pattern.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found[0]

    def identifier(self) -> str | None:
        """Read a name."""
        return self.match(IDENTIFIER)

    def skip_space(self) -> None:
        """Read over spaces and line ends."""
        self.match(_SPACE)

    def skip_blanks(self) -> None:
        """Read over spaces and tabs."""
        self.match(_BLANKS)

    def skip_line_end(self) -> None:
        """Read over the rest of a line where it is blank: what follows a directive's last character."""
        self.match(_LINE_END)

    def expect(self, expected: str, where: str) -> None:
        """Read ``expected``, which must come next ``where`` we are."""
        if not self.take(expected):
            raise self.error(f"expected {expected!r} {where}, found {self.next_words()}")

    def next_words(self) -> str:
        """The next few characters, for people."""
        rest = self.text[self.at : self.at + 12]
        return repr(rest) if rest else "the end of the template"

    def position(self, at: int | None = None) -> tuple[int, int]:
        """Line and column, both from 1."""
        at = self.at if at is None else at
        return self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at)

    def error(self, message: str, at: int | None = None) -> VtlParseError:
        """An error at this place."""
        return VtlParseError(message, *self.position(at))
