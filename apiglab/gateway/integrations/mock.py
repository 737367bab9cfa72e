"""MOCK: an integration without a backend, answered from its own templates.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
"""

import re

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import CompiledIntegrationResponse, MockIntegration, Templates
from apiglab.gateway.endpoint import EndpointRequest, MappedResponse
from apiglab.gateway.errors import GatewayError, ResponseType, configuration_error
from apiglab.gateway.mapping_template import render
from apiglab.gateway.overrides import Overrides
from apiglab.gateway.routing import Route
from apiglab.gateway.variables import mapped_value
from apiglab.language.pattern import PatternTimeoutError
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.template import Template
from apiglab.model.http import Pair

JSON = "application/json"

# fact: mock.lenient-status-code  AWS takes {statusCode: 200} without quotes as well
_STATUS_CODE = re.compile(rb"""["']?statusCode["']?\s*:\s*(?P<quote>["']?)(?P<code>[1-5]\d\d)(?P=quote)\s*[,}]""")


def map_request(call: Call, route: Route, integration: MockIntegration) -> EndpointRequest:
    """The rendered request template, or the client's body where that is passed through."""
    content_type = call.request.headers.get("Content-Type")
    mime = content_type.partition(";")[0].strip() if content_type else JSON
    template = integration.templates.get(mime)
    if template is not None:
        overrides = Overrides()
        text = render(call, route, template, call.request.body, overrides)
        return EndpointRequest("mock", text.encode(), overrides=overrides)
    behavior = integration.passthrough_behavior
    if behavior == "NEVER" or (behavior == "WHEN_NO_TEMPLATES" and integration.templates):
        raise GatewayError(ResponseType.UNSUPPORTED_MEDIA_TYPE, reason="integration_request.unsupported_media_type")
    return EndpointRequest("mock", call.request.body)


def map_response(
    call: Call, route: Route, integration: MockIntegration, endpoint_request: EndpointRequest
) -> MappedResponse:
    """The integration response chosen by the status that the request template named."""
    found = _STATUS_CODE.search(endpoint_request.body)
    if found is None:
        raise configuration_error(
            "integration.mock.no_status_code",
            "Unable to parse statusCode. It should be an integer that is defined in the request template.",
        )
    chosen = select(integration.responses, found["code"].decode())
    headers: list[Pair] = []
    for name, expression in chosen.headers:
        value = mapped_value(call, expression, route.path_parameters)
        if value is not None:
            headers.append((name, value))
    template = choose_by_accept(chosen.templates, call.request.headers.get("Accept"))
    overrides = endpoint_request.overrides or Overrides()
    body = b"" if template is None else render(call, route, template, b"", overrides).encode()
    overridden = overrides.response_headers
    if overridden:
        names = {name.lower() for name, _ in overridden}
        headers = [pair for pair in headers if pair[0].lower() not in names] + overridden
    return MappedResponse(
        overrides.status or chosen.status_code,
        headers,
        body,
        chosen=_describe_choice(chosen),
        selected=chosen.status_code,
    )


def select(responses: tuple[CompiledIntegrationResponse, ...], text: str) -> CompiledIntegrationResponse:
    """The first response whose pattern matches all of ``text``, else the one without a pattern."""
    default = None
    for response in responses:
        if response.pattern is None:
            default = default or response
        elif _matches(response, text):
            return response
    if default is None:
        raise configuration_error(
            "integration_response.no_match",
            "No match for output mapping and no default output mapping configured. "
            f"Endpoint Response Status Code: {text}",
        )
    return default


def choose_by_accept(templates: Templates, accept: str | None) -> Template | VtlError | None:
    """The response template for the request's Accept header. fact: integration-response.template-by-accept"""
    if not templates:
        return None
    wanted = (accept or JSON).partition(",")[0].partition(";")[0].strip()
    return templates.get(wanted) or templates.get(JSON) or next(iter(templates.values()))


def _matches(response: CompiledIntegrationResponse, text: str) -> bool:
    try:
        return response.pattern is not None and response.pattern.matches(text)
    except PatternTimeoutError as error:
        raise configuration_error(
            "integration_response.pattern_timeout", f"The selection pattern took too long: {error}"
        ) from error


def _describe_choice(chosen: CompiledIntegrationResponse) -> str:
    if chosen.pattern is None:
        return f"{chosen.status_code}, the default"
    return f"{chosen.status_code}, whose selection pattern {chosen.pattern.source!r} matched"
