"""A cold start: code unpacked, credentials fetched, a process started, the init phase waited for.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html

How AWS does this: init has 10 seconds of its own. Where it fails or takes longer, it is tried once more as part of the
invocation, within the function's timeout; what the second try says is the invocation's outcome.
"""

import errno
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from apiglab.model.clock import Clock
from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.runtime import outcome
from apiglab.runtime.environment import worker_environment
from apiglab.runtime.launch import NoEntrypointError, command, runtime_version
from apiglab.runtime.listener import RuntimeListener
from apiglab.runtime.log_stream import Logs, LogStream, init_report, report, timestamp
from apiglab.runtime.outcome import UNHANDLED, Failure
from apiglab.runtime.package import Unpacked
from apiglab.runtime.packages import Packages, package_key
from apiglab.runtime.ports import RoleCredentials
from apiglab.runtime.process import WorkerProcess
from apiglab.runtime.settings import Settings
from apiglab.runtime.work import Work
from apiglab.runtime.worker import Owner, Worker

_NO_PROGRAM = (errno.ENOEXEC, errno.ENOENT, errno.EACCES)
"""A bootstrap that the system cannot execute, or that names an interpreter that is not there."""

Join = Callable[[Worker], None]


@dataclass(frozen=True, slots=True)
class _Failed:
    """A start that led to nothing."""

    failure: Failure
    seconds: float = 0.0
    memory: int = 0


class ColdStart:
    """What is needed to start workers."""

    def __init__(
        self,
        settings: Settings,
        listener: RuntimeListener,
        packages: Packages,
        logs: Logs,
        credentials: RoleCredentials,
        clock: Clock,
        endpoint_url: Callable[[], str],
    ) -> None:
        self._settings = settings
        self._listener = listener
        self._packages = packages
        self._logs = logs
        self._credentials = credentials
        self._clock = clock
        self._endpoint_url = endpoint_url

    async def run(self, work: Work, join: Join, owner: Owner) -> None:
        """Start a worker and have it run ``work``; ``join`` is told of every worker as soon as there is one."""
        function = work.function
        unpacked = await self._packages.unpacked(function)
        log = self._logs.open(function, secrets.token_hex(16))
        log.platform(f"INIT_START Runtime Version: {runtime_version(function)}\n")
        try:
            started = await self._start(function, unpacked, log, self._settings.init_seconds, join, owner)
            if isinstance(started, Worker):
                started.run(work, init_seconds=started.init_seconds)
                return
            log.platform(init_report(started.seconds, "init", started.failure.status))
            await self._run_again(work, unpacked, log, join, owner)
        except OSError as error:
            raise _unstartable(function, error) from error

    async def _run_again(self, work: Work, unpacked: Unpacked, log: LogStream, join: Join, owner: Owner) -> None:
        """The second try, on the invocation's time."""
        began = time.perf_counter()
        log.start(work.request_id, tail=work.log_tail)
        started = await self._start(work.function, unpacked, log, work.function.timeout, join, owner)
        if isinstance(started, Worker):
            started.run(work, began=began)
            return
        failure = started.failure
        log.platform(init_report(started.seconds, "invoke", failure.status))
        if (line := failure.log_line(work.request_id, timestamp(self._clock))) is not None:
            log.platform(line)
        seconds = time.perf_counter() - began
        status = failure.status
        line = report(work.request_id, work.function, seconds=seconds, memory_bytes=started.memory, status=status)
        tail = log.end(work.request_id, line)
        work.finish(
            Invocation(
                request_id=work.request_id,
                payload=failure.body(work.request_id),
                function_error=UNHANDLED,
                log_tail=tail,
                executed_version=work.function.version,
                seconds=seconds,
            )
        )

    async def _start(
        self, function: Function, unpacked: Unpacked, log: LogStream, seconds: float, join: Join, owner: Owner
    ) -> "Worker | _Failed":
        """A worker that waits for its first event, or why there is none."""
        secret = self._listener.new_secret()
        scratch = self._packages.scratch()
        try:
            start = command(function, unpacked, self._settings.client)
            environment = self._environment(function, unpacked, secret, log.name, scratch)
            process = WorkerProcess(start, environment, unpacked.code)
        except NoEntrypointError as error:
            return _Failed(outcome.invalid_entrypoint(str(error)))
        except OSError as error:
            if error.errno in _NO_PROGRAM and function.runtime.startswith("provided"):
                reason = str(error.strerror).lower()
                return _Failed(outcome.invalid_entrypoint(f"fork/exec /var/task/bootstrap: {reason}"))
            raise
        worker = Worker(function, process, log, owner, self._clock)
        worker.buried = lambda: self._clean_up(secret, scratch)
        self._listener.peers[secret] = worker
        join(worker)
        failure = await worker.started(seconds)
        return worker if failure is None else _Failed(failure, worker.init_seconds, worker.memory)

    def _environment(
        self, function: Function, unpacked: Unpacked, secret: str, log_stream: str, scratch: Path
    ) -> dict[str, str]:
        return worker_environment(
            function,
            unpacked,
            credentials=self._credentials.for_role(function.role, function.account_id),
            runtime_api=self._listener.address(secret),
            endpoint_url=self._endpoint_url(),
            log_stream=log_stream,
            scratch=scratch,
        )

    def _clean_up(self, secret: str, scratch: Path) -> None:
        self._listener.peers.pop(secret, None)
        self._packages.drop(scratch)

    def discard_package(self, function: Function) -> None:
        """Remove the function's unpacked code: no worker needs it, and none will."""
        self._packages.discard(package_key(function))


def _unstartable(function: Function, error: OSError) -> LambdaError:
    message = (
        f"No worker could be started for {function.function_name}: {error.strerror or error}. "
        "See to it that there is room for one more process and its files, and invoke again."
    )
    return LambdaError("ServiceException", 500, message)
