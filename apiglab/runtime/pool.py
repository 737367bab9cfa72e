"""The workers of one revision of one function, and the invocations that wait for one."""

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
        """All that are alive or being started."""
        self.retired = False
        """Whether a newer revision has been seen: workers leave instead of resting."""

    def take(self) -> Worker | None:
        """The idle worker that was used last."""
        while self.idle:
            worker = self.idle.pop()
            if worker.idle:
                return worker
        return None

    def next_work(self) -> Work | None:
        """The invocation that has waited longest and was not given up meanwhile."""
        while self.waiting:
            work = self.waiting.popleft()
            if not work.ended:
                return work
        return None
