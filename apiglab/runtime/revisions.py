"""Which revision of a function is current, and what becomes of the workers of older ones.

How AWS does this: once code or configuration are updated, new invocations run in new environments. Idle environments of
the old revision are not used again; those that are at work finish first.
"""

from collections.abc import Callable, Iterator

from apiglab.model.function import Function
from apiglab.runtime.packages import package_key
from apiglab.runtime.pool import Pool


class Revisions:
    """The pools of all revisions that still have workers, or are current."""

    def __init__(self, discard_package: Callable[[Function], None]) -> None:
        self._pools: dict[tuple[str, str], dict[str, Pool]] = {}
        self._discard_package = discard_package

    def pool(self, function: Function) -> Pool:
        """The pool of this revision, which is the current one from now on."""
        revisions = self._pools.get((function.function_arn, function.version))
        if revisions is not None:
            pool = revisions.get(function.revision_id)
            if pool is not None and not pool.retired:
                return pool
        return self._make_current(function)

    def _make_current(self, function: Function) -> Pool:
        revisions = self._pools.setdefault((function.function_arn, function.version), {})
        pool = revisions.setdefault(function.revision_id, Pool(function))
        pool.retired = False
        for older in tuple(revisions.values()):
            if older is not pool:
                older.retired = True
                while (worker := older.take()) is not None:
                    worker.leave()
                self.forget(older)
        return pool

    def forget(self, pool: Pool) -> None:
        """Drop an old revision once nobody works for it, with its code unless another revision has the same."""
        function = pool.function
        revisions = self._pools.get((function.function_arn, function.version), {})
        if not pool.retired or pool.workers or pool.waiting or revisions.get(function.revision_id) is not pool:
            return
        del revisions[function.revision_id]
        if package_key(function) not in {package_key(other.function) for other in self}:
            self._discard_package(function)

    def __iter__(self) -> Iterator[Pool]:
        return (pool for revisions in self._pools.values() for pool in revisions.values())

    def clear(self) -> None:
        """Forget all."""
        self._pools.clear()
