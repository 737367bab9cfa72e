"""A call that the gateway makes over HTTP, and what may come of it."""

from dataclasses import dataclass, field
from typing import Literal

from apiglab.model.credentials import Credentials
from apiglab.model.http import Headers, Pair

Trouble = Literal["unreachable", "timeout", "network", "too_large", "role", "not_there", "no_link", "no_target"]

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
    stream_idle: float | None = None
    """Seconds of silence that end a streamed answer; None where the answer is read as a whole."""
    verify_tls: bool = True
    client_certificate: str | None = None
    """The id of the certificate by which an HTTPS backend is shown who asks."""
    vpc_link: str | None = None
    """The VPC link that leads to the backend; the URL then tells the listener's port and the Host header."""
    address: tuple[str, int] | None = None
    """Where to connect in place of the URL's host, once the link has told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsCall:
    """One call of an AWS service on behalf of an API, before it has the form that the service wants."""

    service: str
    """As in the integration's ARN, with its sub-domain where there is one: ``states``, ``bucket.s3``."""
    region: str
    account_id: str
    kind: str
    """``action`` or ``path``."""
    target: str
    """``PutItem``, ``GetObject&Bucket=pets``, or a path without its leading slash."""
    method: str
    query: tuple[Pair, ...] = ()
    """The mapped query parameters, decoded."""
    headers: Headers = field(default_factory=Headers)
    body: bytes = b""
    credentials: Credentials
    """As whom it is made."""
    source_arn: str
    """The API, as a role's trust policy may ask for it."""


class BackendError(Exception):
    """A backend did not answer properly."""

    def __init__(self, kind: Trouble, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        """``unreachable``: no such host, or nobody listens; ``network``: the connection broke or lied;
        ``no_link``: no such VPC link; ``no_target``: nothing is registered behind it;
        ``role``: API Gateway may not take on the role; ``not_there``: no such service, or it has no such action."""
