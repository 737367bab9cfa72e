"""What goes to the backend and what comes back, in the words of AWS's execution log."""

from typing import Any

from apiglab.gateway.compiled import CompiledIntegrationResponse
from apiglab.gateway.overrides import Overrides
from apiglab.gateway.trace import Description, describe_body, kept_body
from apiglab.model.backend import AwsCall, BackendRequest
from apiglab.model.function import Invocation
from apiglab.model.http import Headers, Pair
from apiglab.model.stream import Stream

NO_HEADERS = Headers()


class EndpointRequest:
    """The request as the backend gets it."""

    __slots__ = ("backend", "body", "event", "function", "overrides", "service_call", "uri")

    def __init__(
        self,
        uri: str,
        body: bytes,
        *,
        function: str = "",
        event: bool = False,
        backend: BackendRequest | None = None,
        service_call: AwsCall | None = None,
        overrides: Overrides | None = None,
    ) -> None:
        self.uri = uri
        self.body = body
        self.function = function
        """The Lambda function to invoke, where that is the backend."""
        self.event = event
        """Whether the function is handed the body for later, and nobody waits for what it gives."""
        self.backend = backend
        """The HTTP request to send, where the backend is reached so."""
        self.service_call = service_call
        """What to ask an AWS service, where that is the backend."""
        self.overrides = overrides
        """What the request's template overrode; the response's template sees it and may add to it."""

    def describe(self) -> Description:
        """The endpoint and the body after transformations."""
        detail: dict[str, Any] = {"uri": self.uri, **describe_body(self.body)}
        sent = self.backend or self.service_call
        if sent is not None:
            detail["method"] = sent.method
            detail["headers"] = [list(pair) for pair in sent.headers]
        if self.service_call is not None:
            detail["query"] = [list(pair) for pair in self.service_call.query]
            detail["credentials"] = self.service_call.credentials.arn
        return Description(**detail)


class EndpointResponse:
    """The backend's answer before any mapping."""

    __slots__ = ("body", "headers", "invocation", "status", "stream")

    def __init__(
        self,
        status: int,
        body: bytes,
        *,
        headers: Headers = NO_HEADERS,
        invocation: Invocation | None = None,
        stream: Stream | None = None,
    ) -> None:
        self.status = status
        self.body = body
        self.headers = headers
        self.invocation = invocation
        """What the Lambda service said of the call, where the backend is a function."""
        self.stream = stream
        """The body, where it is passed on as it comes."""

    def describe(self) -> Description:
        """Status, body, and of a function also its request id, times and whether it started cold."""
        detail: dict[str, Any] = {"status": self.status, **describe_body(kept_body(self))}
        if self.stream is not None:
            detail |= {"streamed_bytes": self.stream.size, "broken_off": self.stream.broken}
        if self.headers:
            detail["headers"] = [list(pair) for pair in self.headers]
        invocation = self.invocation
        if invocation is not None:
            detail["lambda_request_id"] = invocation.request_id
            detail["executed_version"] = invocation.executed_version
            detail["function_error"] = invocation.function_error
            detail["handler_seconds"] = invocation.seconds
            detail["cold_start_seconds"] = invocation.init_seconds
        return Description(**detail)


class MappedResponse:
    """The answer after the integration response, before the standard headers."""

    __slots__ = ("body", "chosen", "headers", "status", "stream")

    def __init__(
        self,
        status: int,
        headers: list[Pair],
        body: bytes,
        *,
        chosen: CompiledIntegrationResponse | None = None,
        stream: Stream | None = None,
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.chosen = chosen
        """The integration response that made it; None for a proxy's answer and a refusal."""
        self.stream = stream
        """The body, where it is passed on as it comes."""

    @property
    def selected(self) -> int:
        """The status of the integration response: ``status``, unless a template overrode it."""
        return self.status if self.chosen is None else self.chosen.status_code

    def describe(self) -> Description:
        """Status, headers and body, and which integration response was chosen."""
        headers = [list(pair) for pair in self.headers]
        detail = {"status": self.status, "headers": headers, **describe_body(kept_body(self))}
        if self.chosen is not None:
            detail["chosen"] = self.chosen.describe()
        return Description(**detail)
