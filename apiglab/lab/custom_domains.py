"""Custom domain names without DNS: requests to a name that the endpoint serves go to the endpoint.

Nothing on the machine is changed; the name stays in the ``Host`` header, which is what API Gateway routes by.
"""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import requests

from apiglab.lab.send import RawTargetAdapter


class CustomDomains:
    """The custom domain names of an endpoint that stands in for AWS."""

    def __init__(self, endpoint_url: str | None, list_names: Callable[[], Iterable[str]]) -> None:
        """``endpoint_url``: None where AWS itself answers, and DNS finds it."""
        self._endpoint_url = endpoint_url
        self._list_names = list_names
        self._names: frozenset[str] = frozenset()

    def stand_in(self, url: str) -> str | None:
        """The URL that reaches ``url`` without DNS, or None where DNS is to find it."""
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        if self._endpoint_url is None or _is_address(host) or not self._serves(host):
            return None
        target = parts.path or "/"
        return self._endpoint_url.rstrip("/") + (f"{target}?{parts.query}" if parts.query else target)

    def _serves(self, host: str) -> bool:
        if not _knows(self._names, host):
            self._names = frozenset(self._list_names())  # it may have been created since
        return _knows(self._names, host)


class CustomDomainAdapter(RawTargetAdapter):
    """Sends requests to custom domain names where the endpoint is, and all others as they are."""

    def __init__(self, domains: CustomDomains) -> None:
        super().__init__()
        self._domains = domains

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send one request."""
        url = self._domains.stand_in(request.url or "")
        if url is None:
            return super().send(request, *args, **options)
        there = request.copy()
        there.url = url
        if hasattr(request, "raw_target"):
            there.raw_target = request.raw_target  # type: ignore[attr-defined]  # for RawTargetAdapter
        if "Host" not in there.headers:
            there.headers["Host"] = urlsplit(request.url or "").netloc
        response = super().send(there, *args, **options)
        response.request, response.url = request, request.url or ""
        return response


def _knows(names: frozenset[str], host: str) -> bool:
    return host in names or f"*.{host.partition('.')[2]}" in names


def _is_address(host: str) -> bool:
    """Whether ``host`` needs no domain name: an address, or a name of this machine's."""
    if "." not in host or host.endswith(".localhost"):
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
