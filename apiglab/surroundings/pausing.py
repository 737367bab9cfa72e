"""Requests to services that a function has a say in: answered in two parts, with nothing held in between."""

from collections.abc import Callable
from typing import Any

from apiglab.model.function import Invocation, LambdaError
from apiglab.surroundings.lambda_hook import LambdaEvent

Outcome = Invocation | LambdaError | None
"""What came of asking a function; None where it took too long."""


class PausedError(Exception):
    """A request that cannot be answered before a function has been asked: what to ask, and how to go on then."""

    def __init__(self, event: LambdaEvent, seconds: float, go_on: Callable[[Outcome], dict[str, Any]]) -> None:
        super().__init__(event.function)
        self.event = event
        self.seconds = seconds
        """How long the function may take."""
        self.go_on = go_on
        """Gives the answer; raises ``ServiceError``."""
