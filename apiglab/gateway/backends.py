"""The one seam between the gateway and whatever does the work behind it."""

from typing import Protocol

from apiglab.model.backend import BackendRequest
from apiglab.model.function import Invocation
from apiglab.model.http import Response


class Backends(Protocol):
    """What an integration may call; ``stack.py`` gives the real one, a test three lines of its own."""

    async def invoke_lambda(
        self, function: str, payload: bytes, *, region: str, account_id: str, source_arn: str, trace_id: str
    ) -> Invocation:
        """Invoke a function synchronously on behalf of API Gateway.

        ``function`` is what stands in the integration's URI: an ARN or a name, with or without a version or alias.
        ``source_arn`` is the method's ARN, which the function's resource policy is checked against.

        Raises ``LambdaError``: ``ResourceNotFoundException`` where there is no such function,
        ``AccessDeniedException`` where its policy does not let API Gateway in,
        ``TooManyRequestsException`` where its concurrency is spent.
        """
        ...

    async def send_http(self, request: BackendRequest) -> Response:
        """Send a request and read the whole answer; raises ``BackendError``."""
        ...
