"""Event source mappings of SQS queues: batches of messages to a function, deleted once it has dealt with them.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html

How AWS does this
-----------------
A poller of Lambda's receives messages, which hides them for the queue's visibility timeout, and invokes the function
with a batch. If that succeeds, it deletes them. If not, it leaves them, and they appear again when the timeout is
over. A function may report which messages of a batch have failed; then only the others are deleted.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

from apiglab.model.function import Invocation, LambdaError
from apiglab.surroundings.bell import Bell
from apiglab.surroundings.lambda_hook import Invoke, LambdaEvent
from apiglab.surroundings.queue_event import event_of, failed_messages

log = logging.getLogger(__name__)

# Lambda begins with five batches at a time and goes on to many more.
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
_CONCURRENT_BATCHES = 5
# How often to look where nobody rings: a message's delay or its time out of sight may have passed.
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """One event source mapping of a queue, as it is now."""

    uuid: str
    function_arn: str
    queue_arn: str
    account_id: str
    region: str
    batch_size: int
    batching_seconds: float
    reports_failures: bool
    concurrency: int

    @property
    def queue_name(self) -> str:
        """The queue's name."""
        return self.queue_arn.rpartition(":")[2]


class Backends(Protocol):
    """What polling needs of the surroundings."""

    def generation(self, backend: str) -> int:
        """A number that rises when Lambda's mappings may have changed."""
        ...

    def holding(self, backend: str) -> Any:
        """A context in which no request touches ``backend``."""
        ...

    def in_worker(self, function: Callable[..., Any], *args: Any) -> Awaitable[Any]:
        """What ``function`` gives in a worker thread."""
        ...


class QueuePoller:
    """Polls every queue that has a mapping."""

    def __init__(self, backends: Backends, invoke: Invoke, bell: Bell) -> None:
        self._backends = backends
        self._invoke = invoke
        self._bell = bell
        self._task: asyncio.Task[None] | None = None
        self._polling: dict[Mapping, asyncio.Task[None]] = {}

    def start(self) -> None:
        """Begin to look for mappings and to poll their queues."""
        self._task = asyncio.create_task(self._follow_mappings(), name="event source mappings")

    async def stop(self) -> None:
        """Stop polling; batches that are being processed are left to become visible again."""
        tasks = [task for task in (self._task, *self._polling.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._polling.clear()

    async def _follow_mappings(self) -> None:
        seen = -1
        while True:
            generation = self._backends.generation("awslambda")
            if generation != seen and "moto.awslambda.models" in sys.modules:
                seen = generation
                self._poll_these(await self._backends.in_worker(self._mappings))
            else:
                await self._bell.wait(_LOOK_SECONDS)

    def _mappings(self) -> set[Mapping]:
        from apiglab.surroundings.moto_lambda import queue_mappings

        with self._backends.holding("awslambda"):
            return {Mapping(**members) for members in queue_mappings(_CONCURRENT_BATCHES)}

    def _poll_these(self, mappings: set[Mapping]) -> None:
        for mapping in self._polling.keys() - mappings:
            self._polling.pop(mapping).cancel()
        for mapping in mappings - self._polling.keys():
            task = asyncio.create_task(self._poll(mapping), name=f"polling {mapping.queue_arn}")
            task.add_done_callback(_report)
            self._polling[mapping] = task

    async def _poll(self, mapping: Mapping) -> None:
        async with asyncio.TaskGroup() as batches:
            free = asyncio.Semaphore(mapping.concurrency)
            while True:
                await free.acquire()
                messages = await self._collect(mapping)
                batch = batches.create_task(self._process(mapping, messages))
                batch.add_done_callback(lambda _: free.release())

    async def _collect(self, mapping: Mapping) -> list[Any]:
        """A batch: as many as there are, or as many as come within the batching window."""
        messages: list[Any] = []
        end: float | None = None
        while True:
            wanted = mapping.batch_size - len(messages)
            messages += await self._backends.in_worker(self._receive, mapping, wanted)
            if messages and end is None:
                end = monotonic() + mapping.batching_seconds
            if end is not None and (monotonic() >= end or len(messages) >= mapping.batch_size):
                return messages
            await self._bell.wait(_LOOK_SECONDS if end is None else max(0.0, min(_LOOK_SECONDS, end - monotonic())))

    def _receive(self, mapping: Mapping, count: int) -> list[Any]:
        from apiglab.surroundings.moto_lambda import receive

        with self._backends.holding("sqs"):
            return receive(mapping.account_id, mapping.region, mapping.queue_name, count)

    async def _process(self, mapping: Mapping, messages: list[Any]) -> None:
        payload = json.dumps(event_of(messages, mapping.queue_arn, mapping.region)).encode()
        try:
            invocation = await self._invoke(
                LambdaEvent(
                    function=mapping.function_arn,
                    account_id=mapping.account_id,
                    region=mapping.region,
                    payload=payload,
                    source="lambda.amazonaws.com",
                )
            )
        except LambdaError:
            # Refused before any code ran: throttled, or the function is gone.
            return
        done = self._done(mapping, messages, invocation)
        await self._backends.in_worker(self._delete, mapping, [message.receipt_handle for message in done])

    @staticmethod
    def _done(mapping: Mapping, messages: list[Any], invocation: Invocation) -> list[Any]:
        if invocation.function_error is not None:
            return []
        if not mapping.reports_failures:
            return messages
        failed = failed_messages(invocation.payload, {message.id for message in messages})
        return [message for message in messages if message.id not in failed]

    def _delete(self, mapping: Mapping, handles: list[str]) -> None:
        from apiglab.surroundings.moto_lambda import delete

        with self._backends.holding("sqs"):
            delete(mapping.account_id, mapping.region, mapping.queue_name, handles)


def _report(task: asyncio.Task[None]) -> None:
    """Say why polling ended, where nobody has ended it."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("%s ended", task.get_name(), exc_info=error)
