"""The trace of a request: every step it took, written as it happened.

The journey a learner reads, the execution log, the access log and the metrics are all views of this one record.
While the request runs a step costs one tuple; it is put into words when somebody looks.
"""

import base64
import traceback
from time import perf_counter
from typing import Any, Protocol

from apiglab.gateway.errors import GatewayError
from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.model.stream import Stream

BODY_LIMIT = 64 * 1024
"""Bytes of a body that the trace keeps."""


BODILESS = 6
"""The phases before the integration request, whose results hold no body."""


class Step(Protocol):
    """What a step's result says of itself in the journey."""

    def describe(self) -> "Description":
        """The step's outcome in words."""
        ...


class Description:
    """One step in words: outcome (passed, skipped), a stable reason, and details for people."""

    __slots__ = ("detail", "outcome", "reason")

    def __init__(self, outcome: str = "passed", reason: str | None = None, **detail: Any) -> None:
        self.outcome = outcome
        self.reason = reason
        self.detail = detail


class Phase:
    """One phase of a request's life: its name in the developer guide, and the page."""

    __slots__ = ("docs", "name")

    def __init__(self, name: str, docs: str) -> None:
        self.name = name
        self.docs = docs


class Trace:
    """One request from its arrival to its answer."""

    __slots__ = (
        "api_id",
        "cache_hit",
        "clock_offset",
        "deployment_id",
        "error",
        "extended_request_id",
        "finished",
        "is_canary",
        "path",
        "request",
        "request_id",
        "resource_id",
        "resource_method",
        "resource_path",
        "response",
        "stage",
        "started",
        "started_at",
        "steps",
    )

    def __init__(self, request: HttpRequest, api_id: str, stage: str, path: str) -> None:
        self.request = request
        self.api_id = api_id
        self.stage = stage
        self.path = path
        self.request_id = ""
        self.extended_request_id = ""
        self.deployment_id: str | None = None
        self.cache_hit: bool | None = None
        """Whether the stage's cache answered; None where it was not asked."""
        self.is_canary: bool | None = None
        """Whether the stage's canary served it; None where the stage has none."""
        self.resource_path: str | None = None
        self.resource_id: str | None = None
        self.resource_method: str | None = None
        self.started_at = 0.0
        self.clock_offset = 0.0
        self.steps: list[tuple[Phase, float, Step | BaseException | None]] = []
        self.response: Response | None = None
        self.error: GatewayError | None = None
        self.started = self.finished = perf_counter()

    def is_large(self) -> bool:
        """Whether any body in it is longer than is kept."""
        if len(self.request.body) > BODY_LIMIT or (self.response is not None and len(self.response.body) > BODY_LIMIT):
            return True
        for _, _, result in self.steps[BODILESS:]:
            body = getattr(result, "body", None)
            if body is not None and len(body) > BODY_LIMIT:
                return True
        return False

    def cut(self) -> None:
        """Let go of what is too large to keep: bodies past the limit."""
        self.request = _cut_request(self.request)
        if self.response is not None:
            response = self.response
            self.response = Response(
                response.status, response.headers, response.body[: BODY_LIMIT + 1], response.stream
            )
        for _, _, result in self.steps:
            body = getattr(result, "body", None)
            if isinstance(body, bytes) and len(body) > BODY_LIMIT:
                setattr(result, "body", body[: BODY_LIMIT + 1])  # noqa: B010  only those results that have a body

    def describe(self) -> dict[str, Any]:
        """The journey as JSON-ready values; durations in seconds."""
        error = self.error
        return {
            "request_id": self.request_id,
            "extended_request_id": self.extended_request_id,
            "api_id": self.api_id,
            "stage": self.stage,
            "deployment_id": self.deployment_id,
            "is_canary": self.is_canary,
            "method": self.request.method,
            "path": self.path,
            "resource_path": self.resource_path,
            "started_at": self.started_at,
            "clock_offset": self.clock_offset,
            "status": self.response.status if self.response else None,
            "seconds": self.finished - self.started,
            "response_type": error.response_type.value if error else None,
            "reason": error.reason if error else None,
            "steps": list(self._described_steps()),
            "request": _describe_message(self.request.headers, self.request.body),
            "response": _describe_message(self.response.headers, kept_body(self.response)) if self.response else None,
        }

    def _described_steps(self) -> list[dict[str, Any]]:
        described = []
        before = self.started
        for phase, at, result in self.steps:
            words = _describe_result(result)
            described.append(
                {
                    "phase": phase.name,
                    "docs": phase.docs,
                    "outcome": words.outcome,
                    "reason": words.reason,
                    "seconds": at - before,
                    "detail": words.detail,
                }
            )
            before = at
        return described


def _describe_result(result: "Step | BaseException | None") -> Description:
    if result is None:
        return Description("skipped", "not configured")
    if isinstance(result, GatewayError):
        faults = {"validation_error": result.validation_error} if result.validation_error else {}
        told = {"message": result.message, "log": result.log, **faults, **result.detail}
        return Description("refused", result.reason, **told)
    if isinstance(result, BaseException):
        lines = traceback.format_exception(result)
        return Description("failed", "internal_error", traceback="".join(lines))
    return result.describe()


def _cut_request(request: HttpRequest) -> HttpRequest:
    if len(request.body) <= BODY_LIMIT:
        return request
    return HttpRequest(
        request.method,
        request.path,
        request.query,
        request.headers,
        request.body[: BODY_LIMIT + 1],
        request.source_ip,
        request.scheme,
        request.protocol,
    )


def _describe_message(headers: Headers, body: bytes) -> dict[str, Any]:
    return {"headers": [list(pair) for pair in headers], **describe_body(body)}


class _Answer(Protocol):
    @property
    def body(self) -> bytes: ...

    @property
    def stream(self) -> Stream | None: ...


def kept_body(answer: _Answer) -> bytes:
    """An answer's body, or what is kept of one that was passed on as it came."""
    return answer.body if answer.stream is None else answer.stream.kept


def describe_body(body: bytes) -> dict[str, Any]:
    """A body as text where it is text, else as base64; cut at the trace's limit."""
    kept = body[:BODY_LIMIT]
    truncated = len(body) > BODY_LIMIT
    try:
        # a cut may fall inside a character: up to three bytes of it are not an error of the body's
        text = kept.decode("utf-8", "ignore" if truncated else "strict")
    except UnicodeDecodeError:
        return {"body": base64.b64encode(kept).decode(), "base64": True, "truncated": truncated}
    return {"body": text, "base64": False, "truncated": truncated}
