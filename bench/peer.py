"""The best-known local gateway, serverless-offline, with the same handler, where it is installed."""

import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # its stubs are a package of their own, for three calls

from bench.deploy import HANDLERS
from bench.figure import BenchError, Figure
from bench.ratio import in_turns
from bench.setting import Setting

HOW_TO_ADD = "serverless-offline is not installed; to compare: npm install -g osls serverless-offline"
CONNECTIONS = 16
SERVICE = """\
service: bench
provider: {{name: aws, runtime: python3.11, stage: bench}}
plugins: [serverless-offline]
functions:
  hello:
    handler: handlers.hello
    events:
      - http: {{method: get, path: run}}
custom:
  serverless-offline: {{httpPort: {http}, lambdaPort: {functions}, noPrependStageInUrl: true}}
"""


def serverless_offline(setting: Setting) -> list[Figure]:
    """A warm Lambda proxy on serverless-offline: the rate to beat."""
    program = shutil.which("osls")
    if program is None:
        raise BenchError(HOW_TO_ADD)
    setting.say("starting serverless-offline")
    with tempfile.TemporaryDirectory() as folder, _offline(program, Path(folder)) as url:
        ratio = in_turns(setting, url, setting.bare_url, connections=CONNECTIONS)
    return [
        Figure(
            leg="peer",
            what=f"serverless-offline: Lambda proxy, warm, {CONNECTIONS} connections",
            value=ratio.of_rates,
            unit="of bare",
            detail=ratio.detail,
        )
    ]


@contextmanager
def _offline(program: str, folder: Path) -> Iterator[str]:
    """Run serverless-offline on the bench's hello function, and end it with all its workers."""
    http, functions = _free_port(), _free_port()
    shutil.copy(HANDLERS, folder / "handlers.py")
    (folder / "serverless.yml").write_text(SERVICE.format(http=http, functions=functions), encoding="utf-8")
    with (folder / "output.txt").open("w") as output:
        process = psutil.Popen([program, "offline"], cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{http}/run"
            _wait_for(url, process)
            yield url
        finally:
            started = [process, *process.children(recursive=True)]
            for each in started:
                each.terminate()
            _, stubborn = psutil.wait_procs(started, timeout=5)
            for each in stubborn:
                each.kill()


def _wait_for(url: str, process: psutil.Popen, patience: float = 30.0) -> None:
    """Ask until it answers."""
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise BenchError(f"serverless-offline did not answer on {url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
