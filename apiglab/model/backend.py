"""A call that the gateway makes over HTTP, and what may come of it."""

from dataclasses import dataclass, field
from typing import Literal

from apiglab.model.http import Headers

Trouble = Literal["unreachable", "timeout", "network", "too_large"]

RESPONSE_LIMIT = 10 * 1024 * 1024
"""Bytes of a backend's body that API Gateway takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackendRequest:
    """One request to a backend."""

    method: str
    url: str
    """Percent-encoded, sent as it is."""
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    timeout: float
    """Seconds until the whole answer must be there."""
    verify_tls: bool = True


class BackendError(Exception):
    """A backend did not answer properly."""

    def __init__(self, kind: Trouble, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        """``unreachable``: no such host, or nobody listens; ``network``: the connection broke or lied."""
