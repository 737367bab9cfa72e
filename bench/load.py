"""Load on one URL from a number of connections: by wrk where it is installed, else by a small tool of our own."""

import asyncio
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from bench.figure import BenchError

NO_HEADERS: Mapping[str, str] = {}
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one burst of load gave."""

    requests_per_second: float
    p50: float
    """Seconds."""
    requests: int
    failures: int = 0
    """Answers that were not 2xx or 3xx, and connections that broke."""


def load_tool() -> str:
    """Which tool makes the load, for the report."""
    return "wrk" if shutil.which("wrk") else "bench/load.py (wrk is not installed; rates are limited by this tool)"


def run_load(url: str, *, connections: int, seconds: float, headers: Mapping[str, str] = NO_HEADERS) -> Load:
    """Ask ``url`` as fast as it answers; a burst in which anything failed is not a measurement."""
    if shutil.which("wrk"):
        load = _wrk(url, connections, seconds, headers)
    else:
        load = asyncio.run(ask(url, connections, seconds, headers))
    if load.failures or not load.requests:
        raise BenchError(f"{load.failures} of {load.requests} requests to {url} failed")
    return load


def _wrk(url: str, connections: int, seconds: float, headers: Mapping[str, str]) -> Load:
    more = [option for name, value in headers.items() for option in ("-H", f"{name}: {value}")]
    command = ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", *more, url]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise BenchError(f"wrk: {ended.stderr.strip() or ended.stdout.strip()}")
    return parse_wrk(ended.stdout)


def parse_wrk(output: str) -> Load:
    """What wrk printed."""
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", output, re.MULTILINE)
    p50 = re.search(r"^\s+50%\s+([\d.]+)(us|ms|s|m)\b", output, re.MULTILINE)
    total = re.search(r"^\s+(\d+) requests in ", output, re.MULTILINE)
    if not (rate and p50 and total):
        raise BenchError(f"wrk printed what the bench cannot read: {output.strip()[:200]!r}")
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    return Load(
        requests_per_second=float(rate[1]),
        p50=float(p50[1]) * _UNITS[p50[2]],
        requests=int(total[1]),
        failures=(int(refused[1]) if refused else 0) + (sum(map(int, broken.groups())) if broken else 0),
    )


async def ask(url: str, connections: int, seconds: float, headers: Mapping[str, str] = NO_HEADERS) -> Load:
    """The same load without wrk."""
    until = time.perf_counter() + seconds
    results = await asyncio.gather(*(_connection(url, until, headers) for _ in range(connections)))
    times = [took for took_all, _ in results for took in took_all]
    if not times:
        raise BenchError(f"{url} did not answer within {seconds} s")
    return Load(
        requests_per_second=len(times) / seconds,
        p50=median(times),
        requests=len(times),
        failures=sum(failed for _, failed in results),
    )


async def _connection(url: str, until: float, headers: Mapping[str, str]) -> tuple[list[float], int]:
    """Ask over one kept connection until the time is up: what each answer took, and how many failed."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\n{more}\r\n".encode()
    times: list[float] = []
    failed = 0
    try:
        while (started := time.perf_counter()) < until:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
            if length is None:
                raise BenchError(f"{url} sent no Content-Length: this needs wrk")
            await reader.readexactly(int(length[1]))
            times.append(time.perf_counter() - started)
            failed += head.split(b" ", 2)[1][:1] not in (b"2", b"3")
    finally:
        writer.close()
    return times, failed
