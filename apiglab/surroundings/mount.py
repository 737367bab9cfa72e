"""moto in process: the AWS services around API Gateway, answered as HTTP messages.

Nothing of moto is imported before the first request. Requests run in a few worker threads, one at a time for each
service (``locks``); moto's state is the process's own, so a process has one ``Surroundings`` worth the name.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from typing import Any, ParamSpec, TypeVar

from apiglab.gateway.metrics import Metrics
from apiglab.model.clock import Chance, Clock
from apiglab.model.function import LambdaError
from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings import long_polling, moto_cloudwatch, synchronous_execution
from apiglab.surroundings.answering import Answering
from apiglab.surroundings.bell import Bell
from apiglab.surroundings.lambda_hook import Credentials, Invoke, LambdaEvent
from apiglab.surroundings.pausing import Outcome, PausedError
from apiglab.surroundings.queue_poller import QueuePoller
from apiglab.surroundings.service_actions import operation_named
from apiglab.surroundings.target import Target, find_target

P = ParamSpec("P")
T = TypeVar("T")

# moto's state is behind the GIL: threads only keep one slow service from stopping the others.
_WORKERS = 8
# A request to the first may have changed what the others are known by.
_CHANGES = {
    "awslambda": ("awslambda",),
    "cloudformation": ("awslambda", "ec2", "iam", "elb"),
    "ec2": ("ec2", "elb"),
    "elb": ("elb",),  # moto's name for both kinds of load balancer
    "iam": ("iam",),
    "sts": ("iam",),
}
# What may bring a message to a queue, or a mapping to a function.
_FILLS_QUEUES = frozenset({"awslambda", "cloudformation", "events", "s3", "scheduler", "sns", "sqs"})


class Surroundings:
    """The services around API Gateway, as moto has them."""

    def __init__(self, clock: Clock, chance: Chance | None = None, *, accounts_by_key: bool = True) -> None:
        self.clock = clock
        self._answering = Answering(
            clock, chance or Chance(), accounts_by_key=accounts_by_key, on_change=self._note_change
        )
        self._workers: ThreadPoolExecutor | None = None
        self._generations: Counter[str] = Counter()
        self._before: dict[str, Callable[[], Awaitable[None]]] = {}
        self._on_event: Callable[[LambdaEvent], None] | None = None
        self._on_batch: Invoke | None = None
        self._poller: QueuePoller | None = None
        self._bell: Bell | None = None

    def invoke_with(self, *, on_event: Callable[[LambdaEvent], None], on_batch: Invoke) -> None:
        """Have functions invoked, from ``start`` on: ``on_event`` queues an event, ``on_batch`` gives its outcome.

        Both are called in the event loop, with nothing of moto's held.
        """
        self._on_event, self._on_batch = on_event, on_batch

    def listening_on(self, port: int, credentials: Credentials | None = None) -> None:
        """Have the tasks of state machines call this port, with ``credentials`` of the machines' roles."""
        self._answering.callback.endpoint = f"http://127.0.0.1:{port}"
        self._answering.callback.credentials = credentials

    async def start(self) -> None:
        """Start what runs beside requests: hand events over, and poll the queues that functions are mapped to."""
        self._bell = Bell()
        if self._on_event is not None and self._on_batch is not None:
            self._answering.outbox.open(self._on_event)
            self._poller = QueuePoller(self, self._on_batch, self._bell)
            self._poller.start()

    async def stop(self) -> None:
        """Stop polling, and the worker threads after what they are at."""
        self._answering.outbox.close()
        for before in self._before.values():
            await before()
        if self._poller is not None:
            await self._poller.stop()
            self._poller = None
        if self._workers is not None:
            await asyncio.to_thread(self._workers.shutdown)
            self._workers = None

    async def respond(self, request: HttpRequest, *, service: str | None = None) -> Response:
        """Answer a request to any AWS service but API Gateway's.

        ``service`` is the service's SigV4 name where the caller knows it better than the request tells.
        """
        target = find_target(request, service)
        if (before := self._before.get(target.service)) is not None:
            await before()
        if target.service == "sqs" and self._bell is not None and long_polling.is_receive(request):
            return await self._receive(request, target, self._bell)
        if target.service == "states" and synchronous_execution.is_synchronous_start(request):
            return await synchronous_execution.start_and_wait(
                request, lambda asked: self.in_worker(self._answering.answer, asked, target)
            )
        try:
            return await self.in_worker(self._answering.answer, request, target)
        except PausedError as paused:
            outcome = await self.ask_function(paused.event, paused.seconds)
            return await self.in_worker(self._answering.go_on, paused, outcome, request, target)

    async def ask_function(self, event: LambdaEvent, seconds: float) -> Outcome:
        """Invoke a function that a service waits for; nothing of the service's is held meanwhile."""
        if self._on_batch is None:
            return LambdaError("ServiceException", 500, "no functions run here")
        try:
            async with asyncio.timeout(seconds):
                return await self._on_batch(event)
        except TimeoutError:
            return None
        except LambdaError as error:
            return error

    async def _receive(self, request: HttpRequest, target: Target, bell: Bell) -> Response:
        async def answer(asked: HttpRequest) -> Response:
            return await self.in_worker(self._answering.answer, asked, target)

        async def queue_wait(url: str) -> int:
            return await self.in_worker(self._answering.queue_wait, url, target)

        return await long_polling.receive(request, answer, queue_wait, bell)

    async def reset(self) -> None:
        """Empty every service, as if nothing had ever been made."""
        for before in self._before.values():
            await before()
        if self._answering.moto is not None:
            await self.in_worker(self._answering.moto.reset)
        for backend in _CHANGES:
            self._note_change(backend)

    @property
    def endpoint(self) -> str:
        """Where this server is reached, empty until it listens."""
        return self._answering.callback.endpoint or ""

    async def service_model(self, service: str) -> Any:
        """botocore's model of a service by its SigV4 name; None where moto has no such service."""

        def find() -> Any:
            moto = self._answering.load()
            backend = moto.backend_for(HttpRequest("POST", "/"), Target(service))
            return None if backend is None else moto.model(backend)

        return await self.in_worker(find)

    async def operation(self, request: HttpRequest, service: str) -> str:
        """The operation that a request to a service asks for; empty where there is no such service or operation."""
        if named := operation_named(request):
            return named

        def find() -> str:
            moto = self._answering.load()
            backend = moto.backend_for(request, Target(service))
            return ("" if backend is None else moto.operation_of(backend, request)) or ""

        return await self.in_worker(find)

    async def send_message(self, account_id: str, region: str, queue_name: str, body: str) -> tuple[str, str] | None:
        """Put a message into an SQS queue: its id and its body's MD5, None where only ``respond`` can tell."""
        if "moto.sqs.models" not in sys.modules:
            return None

        def send() -> tuple[str, str] | None:
            from apiglab.surroundings import moto_sqs

            with self.holding("sqs"):
                return moto_sqs.send(account_id, region, queue_name, body)

        done = await self.in_worker(send)
        self._note_change("sqs")
        return done

    def show_metrics(self, metrics: Metrics) -> None:
        """Have CloudWatch show these metrics among those that it is sent."""
        moto_cloudwatch.show(metrics)

    def before_requests(self, service: str, coroutine: Callable[[], Awaitable[None]]) -> None:
        """Have ``coroutine`` awaited before each request to ``service``, and before a reset."""
        self._before[service] = coroutine

    def generation(self, backend: str) -> int:
        """A number that rises with every request that may have changed ``awslambda``, ``elb`` or ``iam``."""
        return self._generations[backend]

    @contextmanager
    def holding(self, backend: str) -> Iterator[None]:
        """Keep requests off one of moto's backends while its objects are read or written directly."""
        moto = self._answering.moto
        with moto.locks.hold(backend) if moto is not None else nullcontext():
            yield

    def ensure(self, backend: str) -> None:
        """Import one of moto's backends, with what adapts it."""
        self._answering.load().ensure(backend)

    async def in_worker(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``function`` gives in a worker thread."""
        if self._workers is None:
            self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="surroundings")
        return await asyncio.get_running_loop().run_in_executor(self._workers, lambda: function(*args, **kwargs))

    def _note_change(self, backend: str) -> None:
        for changed in _CHANGES.get(backend, ()):
            self._generations[changed] += 1
        if self._bell is not None and backend in _FILLS_QUEUES:
            self._bell.ring()
