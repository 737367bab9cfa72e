"""The one seam between the gateway and whatever does the work behind it."""

from typing import Protocol, TypedDict, Unpack

from apiglab.model.backend import AwsCall, BackendRequest
from apiglab.model.credentials import Credentials
from apiglab.model.function import Invocation
from apiglab.model.http import Response


class Permission(TypedDict):
    """On whose behalf a function is invoked."""

    region: str
    account_id: str
    source_arn: str
    """The method's ARN, which the function's resource policy is checked against."""
    trace_id: str
    credentials: Credentials | None
    """As whom to invoke it, in place of asking that policy."""


class Backends(Protocol):
    """What an integration may call; ``stack.py`` gives the real one, a test three lines of its own."""

    async def invoke_lambda(self, function: str, payload: bytes, **permission: Unpack[Permission]) -> Invocation:
        """Invoke a function synchronously on behalf of API Gateway.

        ``function`` is what stands in the integration's URI: an ARN or a name, with or without a version or alias.

        Raises ``LambdaError``: ``ResourceNotFoundException`` where there is no such function,
        ``AccessDeniedException`` where its policy does not let API Gateway in,
        ``TooManyRequestsException`` where its concurrency is spent. Raises ``BackendError`` where the role cannot be
        taken on.
        """
        ...

    async def invoke_lambda_event(self, function: str, payload: bytes, **permission: Unpack[Permission]) -> None:
        """Have a function invoked asynchronously; it raises what ``invoke_lambda`` does, before the function runs."""
        ...

    async def call_aws(self, call: AwsCall) -> Response:
        """Ask an AWS service; raises ``BackendError`` where the role cannot be taken on or nothing such is there."""
        ...

    async def send_http(self, request: BackendRequest) -> Response:
        """Send a request and read the whole answer; raises ``BackendError``."""
        ...
