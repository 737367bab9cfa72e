"""The execution log of a request, in AWS's words: a view of its trace.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html

How AWS does this
-----------------
TestInvokeMethod answers with it; a stage that logs at INFO sends it to CloudWatch. It goes from the method request
over the endpoint's request and response to the method response, or breaks off with the reason of a refusal. A MOCK
has no endpoint. fact: execution-log.messages
"""

from collections.abc import Iterable, Iterator, Mapping
from time import gmtime
from urllib.parse import parse_qsl

from apiglab.gateway.call import Call
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.routing import Route
from apiglab.gateway.trace import BODY_LIMIT, Trace, kept_body
from apiglab.model.arn import parse_integration_arn
from apiglab.model.http import Pair

Line = tuple[float, str]
"""When, in seconds since the epoch, and what."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECRET = frozenset({"authorization", "x-api-key", "x-amz-security-token"})
_STANDARD = frozenset({"x-amzn-requestid", "x-amz-apigw-id"})
_LONGEST = 1024
_TRUNCATED = " [TRUNCATED]"
_DATA = (
    "Method request path:",
    "Method request query string:",
    "Method request headers:",
    "Method request body",
    "Endpoint request headers:",
    "Endpoint request body",
    "Endpoint response headers:",
    "Endpoint response body",
    "Method response body",
    "Method response headers:",
)
"""Messages that only a stage with data tracing logs."""
_OF_SUCCESS = ("HTTP Method:", "Endpoint request URI:", "Sending request", "Received response", "Successfully")
_SHOWN = 6
"""Characters at the end of a secret that are shown. fact: execution-log.secrets"""


def log_text(trace: Trace) -> str:
    """The log as TestInvokeMethod answers it."""
    lines = (f"{_date(at)} : {message}\n" for at, message in execution_log(trace))
    return f"Execution log for request {trace.request_id}\n" + "".join(lines)


def stage_log(call: Call, *, level: str, data_trace: bool) -> list[tuple[int, str]]:
    """What a stage that logs sends to CloudWatch: milliseconds since the epoch, and messages.

    fact: execution-log.levels, execution-log.cut
    """
    trace = call.trace
    failed = trace.error is not None or (trace.response is not None and trace.response.status >= 500)
    if level == "ERROR" and not failed:
        return []
    lines = [] if level == "ERROR" else [(trace.started_at, message) for message in _usage_plan(call)]
    lines += execution_log(trace)
    if level == "ERROR":
        lines = [line for line in lines if not line[1].startswith(_OF_SUCCESS)]
    if not data_trace or level == "ERROR":
        lines = [line for line in lines if not line[1].startswith(_DATA)]
    return [(int(at * 1000), _cut(f"({trace.request_id}) {message}")) for at, message in lines]


def _usage_plan(call: Call) -> Iterator[str]:
    """How the key was found good, which AWS logs before everything else. fact: execution-log.messages"""
    place = f"{call.rest_api.id}/{call.stage.stage_name}"
    key = _masked(call.api_key) if call.api_key else ""
    method = f"{call.request.method} {call.trace.resource_path or call.path}"
    yield f"Extended Request Id: {call.extended_request_id}"
    yield f"Verifying Usage Plan for request: {call.request_id}. API Key: {key} API Stage: {place}"
    if not key:
        yield (
            f"API Key  authorized because method '{method}' does not require API Key. "
            "Request will not contribute to throttle or quota limits"
        )
    yield f"Usage Plan check succeeded for API Key {key} and API Stage {place}"


def _cut(message: str) -> str:
    """A message as long as an event may be. fact: execution-log.cut"""
    if len(message) <= _LONGEST:
        return message
    return message[: _LONGEST - len(_TRUNCATED)] + _TRUNCATED


def execution_log(trace: Trace) -> list[Line]:
    """Every message of a finished request, with bodies: what AWS logs at INFO with data tracing."""
    lines = [(trace.started_at, message) for message in _method_request(trace)]
    endpoint: EndpointRequest | None = None
    before = trace.started
    for _, at, result in trace.steps:
        messages: Iterable[str] = ()
        if isinstance(result, EndpointRequest) and result.uri != "mock":
            endpoint = result
            messages = _endpoint_request(trace, result)
        elif isinstance(result, EndpointResponse) and endpoint is not None:
            messages = _endpoint_response(result, at - before)
        lines += [(trace.started_at + at - trace.started, message) for message in messages]
        before = at
    end = trace.started_at + trace.finished - trace.started
    return lines + [(end, message) for message in _method_response(trace)]


def _method_request(trace: Trace) -> Iterator[str]:
    request = trace.request
    route = next((result for _, _, result in trace.steps if isinstance(result, Route)), None)
    yield f"Starting execution for request: {trace.request_id}"
    yield f"HTTP Method: {request.method}, Resource Path: {trace.path}"
    yield f"Method request path: {_map(route.path_parameters if route else {})}"
    yield f"Method request query string: {_map(dict(parse_qsl(request.query, keep_blank_values=True)))}"
    yield f"Method request headers: {_headers(request.headers)}"
    yield f"Method request body before transformations: {_text(request.body)}"


def _endpoint_request(trace: Trace, sent: EndpointRequest) -> Iterator[str]:
    address = _address(sent.uri)
    message = sent.backend or sent.service_call
    yield f"Endpoint request URI: {address}"
    yield f"Endpoint request headers: {_headers(message.headers if message else _invocation_headers(trace))}"
    yield f"Endpoint request body after transformations: {_text(sent.body)}"
    yield f"Sending request to {address}"


def _endpoint_response(received: EndpointResponse, seconds: float) -> Iterator[str]:
    yield f"Received response. Status: {received.status}, Integration latency: {round(seconds * 1000)} ms"
    yield f"Endpoint response headers: {_headers(received.headers)}"
    yield f"Endpoint response body before transformations: {_text(kept_body(received))}"


def _method_response(trace: Trace) -> Iterator[str]:
    response = trace.response
    if trace.error is not None:
        yield _reason(trace.error)
    elif response is not None:
        headers = [pair for pair in response.headers if pair[0].lower() not in _STANDARD]
        # What was coded for the client is logged as it was before; fact: compression.log
        mapped = next((result for _, _, result in trace.steps if isinstance(result, MappedResponse)), response)
        yield f"Method response body after transformations: {_text(kept_body(mapped))}"
        yield f"Method response headers: {_headers(headers)}"
        yield "Successfully completed execution"
    if response is not None:
        yield f"Method completed with status: {response.status}"


def _reason(error: GatewayError) -> str:
    """Why a request was refused. fact: execution-log.refusals"""
    if error.response_type is ResponseType.BAD_REQUEST_BODY and error.validation_error:
        return f"Request body does not match model schema for content type application/json: {error.validation_error}"
    return error.log or error.message or error.reason


def _invocation_headers(trace: Trace) -> list[Pair]:
    """Those with which AWS calls Lambda, but for the signature. fact: execution-log.lambda-headers"""
    return [
        ("x-amzn-lambda-integration-tag", trace.request_id),
        ("x-amzn-apigateway-api-id", trace.api_id),
        ("Accept", "application/json"),
        ("User-Agent", f"AmazonAPIGateway_{trace.api_id}"),
    ]


def _address(uri: str) -> str:
    """An integration's ARN as the address that it stands for; any other URI as it is."""
    arn = parse_integration_arn(uri)
    if arn is None:
        return uri
    target = f"?Action={arn.target}" if arn.kind == "action" else arn.target.removeprefix("/")
    return f"https://{arn.service}.{arn.region}.amazonaws.com/{target}"


def _headers(headers: Iterable[Pair]) -> str:
    """Header pairs as Java prints a map; repeated ones together, secrets masked but for their end."""
    values: dict[str, str] = {}
    for name, value in headers:
        shown = _masked(value) if name.lower() in _SECRET else value
        values[name] = f"{values[name]},{shown}" if name in values else shown
    return _map(values)


def _masked(value: str) -> str:
    shown = value[-_SHOWN:] if len(value) > 2 * _SHOWN else ""
    return "*" * (len(value) - len(shown)) + shown


def _map(values: Mapping[str, str]) -> str:
    """A map as Java prints one."""
    return "{" + ", ".join(f"{name}={value}" for name, value in values.items()) + "}"


def _text(body: bytes) -> str:
    """A body in one log message; what is no text shows as such."""
    text = body[:BODY_LIMIT].decode("utf-8", "replace")
    return f"{text} [TRUNCATED]" if len(body) > BODY_LIMIT else text


def _date(at: float) -> str:
    """Java's ``EEE MMM dd HH:mm:ss UTC yyyy``, in English on every machine."""
    t = gmtime(at)
    clock = f"{t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02}"
    return f"{_DAYS[t.tm_wday]} {_MONTHS[t.tm_mon - 1]} {t.tm_mday:02} {clock} UTC {t.tm_year}"
