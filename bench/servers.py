"""The processes the bench starts: each says when it is ready, and ends with the ``with`` that started it."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figure import BenchError

ROOT = Path(__file__).resolve().parents[1]
# The account's limit is lifted: what is measured is the gateway, not what AWS lets an account have.
LAB = (
    *(sys.executable, "-m", "apiglab", "serve", "--port", "0"),
    *("--account-rate", "1000000000", "--account-burst", "1000000000"),
)
BARE = (sys.executable, "-m", "bench.bare")
READY = "ready "


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    url: str
    pid: int
    seconds_to_ready: float


@contextmanager
def serve(
    command: Sequence[str], *, patience: float = 30.0, environment: Mapping[str, str] = os.environ
) -> Iterator[Server]:
    """Run ``command`` until its ready line, hand over the server, and stop it in the end."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        try:
            url = _ready_url(process, patience)
            if url is None:
                errors.seek(0)
                raise BenchError(f"{' '.join(command[1:])} did not get ready: {_last_line(errors.read())}")
            yield Server(url, process.pid, time.perf_counter() - started)
        finally:
            _stop(process)


def _ready_url(process: subprocess.Popen[str], patience: float) -> str | None:
    """The URL of the ready line, or None where the process ended or took too long."""
    out_of_patience = threading.Timer(patience, process.kill)
    out_of_patience.start()
    try:
        for line in process.stdout or ():
            if line.startswith(READY):
                return line.removeprefix(READY).strip()
        return None
    finally:
        out_of_patience.cancel()


def _last_line(text: str) -> str:
    """What a traceback or a refusal comes down to."""
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _stop(process: subprocess.Popen[str]) -> None:
    """Ask it to end, and kill it where it does not."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()
