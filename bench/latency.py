"""What one caller waits for: a warm call, and a cold start."""

import time
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urlsplit

from bench.figure import BenchError, Figure, at_most
from bench.load import run_load
from bench.setting import Setting


def one_connection(setting: Setting) -> list[Figure]:
    """A warm Lambda proxy, one request at a time."""
    run_load(setting.hello_url, connections=1, seconds=1)
    setting.say("one connection")
    p50s = [
        run_load(setting.hello_url, connections=1, seconds=setting.pace.seconds).p50 for _ in range(setting.pace.rounds)
    ]
    bare = run_load(setting.bare_url, connections=1, seconds=1).p50
    return [
        Figure(
            leg="single",
            what="Lambda proxy, warm, one connection, p50",
            value=median(p50s) * 1000,
            unit="ms",
            target=at_most(0.35),
            detail=f"bare server {bare * 1000:.2f} ms",
        )
    ]


def cold_start(setting: Setting) -> list[Figure]:
    """The first call of a function whose configuration has just changed, from request to answer."""
    account = setting.account
    url = account.create_lambda_api(account.create_function("count"))
    functions = account.client("lambda")
    seconds = []
    for number in range(setting.pace.samples):
        setting.say(f"cold start {number + 1} of {setting.pace.samples}")
        functions.update_function_configuration(FunctionName="count", Environment={"Variables": {"ROUND": str(number)}})
        took, body = _timed_get(url)
        if body != b"1":
            raise BenchError(f"a changed function was answered by a worker that had started before: {body[:80]!r}")
        seconds.append(took)
    return [
        Figure(
            leg="cold",
            what="cold start, hello function, p50",
            value=median(seconds) * 1000,
            unit="ms",
            target=at_most(60),
            detail=f"{min(seconds) * 1000:.0f} to {max(seconds) * 1000:.0f} ms in {len(seconds)} starts",
        )
    ]


def _timed_get(url: str) -> tuple[float, bytes]:
    """One request over a connection of its own: what it took, and the body."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.connect()
        started = time.perf_counter()
        connection.request("GET", parts.path)
        body = connection.getresponse().read()
        return time.perf_counter() - started, body
    finally:
        connection.close()
