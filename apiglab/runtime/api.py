"""Lambda's Invoke operation over HTTP; every other operation on functions is the control plane's.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

import base64
import binascii
import json
import re
from urllib.parse import parse_qs, unquote

from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.model.http import Headers, HttpRequest, Pair, Response
from apiglab.runtime.launch import check_runtime
from apiglab.runtime.service import LambdaService, too_large
from apiglab.runtime.settings import MAX_REQUEST_BYTES

_INVOKE = re.compile(r"/2015-03-31/functions/(?P<name>[^/]+)/invocations")
_REFUSED = {
    "InvokeWithResponseStream": re.compile(r"/2021-11-15/functions/[^/]+/response-streaming-invocations"),
    "InvokeAsync": re.compile(r"/2014-11-13/functions/[^/]+/invoke-async/?"),
}
_CAPITAL_MESSAGE = ("ResourceNotFoundException", "ServiceException", "RequestEntityTooLargeException")
"""Errors whose text AWS sends as ``Message``; in all others the member is ``message``."""
_MAX_CLIENT_CONTEXT = 3583


class InvokeApi:
    """Answers requests for Invoke."""

    def __init__(self, service: LambdaService) -> None:
        self._service = service

    async def respond(self, request: HttpRequest, *, account_id: str, region: str) -> Response:
        """The answer to one request; refusals are AWS's errors."""
        request_id = self._service.new_request_id()
        try:
            match = _INVOKE.fullmatch(request.path)
            if match is None or request.method != "POST":
                raise _not_here(request)
            name = unquote(match["name"])
            qualifier = parse_qs(request.query).get("Qualifier", [None])[0]
            function = self._service.functions.find(name, account_id=account_id, region=region, qualifier=qualifier)
            return await self._invoke(request, function, qualifier or _qualifier_of(name), request_id)
        except LambdaError as error:
            return error_response(error, request_id)

    async def _invoke(
        self, request: HttpRequest, function: Function, qualifier: str | None, request_id: str
    ) -> Response:
        headers = request.headers
        kind = headers.get("X-Amz-Invocation-Type") or "RequestResponse"
        payload = request.body or b"{}"
        if len(payload) > MAX_REQUEST_BYTES and kind != "Event":
            raise too_large(MAX_REQUEST_BYTES)
        _check_json(payload)
        if kind == "DryRun":
            check_runtime(function)
            return Response(204, Headers([("x-amzn-RequestId", request_id)]))
        trace_id = headers.get("X-Amzn-Trace-Id")
        if kind == "Event":
            await self._service.invoke_event(function, payload, trace_id=trace_id, request_id=request_id)
            return Response(202, Headers([("x-amzn-RequestId", request_id), ("X-Amzn-Remapped-Content-Length", "0")]))
        if kind != "RequestResponse":
            raise _invalid("invocationType", kind, "[Event, RequestResponse, DryRun]")
        invocation = await self._service.invoke(
            function,
            payload,
            trace_id=trace_id,
            client_context=_client_context(headers.get("X-Amz-Client-Context")),
            log_tail=_wants_tail(headers.get("X-Amz-Log-Type") or "None"),
            qualifier=qualifier,
            request_id=request_id,
        )
        return _response(invocation)


def _response(invocation: Invocation) -> Response:
    pairs: list[Pair] = [
        ("Content-Type", "application/json"),
        ("x-amzn-RequestId", invocation.request_id),
        ("X-Amz-Executed-Version", invocation.executed_version),
        ("X-Amzn-Remapped-Content-Length", "0"),
    ]
    if invocation.function_error is not None:
        pairs.append(("X-Amz-Function-Error", invocation.function_error))
    if invocation.log_tail:
        pairs.append(("X-Amz-Log-Result", base64.b64encode(invocation.log_tail).decode("ascii")))
    return Response(200, Headers(pairs), invocation.payload)


def error_response(error: LambdaError, request_id: str) -> Response:
    """A refusal as Lambda sends it."""
    member = "Message" if error.code in _CAPITAL_MESSAGE else "message"
    sender = "Server" if error.status >= 500 else "User"
    body = {"Type": sender, **error.members, member: error.message}
    pairs = [("Content-Type", "application/json"), ("x-amzn-RequestId", request_id), ("x-amzn-ErrorType", error.code)]
    return Response(error.status, Headers(pairs), json.dumps(body).encode())


def _not_here(request: HttpRequest) -> LambdaError:
    for operation, pattern in _REFUSED.items():
        if pattern.fullmatch(request.path):
            message = f"The local Lambda does not have {operation}; use Invoke."
            return LambdaError("InvalidParameterValueException", 400, message)
    message = f"The local Lambda has no operation {request.method} {request.path}"
    return LambdaError("UnknownOperationException", 404, message)


def _qualifier_of(name: str) -> str | None:
    """The version or alias at the end of a name or ARN: ``my-function:live``."""
    parts = name.split(":")
    named = parts[7:8] if name.startswith("arn:") else parts[3:4] if "function" in parts[1:2] else parts[1:2]
    return named[0] if named else None


def _check_json(payload: bytes) -> None:
    try:
        json.loads(payload, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        message = f"Could not parse request body into json: Could not parse payload into json: {error}"
        raise LambdaError("InvalidRequestContentException", 400, message) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"Non-standard token '{name}'")


def _client_context(header: str | None) -> str | None:
    """The JSON in ``X-Amz-Client-Context``."""
    if not header:
        return None
    if len(header) > _MAX_CLIENT_CONTEXT:
        message = f"Client context must be no more than {_MAX_CLIENT_CONTEXT} bytes of base64-encoded data"
        raise LambdaError("InvalidRequestContentException", 400, message)
    try:
        return json.dumps(json.loads(base64.b64decode(header, validate=True)))
    except (ValueError, binascii.Error) as error:
        message = "Client context must be a valid Base64-encoded JSON object."
        raise LambdaError("InvalidRequestContentException", 400, message) from error


def _wants_tail(log_type: str) -> bool:
    if log_type not in ("None", "Tail"):
        raise _invalid("logType", log_type, "[None, Tail]")
    return log_type == "Tail"


def _invalid(member: str, value: str, allowed: str) -> LambdaError:
    message = (
        f"1 validation error detected: Value '{value}' at '{member}' failed to satisfy constraint: "
        f"Member must satisfy enum value set: {allowed}"
    )
    return LambdaError("ValidationException", 400, message)
