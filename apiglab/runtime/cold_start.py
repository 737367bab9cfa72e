"""A cold start: code unpacked, credentials fetched, a process started, the init phase waited for.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html

How AWS does this: init has 10 seconds of its own. Where it fails or takes longer, it is tried once more as part of the
invocation, within the function's timeout; what the second try says is the invocation's outcome.
"""

import errno
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from apiglab.model.clock import Clock
from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.runtime import outcome
from apiglab.runtime.environment import worker_environment
from apiglab.runtime.launch import NoEntrypointError, command, runtime_version
from apiglab.runtime.listener import RuntimeListener
from apiglab.runtime.log_stream import Logs, LogStream, init_report, report, timestamp
from apiglab.runtime.outcome import UNHANDLED, Failure
from apiglab.runtime.packages import Packages, package_key
from apiglab.runtime.ports import RoleCredentials
from apiglab.runtime.process import WorkerProcess
from apiglab.runtime.settings import Settings
from apiglab.runtime.work import Work
from apiglab.runtime.worker import Owner, Worker

_NO_PROGRAM = (errno.ENOEXEC, errno.ENOENT, errno.EACCES)
"""A bootstrap that the system cannot execute, or that names an interpreter that is not there."""

Join = Callable[[Worker], None]


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
        log = self._logs.open(function, secrets.token_hex(16))
        log.platform(f"INIT_START Runtime Version: {runtime_version(function)}\n")
        began = time.perf_counter()
        started = await self._start(function, log, self._settings.init_seconds, join, owner)
        seconds = time.perf_counter() - began
        if isinstance(started, Worker):
            started.run(work, init_seconds=seconds)
            return
        failure, _ = started
        log.platform(init_report(seconds, "init", failure.status))
        await self._run_again(work, log, join, owner)

    async def _run_again(self, work: Work, log: LogStream, join: Join, owner: Owner) -> None:
        """The second try, on the invocation's time."""
        began = time.perf_counter()
        log.start(work.request_id, tail=work.log_tail)
        started = await self._start(work.function, log, work.function.timeout, join, owner)
        if isinstance(started, Worker):
            started.run(work, began=began)
            return
        failure, memory = started
        seconds = time.perf_counter() - began
        log.platform(init_report(seconds, "invoke", failure.status))
        if failure.error_type == "Sandbox.Timedout":
            log.platform(f"{timestamp(self._clock)} {work.request_id} {failure.message}\n\n")
        elif (line := failure.log_line(work.request_id)) is not None:
            log.platform(line)
        status = failure.status
        line = report(work.request_id, work.function, seconds=seconds, memory_bytes=memory, status=status)
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
        self, function: Function, log: LogStream, seconds: float, join: Join, owner: Owner
    ) -> "Worker | tuple[Failure, int]":
        """A worker that waits for its first event, or why there is none and how much memory it took."""
        unpacked = await self._packages.unpacked(function)
        try:
            start = command(function, unpacked, self._settings.client)
        except NoEntrypointError as error:
            return outcome.invalid_entrypoint(str(error)), 0
        secret = self._listener.new_secret()
        scratch = self._packages.scratch()
        environment = worker_environment(
            function,
            unpacked,
            credentials=self._credentials.for_role(function.role, function.account_id),
            runtime_api=self._listener.address(secret),
            endpoint_url=self._endpoint_url(),
            log_stream=log.name,
            scratch=scratch,
        )
        try:
            process = WorkerProcess(start, environment, unpacked.code)
        except OSError as error:
            self._packages.drop(scratch)
            if error.errno in _NO_PROGRAM and function.runtime.startswith("provided"):
                return outcome.invalid_entrypoint(f"fork/exec /var/task/bootstrap: {str(error.strerror).lower()}"), 0
            raise _unstartable(function, error) from error
        worker = Worker(function, process, log, owner, self._clock)
        worker.buried = lambda: self._clean_up(secret, scratch)
        self._listener.peers[secret] = worker
        join(worker)
        failure = await worker.started(seconds)
        return worker if failure is None else (failure, worker.memory)

    def _clean_up(self, secret: str, scratch: Path) -> None:
        self._listener.peers.pop(secret, None)
        self._packages.drop(scratch)

    def discard_package(self, function: Function) -> None:
        """Remove the function's unpacked code: no worker needs it, and none will."""
        self._packages.discard(package_key(function))


def _unstartable(function: Function, error: OSError) -> LambdaError:
    reason = error.strerror or str(error)
    message = (
        f"No process could be started for {function.function_name}: {reason}. End other programs, and invoke again."
    )
    return LambdaError("ServiceException", 500, message)
