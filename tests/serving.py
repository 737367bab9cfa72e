"""``apiglab serve`` as users run it: a process with a ready line, clients for it, and an end that leaves nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import psutil
import requests
from botocore.config import Config

ROOT_KEY, ROOT_SECRET = "ROOTKEY", "root-secret"
KEYS = {"AWS_ACCESS_KEY_ID": ROOT_KEY, "AWS_SECRET_ACCESS_KEY": ROOT_SECRET}


@dataclass
class Served:
    """A running server."""

    url: str
    process: subprocess.Popen[str]

    def client(self, service: str, *, key: str = ROOT_KEY, secret: str = ROOT_SECRET, **settings: Any) -> Any:
        """A boto3 client for it."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=settings.pop("region_name", "us-east-1"),
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            config=Config(retries={"total_max_attempts": 1}, **settings.pop("config", {})),
            **settings,
        )

    def ask(self, method: str, path: str, **request: Any) -> requests.Response:
        """The answer to a request that nobody signed."""
        return requests.request(method, self.url + path, timeout=30, **request)

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Tell the server to stop; the seconds that it took."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(10)
        return time.monotonic() - started

    def descendants(self) -> list[psutil.Process]:
        """Every process that the server started."""
        return psutil.Process(self.process.pid).children(recursive=True)


def command(*options: str) -> list[str]:
    """The command line of a server."""
    return [sys.executable, "-m", "apiglab", "serve", *options]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without its AWS settings, and ``more``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, **(more or {})}


@contextmanager
def serving(*options: str, env: Mapping[str, str] | None = None, stderr: Path | None = None) -> Iterator[Served]:
    """A server on a free port; at the end it is stopped, killed where that does not help, and leaves no process."""
    with (stderr or Path(os.devnull)).open("w") as errors:
        process = subprocess.Popen(
            command("--port", "0", *options), stdout=subprocess.PIPE, stderr=errors, text=True, env=environment(env)
        )
    assert process.stdout is not None
    with process.stdout:
        try:
            line = process.stdout.readline()
            assert line.startswith("ready "), line
            served = Served(line.split()[1], process)
            yield served
        finally:
            started = descendants_of(process)
            process.terminate()
            try:
                process.wait(10)
            finally:
                process.kill()
                process.wait(10)
                kill_all(started)


def descendants_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Every process that ``process`` started and that still runs."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def kill_all(processes: list[psutil.Process]) -> None:
    """End whatever of ``processes`` is left."""
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
