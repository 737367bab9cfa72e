"""The one strict server per user: found by a file that only the user can read, or started in the background.

The file holds the server's address, process and random root keys. It outlives kernels, so a kernel that restarts in the
middle of a lesson finds its APIs again; ``stop`` ends the server and everything in it.
"""

import os
import platform
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from apiglab.lab.errors import LabError
from apiglab.lab.local_api import LocalApi
from apiglab.lab.state import locked, read_json, state_directory, write_json

if sys.platform == "win32":
    DETACHED = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
else:
    DETACHED = 0

START_PATIENCE = 60.0
"""Seconds a server may take to say that it is ready; usually it is less than one."""

STOP_PATIENCE = 10.0
"""Seconds a server may take to stop before it is killed."""

QUIET = 1.5
"""Seconds of waiting after which progress is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalServer:
    """A running server and the keys to it."""

    url: str
    pid: int
    version: str
    access_key_id: str
    secret_access_key: str

    @property
    def api(self) -> LocalApi:
        """What the server answers under ``/_apiglab/``."""
        return LocalApi(self.url, self.access_key_id, self.secret_access_key)

    @property
    def identity(self) -> str:
        """Which server this is, among all that ever ran: its keys are random."""
        return self.access_key_id


def server_file() -> Path:
    """Where the running server is written down; home directories are shared among machines, servers are not."""
    return state_directory() / f"server-{platform.node() or 'here'}.json"


def find() -> LocalServer | None:
    """The user's running server, or None: a file whose server is gone, or is another's, counts for nothing."""
    written = read_json(server_file())
    try:
        server = LocalServer(**written)
    except TypeError:
        return None
    return server if _is_alive(server.pid) and server.api.answers() else None


def ensure(progress: Callable[[str], None] | None = None) -> LocalServer:
    """The user's server: the running one, else a new one. Two kernels that ask at once get the same."""
    if (server := _current()) is not None:
        return server
    with locked(server_file().with_suffix(".lock")):
        if (server := _current()) is not None:
            return server
        if (older := find()) is not None:
            _end(older)
        return _start(progress or (lambda _: None))


def stop() -> bool:
    """Stop the user's server, with everything in it; False where none was running."""
    with locked(server_file().with_suffix(".lock")):
        server = find()
        if server is not None:
            _end(server)
        server_file().unlink(missing_ok=True)
    return server is not None


def _current() -> LocalServer | None:
    server = find()
    return server if server is not None and server.version == version("apiglab") else None


def _start(progress: Callable[[str], None]) -> LocalServer:
    access_key_id = "LAB" + secrets.token_hex(9).upper()
    secret = secrets.token_urlsafe(30)
    log = server_file().with_suffix(".log")
    log.unlink(missing_ok=True)
    with os.fdopen(os.open(log, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as output:
        process = subprocess.Popen(  # our own module, run by the Python that runs us
            [sys.executable, "-m", "apiglab", "serve", "--strict", "--port", "0"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_environment(access_key_id, secret),
            cwd=state_directory(),
            creationflags=DETACHED,
            # A session of its own: Ctrl-C in a terminal or a kernel's interrupt does not reach the server.
            start_new_session=True,
        )
    try:
        url = _wait_until_ready(process, log, progress)
    except BaseException:  # an interrupt, too, must not leave a server that nobody knows
        process.kill()
        process.wait()
        raise
    # Whoever starts a process has to collect it when it ends; the thread waits for that and holds nothing up.
    threading.Thread(target=process.wait, name="apiglab-server", daemon=True).start()
    server = LocalServer(
        url=url,
        pid=process.pid,
        version=version("apiglab"),
        access_key_id=access_key_id,
        secret_access_key=secret,
    )
    write_json(server_file(), asdict(server))
    return server


def _environment(access_key_id: str, secret: str) -> dict[str, str]:
    # None of the user's own AWS settings goes along: the server needs no real account and must not find one.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, "AWS_ACCESS_KEY_ID": access_key_id, "AWS_SECRET_ACCESS_KEY": secret, "PYTHONUNBUFFERED": "1"}


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path, progress: Callable[[str], None]) -> str:
    started = time.monotonic()
    told = False
    while time.monotonic() < started + START_PATIENCE:
        for text in log.read_text("utf-8", "replace").splitlines():
            if text.startswith("ready http"):
                return text.removeprefix("ready ").strip()
        if process.poll() is not None:
            raise _start_failed(log, f"it ended at once with code {process.returncode}")
        if not told and time.monotonic() > started + QUIET:
            told = True
            progress("Starting the local AWS …")
        time.sleep(0.02)
    raise _start_failed(log, f"it was not ready after {START_PATIENCE:.0f} s")


def _start_failed(log: Path, what: str) -> LabError:
    lines = log.read_text("utf-8", "replace").strip().splitlines()
    said = f"; its last line: {lines[-1]}" if lines else ""
    return LabError("Starting the local AWS", what + said, f"read {log}, or run: apiglab serve --strict")


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":  # there, os.kill would end the process; the signed call that follows decides alone
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):  # gone, or somebody else's by now
        return False
    return True


def _end(server: LocalServer) -> None:
    _signal(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_PATIENCE
    while _is_alive(server.pid) and (os.name != "nt" or server.api.answers()):
        if time.monotonic() > deadline:
            _signal(server.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            break
        time.sleep(0.05)
    server_file().unlink(missing_ok=True)


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
