"""What a leg of the bench hands back: figures, some with a target."""

from dataclasses import dataclass


class BenchError(Exception):
    """A leg could not be measured; its text is shown in the leg's row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A bound that a figure should keep."""

    limit: float
    at_least: bool

    def met_by(self, value: float) -> bool:
        """Whether ``value`` keeps the bound."""
        return value >= self.limit if self.at_least else value <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value."""

    leg: str
    what: str
    value: float
    unit: str
    target: Target | None = None
    detail: str = ""
    """What the value was made from, for the reader who doubts it."""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.target is None else self.target.met_by(self.value)


def at_least(limit: float) -> Target:
    """The target of a figure that should be high."""
    return Target(limit=limit, at_least=True)


def at_most(limit: float) -> Target:
    """The target of a figure that should be low."""
    return Target(limit=limit, at_least=False)
