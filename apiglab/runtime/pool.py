"""The workers of one revision of one function, and the invocations that wait for one."""

import asyncio
import math
from collections import deque

from apiglab.model.function import Function
from apiglab.runtime.work import Work
from apiglab.runtime.worker import Worker


class Pool:
    """Idle workers, the one used last on top, and waiting invocations, the oldest first."""

    __slots__ = ("finishing", "function", "idle", "retired", "waiting", "workers")

    def __init__(self, function: Function) -> None:
        self.function = function
        self.idle: list[Worker] = []
        self.finishing: set[Worker] = set()
        """Workers that have handed in an outcome and are about to ask for more: no need to start others."""
        self.waiting: deque[Work] = deque()
        self.workers = 0
        """All that are alive, or being started."""
        self.retired = False
        """Whether a newer revision has been seen: workers leave instead of resting."""

    def take(self) -> Worker | None:
        """The idle worker that was used last."""
        while self.idle:
            worker = self.idle.pop()
            if worker.idle:
                return worker
        return None

    def wait(self, work: Work, expiry: asyncio.TimerHandle) -> None:
        """Have ``work`` wait for a worker; ``expiry`` is cancelled when there is one."""
        work.expiry = expiry
        self.waiting.append(work)

    def next_work(self) -> Work:
        """The invocation that has waited longest; there must be one."""
        work = self.waiting.popleft()
        if work.expiry is not None:
            work.expiry.cancel()
            work.expiry = None
        return work

    def remove(self, worker: Worker) -> None:
        """Forget a worker that has ended, or cannot take work."""
        if worker in self.idle:
            self.idle.remove(worker)
        self.finishing.discard(worker)

    def waiting_since(self) -> float:
        """When the oldest waiting invocation began to wait; infinite where none waits."""
        return self.waiting[0].since if self.waiting else math.inf
