"""What the runtime needs of the rest of the lab: functions, somewhere to log, and credentials of roles."""

from collections.abc import Sequence
from typing import Protocol

from apiglab.model.function import Function


class FunctionSource(Protocol):
    """Where functions, their versions, aliases and resource policies are kept."""

    def find(self, reference: str, *, account_id: str, region: str, qualifier: str | None = None) -> Function:
        """The version that a name, partial ARN or ARN means, with the alias or version in it or in ``qualifier``.

        Raises ``LambdaError`` with ``ResourceNotFoundException`` where there is none.
        """
        ...

    def allows(self, function: Function, *, qualifier: str | None, principal: str, source_arn: str) -> bool:
        """Whether the function's resource policy lets that service principal invoke it from that ARN."""
        ...


class LogSink(Protocol):
    """CloudWatch Logs, as far as Lambda writes to it."""

    def write(self, function: Function, stream: str, events: Sequence[tuple[int, str]]) -> None:
        """Append ``events`` (milliseconds since the epoch, message) to a stream of the function's log group."""
        ...


class RoleCredentials(Protocol):
    """STS, as far as Lambda needs it: temporary credentials of execution roles."""

    def for_role(self, role_arn: str, account_id: str) -> tuple[str, str, str]:
        """Access key id, secret access key and session token of a fresh session of the role."""
        ...
