"""A worker's process: started with nothing of the user's in it, and never left behind.

How nothing is left behind: every worker leads a process group of its own, which is killed as a whole. Should this
server be killed itself, the kernel closes its end of the worker's life pipe. On Linux that raises SIGKILL in the whole
group (the pipe is asked to signal its owner); elsewhere a thread of our client reads the pipe and ends the process.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LIFE_ON_STDIN = sys.platform != "linux"
"""Whether the life pipe is the process's standard input, for a thread of its client's to watch."""
_F_SETSIG = 10
_READ_BYTES = 65_536


class WorkerProcess:
    """A process whose output is read without ever waiting for it."""

    __slots__ = ("_life", "_output", "_popen", "output_open")

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], directory: Path) -> None:
        self._output, output = os.pipe()
        self.output_open = True
        try:
            self._popen, self._life = _spawn(command, dict(environment), directory, output)
        except BaseException:
            os.close(self._output)
            raise
        finally:
            os.close(output)
        if sys.platform != "win32":
            os.set_blocking(self._output, False)

    @property
    def pid(self) -> int:
        """The process id, which is the process group's too."""
        return self._popen.pid

    @property
    def output(self) -> int:
        """The file descriptor on which the process's stdout and stderr arrive."""
        return self._output

    def exit_code(self) -> int | None:
        """The exit status, negative for a signal; None while the process lives."""
        return self._popen.poll()

    def read_output(self) -> bytes:
        """What the process has written since the last call, at most 64 KiB; empty where there is nothing yet."""
        if not self.output_open:
            return b""
        data = _read_available(self._output)
        if data is None:
            self.output_open = False
        return data or b""

    def kill(self) -> None:
        """End the process and all that it started in its group."""
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says EPERM of a group of zombies
                os.killpg(self._popen.pid, 9)
        else:
            self._popen.kill()

    def close(self) -> None:
        """Give the pipes back; the process has ended."""
        os.close(self._output)
        os.close(self._life)


def _read_available(pipe: int) -> bytes | None:
    """What is in the pipe, None once nobody can write to it any more."""
    if sys.platform == "win32":
        import _winapi
        import msvcrt

        try:
            available = int(_winapi.PeekNamedPipe(msvcrt.get_osfhandle(pipe), 0)[0])
        except BrokenPipeError:
            return None
        return os.read(pipe, min(available, _READ_BYTES)) if available else b""
    else:  # noqa: RET505 - so that type checkers see one platform's half
        try:
            return os.read(pipe, _READ_BYTES) or None
        except BlockingIOError:
            return b""


def _spawn(
    command: Sequence[str], environment: dict[str, str], directory: Path, output: int
) -> tuple[subprocess.Popen[bytes], int]:
    """The process and the end of its life pipe that this server must hold."""
    life, held = os.pipe()
    try:
        if sys.platform == "win32":
            flags = subprocess.CREATE_NEW_PROCESS_GROUP
            popen = subprocess.Popen(  # noqa: S603 - the command is an interpreter's or a bootstrap's own path
                command, env=environment, cwd=directory, stdin=life, stdout=output, stderr=output, creationflags=flags
            )
        else:
            popen = subprocess.Popen(  # noqa: S603 - as above
                command,
                env=environment,
                cwd=directory,
                stdin=life if LIFE_ON_STDIN else subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=() if LIFE_ON_STDIN else (life,),
                start_new_session=True,
            )
        if sys.platform == "linux" and not LIFE_ON_STDIN:
            _signal_group_at_hangup(life, popen.pid)
    except BaseException:
        os.close(held)
        raise
    finally:
        os.close(life)
    return popen, held


if sys.platform == "linux":

    def _signal_group_at_hangup(pipe: int, group: int) -> None:
        """Have the kernel kill ``group`` once the other end of ``pipe`` is closed by whatever ends this server."""
        import fcntl
        import signal

        fcntl.fcntl(pipe, fcntl.F_SETOWN, -group)
        fcntl.fcntl(pipe, _F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
