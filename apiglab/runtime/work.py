"""One invocation on its way: what is to be run, and who waits for the outcome."""

import asyncio
import time
from collections.abc import Callable

from apiglab.model.function import Function, Invocation, LambdaError


class Work:
    """An admitted invocation; exactly one of ``finish`` and ``refuse`` ends it."""

    __slots__ = (
        "arn",
        "client_context",
        "expiry",
        "function",
        "future",
        "log_tail",
        "payload",
        "released",
        "request_id",
        "since",
        "trace_id",
    )

    def __init__(
        self,
        function: Function,
        payload: bytes,
        *,
        request_id: str,
        arn: str,
        trace_id: str,
        client_context: str | None,
        log_tail: bool,
        released: Callable[[Function], None],
    ) -> None:
        self.function = function
        self.payload = payload
        self.request_id = request_id
        self.arn = arn
        self.trace_id = trace_id
        self.client_context = client_context
        self.log_tail = log_tail
        self.released = released
        """Called once, when the invocation no longer counts against any concurrency."""
        self.since = time.monotonic()
        self.expiry: asyncio.TimerHandle | None = None
        """Ends its waiting for a worker; None where it does not wait."""
        self.future: asyncio.Future[Invocation] = asyncio.get_running_loop().create_future()

    def finish(self, invocation: Invocation) -> None:
        """It ran, well or not. It runs to its end even where the caller has gone away."""
        self.released(self.function)
        if not self.future.done():
            self.future.set_result(invocation)

    def refuse(self, error: LambdaError) -> None:
        """It could not be run."""
        self.released(self.function)
        if not self.future.done():
            self.future.set_exception(error)
