"""A small caching front that stands for a CloudFront distribution of one's own, before a regional API.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-the-cache-key.html

In front of an edge-optimized API stands AWS's own distribution, of which nothing can be set. Here each rule says what
is part of the key, how long an answer is kept, and what the origin gets to see.
"""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlencode

from apiglab.lab.http_backend_calls import BackendRequest
from apiglab.model.http import Headers

DAY = 86_400
_AGE = re.compile(r"(?:^|[,\s])(?P<name>s-maxage|max-age)=(?P<seconds>\d+)")
_ERRORS_KEPT = frozenset({404, 405, 414, 500, 501, 502, 503, 504})
_CACHED = frozenset({"GET", "HEAD"})

Origin = Callable[[str, str, Mapping[str, str], bytes], tuple[int, Headers, bytes]]
"""Asks the origin: verb, path with query, headers, body; its status, headers and body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheRule:
    """How requests to some paths are cached; of several rules the first that fits counts."""

    path: str = "*"
    ttl: float = DAY
    """Seconds that an answer is kept which says nothing itself."""
    min_ttl: float = 0
    """Seconds that any answer is kept at least, whatever it says."""
    max_ttl: float = 365 * DAY
    error_ttl: float = 10
    """Seconds that an error is kept."""
    query: Sequence[str] | None = ()
    """The query parameters that are part of the key and reach the origin; None is all of them."""
    headers: Sequence[str] = ()
    """The headers that are part of the key and reach the origin."""
    forward: Sequence[str] = ()
    """Headers that reach the origin and are no part of the key."""


@dataclass(slots=True)
class _Kept:
    """An answer, from when it was given to when it ends."""

    status: int
    headers: dict[str, str]
    body: bytes
    since: float
    until: float


class Distribution:
    """Answers from its cache what it may, and asks the origin for the rest."""

    def __init__(self, origin: Origin, rules: Sequence[CacheRule], *, now: Callable[[], float]) -> None:
        self._origin = origin
        self._rules = tuple(rules) or (CacheRule(),)
        self._now = now
        self._kept: dict[tuple[str, ...], _Kept] = {}
        self._lock = threading.Lock()
        self.hits = 0
        """Requests that were answered from the cache."""
        self.misses = 0
        """Requests that the origin was asked for."""

    def __repr__(self) -> str:
        return f"distribution: {self.hits} hits, {self.misses} misses"

    def answer(self, request: BackendRequest) -> tuple[int, bytes, dict[str, str]]:
        """The answer to a viewer."""
        rule = next((rule for rule in self._rules if fnmatchcase(request.path, rule.path)), None) or CacheRule(ttl=0)
        key, now = _key(request, rule), self._now()
        with self._lock:
            kept = self._kept.get(key) if request.method in _CACHED else None
            if kept is not None and now < kept.until:
                self.hits += 1
                age = {"Age": str(int(now - kept.since))}
                return kept.status, kept.body, {**kept.headers, **age, "X-Cache": "Hit from cloudfront"}
            self.misses += 1
        kept = self._ask(request, rule)
        if request.method in _CACHED and kept.until > kept.since:
            with self._lock:
                self._kept[key] = kept
        said = "Miss" if kept.status < 400 else "Error"
        return kept.status, kept.body, {**kept.headers, "X-Cache": f"{said} from cloudfront"}

    def invalidate(self, path: str = "/*") -> int:
        """Forget what is kept of these paths, as CreateInvalidation does; how many answers that were."""
        with self._lock:
            gone = [key for key in self._kept if fnmatchcase(key[1], path)]
            for key in gone:
                del self._kept[key]
        return len(gone)

    def _ask(self, request: BackendRequest, rule: CacheRule) -> _Kept:
        wanted = {name.lower() for name in (*rule.headers, *rule.forward, "Content-Type")}
        headers = {name: value for name, value in request.headers if name.lower() in wanted}
        headers["User-Agent"] = "Amazon CloudFront"
        query = urlencode(_query(request, rule))
        target = f"{request.path}?{query}" if query else request.path
        status, answered, body = self._origin(request.method, target, headers, request.body)
        hop = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}
        shown = {name: value for name, value in answered if name.lower() not in hop}
        since = self._now()
        return _Kept(status, shown, body, since, since + _seconds(status, answered.get("Cache-Control") or "", rule))


def _key(request: BackendRequest, rule: CacheRule) -> tuple[str, ...]:
    headers = (f"{name.lower()}={request.headers.get(name) or ''}" for name in rule.headers)
    query = (f"?{name}={value}" for name, value in sorted(_query(request, rule)))
    return (request.method, request.path, *headers, *query)


def _query(request: BackendRequest, rule: CacheRule) -> list[tuple[str, str]]:
    return [pair for pair in request.query.items() if rule.query is None or pair[0] in rule.query]


def _seconds(status: int, cache_control: str, rule: CacheRule) -> float:
    """How long an answer is kept."""
    said = cache_control.lower()
    if status >= 400:
        return rule.error_ttl if status in _ERRORS_KEPT else 0
    if any(word in said for word in ("no-store", "no-cache", "private")):
        return rule.min_ttl
    ages = {found["name"]: float(found["seconds"]) for found in _AGE.finditer(said)}
    age = ages.get("s-maxage", ages.get("max-age", rule.ttl))
    return min(max(age, rule.min_ttl), max(rule.max_ttl, rule.min_ttl))
