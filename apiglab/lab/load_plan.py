"""What a load will send, checked before anything is sent: the model, the bounds and the target."""

import base64
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from apiglab.lab.errors import LabError
from apiglab.lab.exchange import SentRequest
from apiglab.model.http import Headers

MOST_REQUESTS = 200_000
"""More than this from one notebook is a job for a load-testing tool."""
MOST_SECONDS = 600.0
"""Ten minutes: longer than any lesson needs."""
MOST_RATE = 5_000.0
"""Arrivals a second; one process cannot keep a faster schedule truthfully."""
MOST_WORKERS = 256
"""Clients that wait for answers at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPlan:
    """A bounded load: either ``rate`` arrivals a second (open model) or ``workers`` that wait for answers (closed)."""

    method: str
    url: str
    rate: float | None
    workers: int | None
    seconds: float
    """When the last request is sent at the latest."""
    requests: int
    """The most that will be sent."""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    timeout: float = 30.0
    proxies: bool = False
    """Whether requests go through the machine's proxy, as they do to an account."""
    reached_at: str | None = None
    """The URL that reaches a custom domain name's without DNS."""

    @property
    def path(self) -> str:
        """The path with its query string, as exchanges show it."""
        return SentRequest(method=self.method, url=self.url, headers=Headers()).path

    @property
    def model(self) -> str:
        """The load in a few words: ``"100/s for 5 s"`` or ``"8 workers for 5 s"``."""
        if self.rate is not None:
            return f"{self.rate:g}/s for {self.seconds:g} s"
        clients = "1 worker" if self.workers == 1 else f"{self.workers} workers"
        return f"{clients}, {self.requests:,} requests" if self.ends_by_count else f"{clients} for {self.seconds:g} s"

    @property
    def ends_by_count(self) -> bool:
        """Whether the plan fixes how many requests there will be."""
        return self.requests < MOST_REQUESTS

    def progress(self, sent: int, elapsed: float) -> float:
        """How much of the load is done, between 0 and 1."""
        by_time = elapsed / self.seconds
        return min(1.0, max(by_time, sent / self.requests) if self.ends_by_count else by_time)

    def to_json(self) -> dict[str, Any]:
        """The plan as the load process reads it."""
        headers = self.headers
        if self.reached_at is not None:
            headers = (("Host", urlsplit(self.url).netloc), *headers)
        return {
            "method": self.method,
            "url": self.reached_at or self.url,
            "rate": self.rate,
            "workers": self.workers,
            "seconds": self.seconds,
            "requests": self.requests,
            "headers": [list(pair) for pair in headers],
            "body": base64.b64encode(self.body).decode("ascii"),
            "timeout": self.timeout,
            "proxies": self.proxies,
        }


def refusal(what: str, next_step: str) -> LabError:
    """The error for a load that was not started."""
    return LabError("lab.load", what, next_step)


def plan_load(
    method: str,
    url: str,
    *,
    rate: float | None = None,
    workers: int | None = None,
    seconds: float | None = None,
    requests: int | None = None,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
    body: str | bytes | None = None,
    timeout: float = 30.0,
) -> LoadPlan:
    """A checked plan; without ``rate`` or ``workers`` 20 requests a second, without a bound 5 seconds."""
    if rate is not None and workers is not None:
        raise refusal(
            "rate sends on a schedule whatever the answers do, workers wait for each answer; it cannot be both",
            "give either rate=… (open model) or workers=… (closed model)",
        )
    if rate is None and workers is None:
        rate = 20.0
    _check("rate", rate, MOST_RATE, "a second")
    _check_whole("workers", workers, MOST_WORKERS, "at a time")
    _check("seconds", seconds, MOST_SECONDS, "seconds")
    _check_whole("requests", requests, MOST_REQUESTS, "requests")
    _check("timeout", timeout, MOST_SECONDS, "seconds")
    span, most = _bounds(rate, seconds, requests)
    pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
    return LoadPlan(
        method=method.upper(),
        url=_checked_url(url),
        rate=rate,
        workers=workers,
        seconds=span,
        requests=most,
        headers=tuple((str(name), str(value)) for name, value in pairs),
        body=body.encode("utf-8") if isinstance(body, str) else body or b"",
        timeout=timeout,
    )


def is_this_machine(url: str) -> bool:
    """Whether ``url`` stays on this machine, where a load hurts nobody else."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host in {"127.0.0.1", "::1", "localhost"} or host.endswith(".localhost")


def _bounds(rate: float | None, seconds: float | None, requests: int | None) -> tuple[float, int]:
    """How long and how many, each bounded even where the caller named only one."""
    if seconds is None and requests is None:
        seconds = 5.0
    if rate is None:
        return seconds or MOST_SECONDS, requests or MOST_REQUESTS
    most = requests if requests is not None else MOST_REQUESTS + 1
    if seconds is not None:
        most = min(most, max(1, round(rate * seconds)))
    _check("rate x seconds", most, MOST_REQUESTS, "requests")
    _check("requests / rate", most / rate, MOST_SECONDS, "seconds")
    return (seconds if requests is None and seconds is not None else most / rate), most


def _check(name: str, value: float | None, most: float, unit: str) -> None:
    """Refuse a bound that is no positive number, or too large."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        raise refusal(f"{name}={value!r} cannot be sent", f"give {name} a number greater than 0")
    if value > most:
        raise refusal(
            f"{name}={value:,g} is more than a lab sends: at most {most:,g} {unit}",
            "ask for less, or take Locust or k6 for a real load test",
        )


def _check_whole(name: str, value: int | None, most: int, unit: str) -> None:
    _check(name, value, most, unit)
    if value is not None and value != int(value):
        raise refusal(f"{name}={value!r} cannot be sent", f"give {name} a whole number")


def _checked_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise refusal(f"{url!r} is no http:// or https:// URL", "lab.url(api_id, stage, path) makes one")
    return url
