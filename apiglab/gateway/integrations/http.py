"""HTTP and HTTP_PROXY: a backend that is reached by its URL.

https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html

How AWS does this
-----------------
HTTP sends only what is mapped; HTTP_PROXY sends the client's request, with what is mapped over its headers and after
its query string. Either names the API to the backend, and neither lets hop-by-hop headers through.
"""

from urllib.parse import urlencode, urlsplit

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import HttpIntegration
from apiglab.gateway.compression import plain_body
from apiglab.gateway.content_handling import convert_request, convert_response
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.integrations.backend_refusal import refusal
from apiglab.gateway.integrations.integration_uri import fill_path, fill_stage_variables
from apiglab.gateway.integrations.lambda_event import DROPPED
from apiglab.gateway.integrations.lambda_proxy import REMAPPED
from apiglab.gateway.parameter_mapping import MappedParameters, map_parameters
from apiglab.gateway.request_template import map_body
from apiglab.gateway.response_mapping import map_backend_answer
from apiglab.gateway.routing import Route
from apiglab.model.backend import BackendError, BackendRequest
from apiglab.model.http import Headers, Pair

# Dropped from the outgoing request even where mapped; fact: headers.dropped-to-http-backends
_NEVER_SENT = frozenset({"expect", "proxy-authenticate", "te", "via"})

# The client's own, not passed on by HTTP_PROXY unless mapped; fact: headers.not-forwarded
_NOT_FORWARDED = frozenset({"host", "content-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id"})

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})

_NOT_PASSED_BACK = frozenset({"transfer-encoding", "content-encoding", "via"})


def map_request(call: Call, route: Route, integration: HttpIntegration) -> EndpointRequest:
    """The backend's URL, headers and body."""
    handling, overrides = integration.content_handling, None
    if integration.proxy:
        types, content_type = call.deployment.binary_media_types, call.request.headers.get("Content-Type")
        body = convert_request(call.request.body, content_type, types, handling)
    else:
        body, overrides = map_body(call, route, integration.templates, integration.passthrough_behavior, handling)
    parameters = map_parameters(call, integration.mappings, route.path_parameters, overrides)
    method = call.request.method if integration.http_method == "ANY" else integration.http_method
    url = _url(call, integration, parameters)
    request = BackendRequest(
        method=method,
        url=url,
        headers=Headers(_headers(call, integration, parameters, method)),
        body=body,
        timeout=integration.timeout,
        stream_idle=integration.stream_idle,
        verify_tls=not integration.insecure_skip_verification,
        client_certificate=call.stage.client_certificate_id if url.startswith("https:") else None,
        vpc_link=None if integration.vpc_link is None else fill_stage_variables(call, integration.vpc_link),
    )
    return EndpointRequest(url, body, backend=request, overrides=overrides)


def _url(call: Call, integration: HttpIntegration, parameters: MappedParameters) -> str:
    uri = fill_path(fill_stage_variables(call, integration.uri), parameters.path)
    parts = urlsplit(uri)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise configuration_error("integration.http.invalid_endpoint", f"Invalid endpoint address: {uri}")
    query = [parts.query] if parts.query else []
    if integration.proxy and call.request.query:
        query.append(call.request.query)
    if parameters.query:
        query.append(urlencode(parameters.query))
    return f"{parts.scheme}://{parts.netloc}{parts.path or '/'}" + (f"?{'&'.join(query)}" if query else "")


def _headers(call: Call, integration: HttpIntegration, parameters: MappedParameters, method: str) -> list[Pair]:
    """The headers for the backend: the client's own for a proxy, then the mapped, then what API Gateway adds."""
    mapped = [pair for pair in parameters.headers if pair[0].lower() not in _NEVER_SENT]
    names = {name.lower() for name, _ in mapped}
    headers = [pair for pair in _forwarded(call) if pair[0].lower() not in names] if integration.proxy else []
    headers += mapped
    sent = {name.lower() for name, _ in headers}
    defaults = [("Accept", "application/json"), ("User-Agent", f"AmazonAPIGateway_{call.rest_api.id}")]
    if method not in _BODILESS:
        defaults.append(("Content-Type", call.request.headers.get("Content-Type") or "application/json"))
    headers += [pair for pair in defaults if pair[0].lower() not in sent]
    headers.append(("X-Amzn-Trace-Id", call.trace_id))
    headers.append(("x-amzn-apigateway-api-id", call.rest_api.id))
    return headers


def _forwarded(call: Call) -> list[Pair]:
    return [
        (name, value)
        for name, value in call.request.headers.pairs
        if (lowered := name.lower()) not in DROPPED
        and lowered not in _NOT_FORWARDED
        and lowered not in _NEVER_SENT
        # a signature was for API Gateway and is no business of the backend's; fact: headers.signature-dropped
        and not (lowered == "authorization" and value.startswith("AWS4-HMAC-SHA256"))
    ]


async def send(call: Call, request: BackendRequest) -> EndpointResponse:
    """Ask the backend; what it does wrong becomes AWS's 500 or 504."""
    try:
        answer = await call.backends.send_http(request)
    except BackendError as error:
        raise refusal(error) from error
    return EndpointResponse(answer.status, answer.body, headers=answer.headers, stream=answer.stream)


def map_response(
    call: Call,
    route: Route,
    integration: HttpIntegration,
    endpoint_request: EndpointRequest,
    endpoint_response: EndpointResponse,
) -> MappedResponse:
    """A proxy's answer as it came, any other by its integration response."""
    if not integration.proxy:
        selector = str(endpoint_response.status)
        return map_backend_answer(call, route, integration.responses, selector, endpoint_request, endpoint_response)
    stream = endpoint_response.stream
    # fact: headers.dropped-from-http-backends, streaming.as-it-comes
    headers = [
        (REMAPPED.get(name.lower(), name), value)
        for name, value in endpoint_response.headers.pairs
        if (lowered := name.lower()) not in _NOT_PASSED_BACK or (stream is not None and lowered == "content-encoding")
    ]
    body = _body(call, endpoint_response) if stream is None else b""
    return MappedResponse(endpoint_response.status, headers, body, stream=stream)


def _body(call: Call, answer: EndpointResponse) -> bytes:
    """A backend's body for the client: its coding undone, then text or binary. fact: payload.http-proxy"""
    try:
        body = plain_body(answer.body, answer.headers.get("Content-Encoding"))
    except BackendError as error:
        raise refusal(error) from error
    content_type, accept = answer.headers.get("Content-Type"), call.request.headers.get("Accept")
    return convert_response(body, content_type, accept, call.deployment.binary_media_types, None)
