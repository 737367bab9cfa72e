"""The runtime's private directory, and those of earlier servers that had no time to remove theirs.

A server holds a lock on a file in its directory for as long as it lives, however it ends. Whoever can take that lock
may remove the directory.
"""

import contextlib
import os
import stat
import sys
import tempfile
import time
from pathlib import Path

from apiglab.runtime.package import remove

_PREFIX = "apiglab-lambda-"
_LOCK = "lock"
_YOUNG_SECONDS = 60.0
"""A directory that is younger may be about to get its lock."""


class PrivateDirectory:
    """A new temporary directory that only this user can read, removed by ``close``."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))  # mode 0700
        self._lock = _take(self.path / _LOCK)

    def close(self) -> None:
        """Remove it with everything in it."""
        if self._lock is not None:
            os.close(self._lock)
        remove(self.path)


def remove_abandoned() -> None:
    """Remove what servers that were killed have left; blocks, so call it in a thread."""
    for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # another user's, or being removed by somebody else
            if _is_old_and_ours(path) and (lock := _take(path / _LOCK)) is not None:
                os.close(lock)
                remove(path)


def _is_old_and_ours(path: Path) -> bool:
    """Whether a directory was made by this user's servers, not by someone who would have us remove something."""
    seen = path.lstat()
    ours = stat.S_ISDIR(seen.st_mode) and (sys.platform == "win32" or seen.st_uid == os.getuid())
    return ours and time.time() - seen.st_mtime > _YOUNG_SECONDS and (path / _LOCK).is_file()


def _take(path: Path) -> int | None:
    """The file, opened and locked until it is closed; None where another process holds the lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
