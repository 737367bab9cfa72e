"""A Lambda function as the runtime needs it, and what came of invoking it.

https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
"""

from dataclasses import dataclass, field

from apiglab.model.frozen import EMPTY, FrozenMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer's ARN and its zip, unpacked under ``/opt``."""

    arn: str
    code: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One version of one function: its configuration and its code, as frozen as AWS's versions."""

    function_name: str
    function_arn: str
    """The unqualified ARN."""
    version: str = "$LATEST"
    account_id: str
    region: str
    runtime: str = "python3.13"
    handler: str
    role: str
    timeout: int = 3
    """Seconds."""
    memory_size: int = 128
    """MB."""
    environment: FrozenMap[str, str] = EMPTY
    code: bytes = field(repr=False)
    """The deployment package: a zip."""
    code_sha_256: str
    layers: tuple[Layer, ...] = ()
    reserved_concurrent_executions: int | None = None
    log_group: str
    revision_id: str
    """Changes whenever code or configuration do: workers of an older revision are retired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What one synchronous invocation gave."""

    request_id: str
    payload: bytes
    """The handler's JSON, or the error's JSON where ``function_error`` is set."""
    function_error: str | None = None
    """``Unhandled`` where the handler raised, timed out or its process ended; None on success."""
    log_tail: bytes = b""
    """The last 4 KB of the invocation's log."""
    executed_version: str = "$LATEST"
    seconds: float = 0.0
    """Time spent in the handler."""
    init_seconds: float | None = None
    """Time a cold start took; None where a warm worker answered."""


class LambdaError(Exception):
    """A refusal by the Lambda service itself, before any code ran: AWS's code, status and message."""

    def __init__(self, code: str, status: int, message: str, **members: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.status = status
        self.message = message
        self.members = members
        """Further members of the error's body, such as ``Reason`` of TooManyRequestsException."""
