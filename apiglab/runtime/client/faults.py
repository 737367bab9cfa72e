"""Errors of the runtime's own, as opposed to the handler's."""

from collections.abc import Sequence


class RuntimeFaultError(Exception):
    """An error of the runtime's own, with AWS's type and text."""

    def __init__(self, error_type: str, message: str, trace: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace
