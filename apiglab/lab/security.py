"""What a lab knows of guards: one beside another."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from apiglab.lab.exchange import Exchange

if TYPE_CHECKING:
    from apiglab.lab.guards import GuardComparison


class Security:
    """The part of a lab that looks at who gets in."""

    def compare_guards(self, runs: Mapping[str, Sequence[Exchange]]) -> "GuardComparison":
        """Guards side by side, by what each did with its run of requests: who decided, calls of functions, times."""
        from apiglab.lab.guards import compare_guards  # when it is asked for

        return compare_guards(runs)
