"""Where the lab keeps its files: one directory per user, readable by nobody else."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from apiglab.lab.errors import LabError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK_PATIENCE = 60.0
"""Seconds to wait for another kernel that is just starting the server."""


def state_directory() -> Path:
    """The user's own directory for the lab, made with mode 0700 where it is missing.

    ``APIGLAB_STATE_DIR`` chooses another one.
    """
    directory = _chosen_directory()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def _chosen_directory() -> Path:
    if chosen := os.environ.get("APIGLAB_STATE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "apiglab"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "apiglab"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "apiglab"


def read_json(path: Path) -> Any:
    """What ``path`` holds, or None where it is missing or was cut short."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def write_json(path: Path, value: Any) -> None:
    """Replace ``path`` whole, with mode 0600: a reader sees the old text or the new, never a part."""
    # mkstemp makes the file with mode 0600 from the start.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file, indent=1)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def locked(path: Path, *, patience: float = LOCK_PATIENCE) -> Iterator[None]:
    """Hold the lock on ``path`` against this user's other processes; it is freed even when the holder is killed."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + patience
        while not _try_lock(handle):
            if time.monotonic() > deadline:
                raise LabError("Local AWS", f"another process holds {path} for {patience:.0f} s", "close it, try again")
            time.sleep(0.05)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
