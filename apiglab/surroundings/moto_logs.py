"""CloudWatch Logs with the filter patterns that moto lets everything pass for."""

from typing import Any

from apiglab.surroundings.log_patterns import PatternError, compile_pattern

_PATTERN = 6
"""Where the pattern stands among the arguments that moto hands on."""


class EventFilter:
    """A filter pattern, as moto asks for it: once for each event."""

    def __init__(self, pattern: str | None) -> None:
        self.matches = compile_pattern(pattern or "")


def install() -> None:
    """Put our class into moto's module, which has just been imported."""
    from moto.logs import exceptions, models

    # Typed so that their attributes can be replaced.
    module: Any = models
    backend: Any = models.LogsBackend
    module.EventMessageFilter = EventFilter
    backend.filter_log_events = _checked(backend.filter_log_events, exceptions.InvalidParameterException)


def _checked(original: Any, invalid: Any) -> Any:
    """The operation, which refuses a pattern that cannot be read before it looks at an event."""

    def filter_log_events(self: Any, *asked: Any) -> Any:
        try:
            compile_pattern(asked[_PATTERN] or "")
        except PatternError as error:
            raise invalid(f"Invalid filter pattern: {error}") from None
        return original(self, *asked)

    return filter_log_events
