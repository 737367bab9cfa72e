"""All workers: which one an invocation goes to, when one more is started, and when they go.

How AWS does this: an invocation goes to an environment that is idle; where there is none, one is started for it. Here
their number is bounded: beyond that an idle worker of another function makes room, or the invocation waits for one.
"""

import asyncio
import time

from apiglab.model.function import Function, LambdaError
from apiglab.runtime.cold_start import ColdStart
from apiglab.runtime.packages import PackageKey, package_key
from apiglab.runtime.pool import Pool
from apiglab.runtime.settings import Settings
from apiglab.runtime.watch import Watch
from apiglab.runtime.work import Work
from apiglab.runtime.worker import Worker

_PoolKey = tuple[str, str]


class Fleet:
    """The workers of every function; it owns them from their start to their end."""

    def __init__(self, settings: Settings, starter: ColdStart) -> None:
        self._settings = settings
        self._starter = starter
        self._pools: dict[_PoolKey, dict[str, Pool]] = {}
        self._hungry: dict[Pool, None] = {}
        self._starting = 0
        self._expected: set[Work] = set()
        """Work whose cold start has yet to show its process."""
        self._tasks: set[asyncio.Task[None]] = set()
        self.watch = Watch(settings, self)
        self.workers: dict[Worker, Pool] = {}

    # Work comes in

    def place(self, work: Work) -> None:
        """Give ``work`` to an idle worker, or see to it that there will be one."""
        pool = self._pool(work.function)
        if not pool.waiting:
            worker = pool.take()
            if worker is not None:
                worker.run(work)
                return
        pool.waiting.append(work)
        self._hungry[pool] = None
        self._feed()
        if not work.ended and work in pool.waiting:
            asyncio.get_running_loop().call_later(self._settings.queue_seconds, self._give_up, pool, work)

    def _pool(self, function: Function) -> Pool:
        key = (function.function_arn, function.version)
        revisions = self._pools.get(key)
        if revisions is None:
            revisions = self._pools[key] = {}
        pool = revisions.get(function.revision_id)
        if pool is None or pool.retired:
            pool = revisions.setdefault(function.revision_id, pool or Pool(function))
            pool.retired = False
            for older in tuple(revisions.values()):
                if older is not pool:
                    self._retire(older)
                    self._forget(older)
        return pool

    def _retire(self, pool: Pool) -> None:
        """A newer revision was seen: idle workers go at once, busy ones when they are done."""
        pool.retired = True
        while (worker := pool.take()) is not None:
            worker.leave()

    def _give_up(self, pool: Pool, work: Work) -> None:
        if work in pool.waiting:
            pool.waiting.remove(work)
            limit, seconds = self._settings.max_workers, self._settings.queue_seconds
            message = f"Rate Exceeded. (This machine's {limit} workers were all busy for {seconds:g} seconds.)"
            reason = "ConcurrentInvocationLimitExceeded"
            work.refuse(LambdaError("TooManyRequestsException", 429, message, Reason=reason, Type="User"))

    # Work meets workers

    def _feed(self) -> None:
        """Serve waiting invocations as far as workers and room allow, the function that waited longest first."""
        for pool in tuple(self._hungry):
            while pool.waiting:
                worker = pool.take()
                if worker is not None:
                    if (work := pool.next_work()) is None:
                        pool.idle.append(worker)
                    else:
                        worker.run(work)
                elif len(pool.waiting) <= len(pool.finishing) or not self._start_one(pool):
                    break
            if not pool.waiting:
                self._hungry.pop(pool, None)

    def _start_one(self, pool: Pool) -> bool:
        """Begin a cold start for the oldest waiting invocation; False where there is no room for one more."""
        if self._starting >= self._settings.max_starting:
            return False
        if len(self.workers) + len(self._expected) >= self._settings.max_workers and not self._make_room():
            return False
        work = pool.next_work()
        if work is not None:
            self._starting += 1
            self._expected.add(work)
            task = asyncio.create_task(self._cold_start(pool, work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return True

    def _make_room(self) -> bool:
        """Let the worker go that has been idle longest; False where none is."""
        idle = [worker for worker in self.workers if worker.idle]
        if not idle:
            return False
        min(idle, key=lambda worker: worker.since).leave()
        return True

    async def _cold_start(self, pool: Pool, work: Work) -> None:
        try:
            await self._starter.run(work, lambda worker: self._join(worker, pool, work), self)
        except LambdaError as error:
            work.refuse(error)
        except BaseException:  # whatever else it was, nobody must wait for it
            work.refuse(LambdaError("ServiceException", 500, "The local Lambda could not start the function."))
            raise
        finally:
            self._starting -= 1
            self._expected.discard(work)
            self._feed()

    # What workers tell

    def _join(self, worker: Worker, pool: Pool, work: Work) -> None:
        self._expected.discard(work)
        self.workers[worker] = pool
        pool.workers += 1
        self.watch.wake()

    def rested(self, worker: Worker) -> None:
        """The worker is ready for more."""
        pool = self.workers[worker]
        pool.finishing.discard(worker)
        if pool.waiting and (work := pool.next_work()) is not None:
            worker.run(work)
        elif pool.retired:
            worker.leave()
        else:
            pool.idle.append(worker)
            if self._hungry:
                self._feed()

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
        self.watch.wake()

    def withdrew(self, worker: Worker) -> None:
        """An idle worker is idle no more, without having been given work."""
        idle = self.workers[worker].idle
        if worker in idle:
            idle.remove(worker)
        self.watch.wake()

    def left(self, worker: Worker) -> None:
        """A worker has been ended."""
        pool = self.workers.pop(worker, None)
        if pool is None:
            return
        if worker in pool.idle:
            pool.idle.remove(worker)
        pool.finishing.discard(worker)
        pool.workers -= 1
        self.watch.bury(worker)
        if not pool.workers and pool.retired:
            self._forget(pool)
        if self._hungry:
            asyncio.get_running_loop().call_soon(self._feed)

    def _forget(self, pool: Pool) -> None:
        """Drop an old revision that nobody works for, and its code unless another revision is of the same."""
        function = pool.function
        revisions = self._pools.get((function.function_arn, function.version), {})
        if pool.workers or pool.waiting or revisions.get(function.revision_id) is not pool:
            return
        del revisions[function.revision_id]
        if package_key(function) not in self._packages_in_use():
            self._starter.discard_package(function)

    def _packages_in_use(self) -> set[PackageKey]:
        return {package_key(pool.function) for revisions in self._pools.values() for pool in revisions.values()}

    # The end

    async def stop(self) -> None:
        """End every worker, and wait until all are gone."""
        for task in tuple(self._tasks):
            task.cancel()
        for worker in tuple(self.workers):
            worker.leave()
        for revisions in self._pools.values():
            for pool in revisions.values():
                while (work := pool.next_work()) is not None:
                    work.refuse(LambdaError("ServiceException", 500, "The local Lambda is being stopped."))
        self._pools.clear()
        self._hungry.clear()
        await self.watch.stop()

    def reap(self) -> None:
        """Let workers go that have been idle for too long, sooner where there are many."""
        now = time.monotonic()
        idle = sorted((worker for worker in self.workers if worker.idle), key=lambda worker: worker.since)
        spare = len(idle) - self._settings.spare_workers
        for number, worker in enumerate(idle):
            allowed = self._settings.spare_seconds if number < spare else self._settings.idle_seconds
            if now - worker.since > allowed:
                worker.leave()
