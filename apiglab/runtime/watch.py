"""Looking after processes: the working ones often, the idle ones now and then, the dead ones until they are buried."""

import asyncio
import time
from collections.abc import Mapping
from typing import Protocol

from apiglab.runtime.memory import resident_bytes
from apiglab.runtime.settings import Settings
from apiglab.runtime.worker import Worker


class Watched(Protocol):
    """Whoever keeps the workers."""

    @property
    def workers(self) -> Mapping[Worker, object]:
        """All of them."""

    def reap(self) -> None:
        """Let workers go that have been idle for too long."""

    def lingers(self, worker: Worker) -> None:
        """A worker is neither busy nor asks for more."""


class Watch:
    """One timer while anybody works, a slower one while anybody is there, none else."""

    def __init__(self, settings: Settings, watched: "Watched") -> None:
        self._settings = settings
        self._watched = watched
        self._dead: list[Worker] = []
        self._timer: asyncio.TimerHandle | None = None
        self._fast = False
        self._reaped_at = 0.0

    def wake(self) -> None:
        """Somebody works: look soon."""
        if not self._fast:
            self._fast = True
            self._arm(self._settings.watch_seconds)

    def bury(self, worker: Worker) -> None:
        """Wait for the end of a process that was killed."""
        self._dead.append(worker)
        self.wake()

    def _arm(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        self._timer = None
        now = time.monotonic()
        self._bury_dead()
        working = [worker for worker in self._watched.workers if not worker.idle]
        sizes = resident_bytes([worker.process.pid for worker in working])
        for worker in working:
            worker.read_output()
            worker.examine()
            if worker.alive and not worker.busy and now - worker.since > self._settings.watch_seconds:
                self._watched.lingers(worker)
            if worker.alive and worker.process.pid in sizes:
                worker.weigh(sizes[worker.process.pid])
        if now - self._reaped_at >= self._settings.reap_seconds:
            self._reaped_at = now
            self._watched.reap()
        self._fast = bool(working or self._dead)
        if self._fast:
            self._arm(self._settings.watch_seconds)
        elif self._watched.workers:
            self._arm(self._settings.reap_seconds)

    def _bury_dead(self) -> None:
        buried = [worker for worker in self._dead if worker.process.exit_code() is not None]
        for worker in buried:
            self._dead.remove(worker)
            worker.process.close()
            worker.buried()

    async def stop(self) -> None:
        """Wait until every process is gone; they have been killed."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        deadline = time.monotonic() + 5.0
        while self._dead and time.monotonic() < deadline:
            self._bury_dead()
            await asyncio.sleep(0.002)
        for worker in self._dead:
            worker.process.close()
        self._dead.clear()
