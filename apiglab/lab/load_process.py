"""A load under way in a process of its own: look at it, stop it, take its result."""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import IO

from apiglab.lab.errors import LabError
from apiglab.lab.load_measurements import LoadLog, Measured
from apiglab.lab.load_plan import LoadPlan
from apiglab.lab.load_result import LoadResult

# -P keeps the notebook's directory off the path: a learner's json.py must not end up in the load process.
COMMAND = (sys.executable, "-P", "-m", "apiglab.lab.load_worker")
STOP_WITHIN = 5.0
"""Seconds a load process has to say its last after it was asked to stop."""


class LoadRun:
    """A running load. Nothing here blocks but ``wait`` and ``result``."""

    def __init__(self, plan: LoadPlan) -> None:
        self.plan = plan
        self._log = LoadLog()
        self._stopped = False
        self._last_words = ""
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  the reader's thread closes it
        self._process = self._spawn()
        self._reader = threading.Thread(target=self._read, name="apiglab load", daemon=True)
        self._reader.start()

    @property
    def running(self) -> bool:
        """Whether requests may still be sent."""
        return self._reader.is_alive()

    @property
    def measured(self) -> Sequence[Measured]:
        """What was measured so far, in the order of the answers; it grows while the load runs."""
        return self._log.measured

    def stop(self) -> None:
        """Ask the load to end at once; what was measured stays. Asking twice does no harm."""
        self._stopped = True
        self._tell("stop")

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the load is over, at most ``seconds``; say whether it is."""
        self._reader.join(seconds)
        return not self.running

    def halt(self) -> None:
        """Stop, and wait for the end; a process that does not end when it is asked is killed."""
        self.stop()
        if not self.wait(STOP_WITHIN):
            self._process.kill()
            self.wait()

    def result(self) -> LoadResult:
        """Wait for the end and take what was measured; an interrupt (Ctrl-C, the stop button) ends the load."""
        try:
            self.wait()
        except KeyboardInterrupt:
            self.halt()
        if self._log.end is None and not self._stopped:
            raise LabError("lab.load", f"the load process ended early: {self._last_words}", "run the cell again")
        return LoadResult(self.plan, self._log, stopped=self._stopped)

    def __repr__(self) -> str:
        state = "running" if self.running else "over"
        return f"LoadRun({self.plan.method} {self.plan.url}, {self.plan.model}): {state}, {len(self.measured)} answered"

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101  Popen was given a pipe
        with contextlib.suppress(OSError, ValueError):  # the process is gone, or its pipe is closed
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def _spawn(self) -> "subprocess.Popen[str]":
        self._process = subprocess.Popen(  # noqa: S603  our own module
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
            # The notebook's interrupt goes to the kernel's whole process group; the load must live to report.
            start_new_session=True,
        )
        self._tell(json.dumps(self.plan.to_json()))
        return self._process

    def _read(self) -> None:
        lines: IO[str] | None = self._process.stdout
        assert lines is not None  # noqa: S101  Popen was given a pipe
        with lines, self._errors:
            for line in lines:
                self._log.take(json.loads(line))
            self._process.wait()
            self._errors.seek(0)
            said = self._errors.read().strip().splitlines()
            self._last_words = said[-1] if said else f"exit code {self._process.returncode}"
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
