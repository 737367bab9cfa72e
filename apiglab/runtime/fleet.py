"""All workers: which one an invocation goes to, when one more is started, and when they go.

How AWS does this: an invocation goes to an environment that is idle; where there is none, one is started for it. Here
their number is bounded: beyond that an idle worker of another function makes room, or the invocation waits for one.
"""

import asyncio
import time

from apiglab.model.function import LambdaError
from apiglab.runtime.cold_start import ColdStart
from apiglab.runtime.pool import Pool
from apiglab.runtime.revisions import Revisions
from apiglab.runtime.settings import Settings
from apiglab.runtime.watch import Watch
from apiglab.runtime.work import Work
from apiglab.runtime.worker import Worker

_PATIENCE_SECONDS = 1.0
"""How long a function without workers waits for others to be done before one of theirs has to make room."""


class Fleet:
    """The workers of every function; it owns them from their start to their end."""

    def __init__(self, settings: Settings, starter: ColdStart) -> None:
        self._settings = settings
        self._starter = starter
        self._revisions = Revisions(starter.discard_package)
        self._hungry: dict[Pool, None] = {}
        """Pools in which work waits."""
        self._starting: set[asyncio.Task[None]] = set()
        self._expected: set[Work] = set()
        """Work whose cold start has yet to show its process."""
        self._watch = Watch(settings, self)
        self.workers: dict[Worker, Pool] = {}

    # Work comes in

    def place(self, work: Work) -> None:
        """Give ``work`` to an idle worker, or see to it that there will be one."""
        pool = self._revisions.pool(work.function)
        if not pool.waiting and (worker := pool.take()) is not None:
            worker.run(work)
            return
        loop = asyncio.get_running_loop()
        pool.wait(work, loop.call_later(self._settings.queue_seconds, self._give_up, pool, work))
        self._hungry[pool] = None
        self._feed()

    def _give_up(self, pool: Pool, work: Work) -> None:
        pool.waiting.remove(work)
        limit, seconds = self._settings.max_workers, self._settings.queue_seconds
        message = f"Rate Exceeded. (This machine's {limit} workers were all busy for {seconds:g} seconds.)"
        reason = "ConcurrentInvocationLimitExceeded"
        work.refuse(LambdaError("TooManyRequestsException", 429, message, Reason=reason, Type="User"))

    # Work meets workers

    def _feed(self) -> None:
        """Serve waiting invocations as far as workers and room allow, the oldest first."""
        for pool in sorted(self._hungry, key=Pool.waiting_since):
            while pool.waiting:
                if (worker := pool.take()) is not None:
                    worker.run(pool.next_work())
                elif len(pool.waiting) > len(pool.finishing) and self._has_room():
                    self._start(pool, pool.next_work())
                else:
                    break
            if not pool.waiting:
                self._hungry.pop(pool, None)

    def _has_room(self) -> bool:
        """Whether one more worker may be started, if need be in place of the one that has been idle longest."""
        if len(self._starting) >= self._settings.max_starting:
            return False
        if len(self.workers) + len(self._expected) < self._settings.max_workers:
            return True
        longest = min((worker for worker in self.workers if worker.idle), key=lambda worker: worker.since, default=None)
        if longest is None:
            return False
        longest.leave()
        return True

    def _start(self, pool: Pool, work: Work) -> None:
        self._expected.add(work)
        task = asyncio.create_task(self._cold_start(pool, work))
        self._starting.add(task)
        task.add_done_callback(self._started)

    def _started(self, task: asyncio.Task[None]) -> None:
        self._starting.discard(task)
        if self._hungry:
            self._feed()

    async def _cold_start(self, pool: Pool, work: Work) -> None:
        try:
            await self._starter.run(work, lambda worker: self._join(worker, pool, work), self)
        except LambdaError as error:
            work.refuse(error)
        except BaseException:  # whatever else it was, nobody must wait for it
            work.refuse(LambdaError("ServiceException", 500, "The local Lambda could not start the function."))
            raise
        finally:
            self._expected.discard(work)

    # What workers tell

    def _join(self, worker: Worker, pool: Pool, work: Work) -> None:
        self._expected.discard(work)
        self.workers[worker] = pool
        pool.workers += 1
        self._watch.wake()

    def rested(self, worker: Worker) -> None:
        """The worker is ready for more."""
        pool = self.workers[worker]
        pool.finishing.discard(worker)
        if self._hungry and self._yields(pool):
            worker.leave()
        elif pool.waiting:
            worker.run(pool.next_work())
        elif pool.retired:
            worker.leave()
        else:
            pool.idle.append(worker)
            if self._hungry:
                self._feed()

    def _yields(self, pool: Pool) -> bool:
        """Whether a busy function's worker has to go, as another function's work is older and has waited enough."""
        if len(self.workers) < self._settings.max_workers:
            return False
        oldest = min(self._hungry, key=Pool.waiting_since)
        return oldest is not pool and time.monotonic() - oldest.waiting_since() > _PATIENCE_SECONDS

    def finished(self, worker: Worker) -> None:
        """The worker has handed in an outcome."""
        self.workers[worker].finishing.add(worker)

    def lingers(self, worker: Worker) -> None:
        """The worker has not asked for more yet: do not wait for it."""
        pool = self.workers[worker]
        if worker in pool.finishing:
            pool.finishing.remove(worker)
            self._feed()

    def stirred(self) -> None:
        """A worker is busy."""
        self._watch.wake()

    def withdrew(self, worker: Worker) -> None:
        """An idle worker is idle no more, without having been given work."""
        self.workers[worker].remove(worker)
        self._watch.wake()

    def left(self, worker: Worker) -> None:
        """A worker has been ended."""
        pool = self.workers.pop(worker)
        pool.remove(worker)
        pool.workers -= 1
        self._watch.bury(worker)
        self._revisions.forget(pool)
        if self._hungry:
            asyncio.get_running_loop().call_soon(self._feed)

    # The end

    def reap(self) -> None:
        """Let workers go that have been idle for too long, sooner where there are many."""
        now = time.monotonic()
        idle = sorted((worker for worker in self.workers if worker.idle), key=lambda worker: worker.since)
        spare = len(idle) - self._settings.spare_workers
        for number, worker in enumerate(idle):
            allowed = self._settings.spare_seconds if number < spare else self._settings.idle_seconds
            if now - worker.since > allowed:
                worker.leave()

    async def stop(self) -> None:
        """End every worker, and wait until all are gone."""
        stopped = LambdaError("ServiceException", 500, "The local Lambda is being stopped.")
        starting = tuple(self._starting)
        for task in starting:
            task.cancel()
        await asyncio.gather(*starting, return_exceptions=True)
        for pool in self._hungry:
            while pool.waiting:
                pool.next_work().refuse(stopped)
        self._hungry.clear()
        for worker in tuple(self.workers):
            worker.stop(stopped)
        self._revisions.clear()
        await self._watch.stop()
