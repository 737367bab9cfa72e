"""The newest requests, kept for whoever wants to read their journeys."""

from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

from apiglab.gateway.trace import Trace

KEPT = 1000
"""Requests whose traces are kept."""


class Journal:
    """A ring of the newest traces."""

    def __init__(self, kept: int = KEPT) -> None:
        self._traces: deque[Trace] = deque(maxlen=kept)

    def keep(self, trace: Trace) -> None:
        """Add a finished request."""
        if trace.is_large():
            trace.cut()
        self._traces.append(trace)

    def clear(self) -> None:
        """Forget every request."""
        self._traces.clear()

    def recent(
        self,
        *,
        request_id: str | None = None,
        api_id: str | None = None,
        stage: str | None = None,
        status: int | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """The journeys that fit every given filter, newest first, as JSON-ready values."""
        wanted = {"request_id": request_id, "api_id": api_id, "stage": stage}
        given = {name: value for name, value in wanted.items() if value is not None}
        fitting = (
            trace
            for trace in reversed(self._traces)
            if all(getattr(trace, name) == value for name, value in given.items())
            and (status is None or (trace.response is not None and trace.response.status == status))
        )
        return [trace.describe() for trace in islice(fitting, limit)]

    def arms(self, api_id: str, stage: str) -> dict[str, bool | None]:
        """Whether the canary served each of a stage's newest requests, by request id; None where it had no canary."""
        of_stage = (trace for trace in self if trace.api_id == api_id and trace.stage == stage)
        return {trace.request_id: trace.is_canary for trace in of_stage}

    def __iter__(self) -> Iterator[Trace]:
        return iter(tuple(self._traces))
