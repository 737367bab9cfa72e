"""The runtime's limits: AWS's where AWS has one, and what one machine can bear.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from dataclasses import dataclass

MAX_REQUEST_BYTES = 6 * 1024 * 1024
"""The largest event of a synchronous invocation."""
MAX_EVENT_BYTES = 1024 * 1024
"""The largest event of an asynchronous invocation."""
MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100
"""The largest answer of a handler: 6 MB and what wraps it, as AWS's own message counts."""
MAX_UNZIPPED_BYTES = 250 * 1024 * 1024
"""The largest a function's code and layers may be once unpacked."""
LOG_TAIL_BYTES = 4096
"""How much of an invocation's log ``X-Amz-Log-Result`` carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What may be set per runtime; the defaults suit a laptop."""

    client: str = "apiglab"
    """Which Python runtime client workers run: ``apiglab`` (ours) or ``awslambdaric`` (AWS's, on Linux)."""
    account_concurrency: int = 1000
    """Invocations in flight, waiting ones included, before an account is throttled."""
    max_workers: int = 64
    """Worker processes alive at once."""
    max_starting: int = 16
    """Workers in their init phase at once, so that a burst cannot starve every init past its limit."""
    queue_seconds: float = 20.0
    """How long an invocation waits for a worker where all of them are busy."""
    init_seconds: float = 10.0
    """AWS's limit on the init phase; what takes longer is tried once more within the invocation."""
    idle_seconds: float = 60.0
    """How long a warm worker is kept without work."""
    spare_workers: int = 8
    """Idle workers beyond this number go after ``spare_seconds`` already."""
    spare_seconds: float = 10.0
    watch_seconds: float = 0.05
    """How often working processes are looked at: are they alive, and within their memory."""
    reap_seconds: float = 1.0
    """How often idle workers are looked at."""
    log_seconds: float = 0.05
    """How long log lines are gathered before they go to CloudWatch Logs in one call."""
    log_bytes: int = 1024 * 1024
    """How much of one invocation's output is kept."""
    retry_delays: tuple[float, ...] = (1.0, 2.0)
    """Pauses before the retries of a failed asynchronous invocation: seconds here, minutes at AWS."""
    throttle_delay: float = 1.0
    """The first pause after an asynchronous invocation was throttled; it doubles up to five minutes."""
    max_event_age: float = 6 * 3600.0
    """How long an asynchronous invocation is tried at most."""
    max_events: int = 10_000
    """Asynchronous invocations that may be waiting at once."""
    max_request_bytes: int = MAX_REQUEST_BYTES
