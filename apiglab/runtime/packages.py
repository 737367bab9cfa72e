"""The runtime's directory: each package unpacked once, and a scratch directory per worker."""

import asyncio
import itertools
from pathlib import Path

from apiglab.model.function import Function
from apiglab.runtime.directory import PrivateDirectory, remove_abandoned
from apiglab.runtime.package import Unpacked, remove, unpack

PackageKey = tuple[str, str, tuple[str, ...]]


def package_key(function: Function) -> PackageKey:
    """What an unpacked tree depends on: configuration alone may change without unpacking anew."""
    return (function.function_arn, function.code_sha_256, tuple(layer.arn for layer in function.layers))


class Packages:
    """Unpacked packages and scratch directories, all below one private temporary directory."""

    def __init__(self) -> None:
        self._directory = PrivateDirectory()
        self._root = self._directory.path
        self._numbers = itertools.count(1)
        self._unpacked: dict[PackageKey, asyncio.Task[Unpacked]] = {}
        self._sweep = asyncio.get_running_loop().run_in_executor(None, remove_abandoned)

    async def unpacked(self, function: Function) -> Unpacked:
        """The function's code and layers on disk; those who ask at the same time share the work."""
        key = package_key(function)
        task = self._unpacked.get(key)
        if task is None:
            into = self._root / f"package-{next(self._numbers)}"
            layers = [layer.code for layer in function.layers]
            task = asyncio.create_task(asyncio.to_thread(unpack, function.code, layers, into))
            self._unpacked[key] = task
        try:
            return await asyncio.shield(task)
        except Exception:
            self._unpacked.pop(key, None)
            raise

    def scratch(self) -> Path:
        """A home for one worker, with its ``tmp``."""
        path = self._root / f"worker-{next(self._numbers)}"
        path.mkdir(mode=0o700)
        (path / "tmp").mkdir(mode=0o700)
        return path

    def discard(self, key: PackageKey) -> None:
        """Remove a package that no worker uses any more."""
        task = self._unpacked.pop(key, None)
        if task is not None and task.done() and not task.cancelled() and task.exception() is None:
            self.drop(task.result().code.parent)

    def drop(self, tree: Path) -> None:
        """Remove a directory, in a thread as it may be large."""
        asyncio.get_running_loop().run_in_executor(None, remove, tree)

    async def close(self) -> None:
        """Remove everything, once nothing is being unpacked any more."""
        await asyncio.gather(self._sweep, *self._unpacked.values(), return_exceptions=True)
        self._unpacked.clear()
        await asyncio.to_thread(self._directory.close)
