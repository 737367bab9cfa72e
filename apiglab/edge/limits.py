"""What the edge reads of one request, and how long it waits for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Sizes in bytes and times in seconds, each of them per request."""

    payload: int = 10_485_760
    """The most that an API takes: API Gateway's 10 MB."""
    service_payload: int = 70_167_211
    """The most that every other service takes: what Lambda allows a deployment package in its base64."""
    request_line: int = 65_536
    """The request line's. API Gateway's own limit on URLs is lower, and its refusal has words of its own."""
    header: int = 32_768
    """One header's name and value. The sum of an API's headers has a lower limit, and a refusal of its own."""
    headers: int = 256
    """How many headers there may be."""
    head_seconds: float = 20.0
    """From the first byte of a request to the end of its headers."""
    body_seconds: float = 60.0
    """From the end of the headers to the end of the body."""
    idle_seconds: float = 75.0
    """How long an open connection may say nothing."""
    write_seconds: float = 60.0
    """How long a client may read nothing of its answer."""
    watch_seconds: float = 5.0
    """How often quiet connections and slow heads are looked for."""
    discard_seconds: float = 5.0
    """How long a body that was refused is read and dropped, so that its sender comes to read why."""
    stop_seconds: float = 1.0
    """How long running requests may take to end once the server was told to stop."""
