"""A distribution that listens on this machine and asks a stage of an API for what it does not keep."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from apiglab.lab.distribution import CacheRule, Distribution
from apiglab.lab.send import TIMEOUT, compose, deliver, new_http_session
from apiglab.model.http import Headers


class DistributionFront:
    """A distribution with an address; it ends with ``lab.cleanup()`` or with the kernel."""

    def __init__(
        self, backends: Any, name: str, origin: str, rules: Sequence[CacheRule], *, now: Callable[[], float]
    ) -> None:
        self._origin = origin.rstrip("/")
        self._http = new_http_session()
        self._http.trust_env = False
        self._distribution = Distribution(self._ask, rules, now=now)
        self._backend = backends.start(name, self._distribution.answer)

    def __repr__(self) -> str:
        return repr(self._distribution)

    @property
    def url(self) -> str:
        """Where viewers reach it; paths below are those below the stage."""
        return str(self._backend.url)

    @property
    def hits(self) -> int:
        """Requests that were answered from the cache."""
        return self._distribution.hits

    @property
    def misses(self) -> int:
        """Requests that the API was asked for."""
        return self._distribution.misses

    def invalidate(self, path: str = "/*") -> int:
        """Forget what is kept of these paths; how many answers that were."""
        return self._distribution.invalidate(path)

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, Headers, bytes]:
        request = compose(method, self._origin + path, headers=headers, body=body or None)
        answer = deliver(self._http, request, timeout=TIMEOUT)
        return answer.status, answer.headers, answer.body
