"""What can go wrong with a template, each with its place."""


class VtlError(Exception):
    """A template cannot be run: what is wrong, and where."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        where = f" at line {line}, column {column}" if line else ""
        super().__init__(message + where)
        self.message = message
        self.line = line
        self.column = column


class VtlParseError(VtlError):
    """A template is not written as the language demands."""
