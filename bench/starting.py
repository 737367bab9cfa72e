"""What a user waits for before anything happens."""

import subprocess
import sys
from statistics import median

from bench.figure import Figure, at_most
from bench.servers import LAB, ROOT, serve
from bench.setting import Setting

IMPORT = "import time; started = time.perf_counter(); import apiglab; print(time.perf_counter() - started)"


def serve_ready(setting: Setting) -> list[Figure]:
    """``apiglab serve``, from the shell's start of the process to the ready line."""
    seconds = []
    for number in range(setting.pace.samples // 2 + 1):
        setting.say(f"start {number + 1} of {setting.pace.samples // 2 + 1}")
        with serve(LAB) as server:
            seconds.append(server.seconds_to_ready)
    return [
        Figure(
            leg="serve",
            what="apiglab serve to the ready line",
            value=median(seconds),
            unit="s",
            target=at_most(0.8),
            detail=f"{min(seconds):.2f} to {max(seconds):.2f} s in {len(seconds)} starts",
        )
    ]


def import_apiglab(setting: Setting) -> list[Figure]:
    """``import apiglab`` in a fresh interpreter, its byte code written before."""
    setting.say("import apiglab")
    command = [sys.executable, "-c", IMPORT]
    runs = [
        float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        for _ in range(setting.pace.samples + 1)
    ]
    return [
        Figure(
            leg="import",
            what="import apiglab",
            value=median(runs[1:]),
            unit="s",
            target=at_most(0.3),
        )
    ]
