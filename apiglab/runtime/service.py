"""A local Lambda: functions run in worker processes through the real Runtime API.

What it leaves out of AWS's isolation, as there is no container: the function sees this machine's file system (its
package and layers are read-only directories named by LAMBDA_TASK_ROOT, not ``/var/task`` and ``/opt``), ``/tmp`` is the
machine's (TMPDIR is the worker's own), its CPU share does not depend on its memory, and it runs as this server's user.
"""

from collections.abc import Callable
from dataclasses import dataclass

from apiglab.model.clock import Chance, Clock
from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.runtime.cold_start import ColdStart
from apiglab.runtime.concurrency import Concurrency
from apiglab.runtime.event_queue import EventQueue
from apiglab.runtime.fleet import Fleet
from apiglab.runtime.launch import check_runtime
from apiglab.runtime.listener import RuntimeListener
from apiglab.runtime.log_stream import Logs
from apiglab.runtime.memory import resident_bytes
from apiglab.runtime.packages import Packages
from apiglab.runtime.ports import FunctionSource, LogSink, RoleCredentials
from apiglab.runtime.settings import Settings
from apiglab.runtime.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """What the runtime's workers amount to right now."""

    workers: int
    idle: int
    resident_bytes: int


class LambdaService:
    """Runs functions. ``start`` before the first invocation; ``stop`` leaves no process behind."""

    def __init__(
        self,
        functions: FunctionSource,
        logs: LogSink,
        credentials: RoleCredentials,
        clock: Clock,
        *,
        chance: Chance | None = None,
        settings: Settings | None = None,
        endpoint_url: Callable[[], str] = lambda: "",
    ) -> None:
        self.functions = functions
        self.log_sink = logs
        self.settings = settings or Settings()
        self._chance = chance or Chance()
        self._clock = clock
        self._credentials = credentials
        self._endpoint_url = endpoint_url
        self._logs = Logs(logs, clock, self.settings)
        self._listener = RuntimeListener()
        self.events = EventQueue(self.invoke, self.settings)
        """Asynchronous invocations that are under way."""
        self._concurrency = Concurrency(self.settings.account_concurrency)
        self._packages: Packages | None = None
        self._fleet: Fleet | None = None

    async def start(self) -> None:
        """Open the Runtime API; no worker starts before it is needed."""
        await self._listener.start()
        self._packages = Packages()
        starter = ColdStart(
            self.settings,
            self._listener,
            self._packages,
            self._logs,
            self._credentials,
            self._clock,
            self._endpoint_url,
        )
        self._fleet = Fleet(self.settings, starter)

    async def stop(self) -> None:
        """End every worker, send what was logged, and remove what was unpacked."""
        if self._fleet is None or self._packages is None:
            return
        await self.events.stop()
        await self._fleet.stop()
        self._logs.flush()
        await self._listener.stop()
        await self._packages.close()
        self._fleet = self._packages = None

    async def reset(self) -> None:
        """End every worker and forget what is under way, as if just started."""
        await self.stop()
        await self.start()

    async def invoke(
        self,
        function: Function,
        payload: bytes,
        *,
        trace_id: str | None = None,
        client_context: str | None = None,
        log_tail: bool = False,
        qualifier: str | None = None,
        request_id: str | None = None,
    ) -> Invocation:
        """Run the function on one event and wait for what comes of it.

        ``client_context`` is JSON, not base64. ``qualifier`` is what the caller named the version by, if anything: the
        handler sees it in its ARN. Raises ``LambdaError`` where the function cannot be run at all.
        """
        if self._fleet is None:
            raise LambdaError("ServiceException", 500, "The local Lambda is not started.")
        check_runtime(function)
        if len(payload) > self.settings.max_request_bytes:
            raise too_large(self.settings.max_request_bytes)
        if client_context is not None and not _header_value(client_context):
            raise LambdaError("InvalidRequestContentException", 400, "Client context must be JSON in ASCII.")
        work = Work(
            function,
            payload,
            request_id=request_id or self.new_request_id(),
            arn=_arn(function, qualifier),
            trace_id=_header_value(trace_id) or self._new_trace_id(),
            client_context=client_context,
            log_tail=log_tail,
            released=self._concurrency.release,
        )
        self._concurrency.admit(function)
        self._fleet.place(work)
        return await work.future

    async def invoke_event(
        self, function: Function, payload: bytes, *, trace_id: str | None = None, request_id: str | None = None
    ) -> str:
        """Accept an event for later; its request id is returned. Who fails then is tried again, as AWS does."""
        if self._fleet is None:
            raise LambdaError("ServiceException", 500, "The local Lambda is not started.")
        check_runtime(function)
        request_id = request_id or self.new_request_id()
        self.events.accept(function, payload, request_id, trace_id)
        return request_id

    def new_request_id(self) -> str:
        """A request id as Lambda makes them: a random UUID."""
        digits = f"{self._chance.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def _new_trace_id(self) -> str:
        digits = f"{self._chance.getrandbits(160):040x}"
        return f"Root=1-{int(self._clock.now()):08x}-{digits[:24]};Parent={digits[24:]};Sampled=0"

    def flush_logs(self) -> None:
        """Send what was logged to CloudWatch Logs now rather than in a moment."""
        self._logs.flush()

    def stats(self) -> Stats:
        """How many workers there are, and what they weigh."""
        if self._fleet is None:
            return Stats(workers=0, idle=0, resident_bytes=0)
        workers = tuple(self._fleet.workers)
        sizes = resident_bytes([worker.process.pid for worker in workers])
        idle = sum(worker.idle for worker in workers)
        return Stats(workers=len(workers), idle=idle, resident_bytes=sum(sizes.values()))


def too_large(limit: int) -> LambdaError:
    """The refusal of an event that is larger than Lambda takes."""
    message = f"Request must be smaller than {limit} bytes for the InvokeFunction operation"
    return LambdaError("RequestEntityTooLargeException", 413, message, Type="User")


def _arn(function: Function, qualifier: str | None) -> str:
    named = _header_value(qualifier) or (None if function.version == "$LATEST" else function.version)
    return f"{function.function_arn}:{named}" if named else function.function_arn


def _header_value(text: str | None) -> str | None:
    """``text`` where it can stand in a header, else None."""
    return text if text and text.isascii() and text.isprintable() else None
