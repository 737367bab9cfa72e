"""Integration responses of non-proxy integrations: which one is chosen, and what it makes of the backend's answer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
"""

from time import perf_counter

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import CompiledIntegrationResponse, Templates
from apiglab.gateway.content_handling import convert_response
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.mapping_template import render
from apiglab.gateway.overrides import Overrides
from apiglab.gateway.parameter_mapping import body_value
from apiglab.gateway.routing import Route
from apiglab.gateway.variables import mapped_value
from apiglab.language.mapping_expression import MappingExpression, Source
from apiglab.language.pattern import DEADLINE, JavaPattern, PatternTimeoutError
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.template import Template
from apiglab.model.http import Pair

JSON = "application/json"
_A_MOMENT = 0.0001
"""Seconds that a pattern has when the others have used theirs up: enough for an honest one."""

# Renamed where they are mapped; fact: headers.remapped-when-mapped
_REMAPPED = frozenset(
    {
        "authorization",
        "connection",
        "content-length",
        "content-md5",
        "date",
        "expect",
        "host",
        "max-forwards",
        "proxy-authenticate",
        "server",
        "trailer",
        "upgrade",
        "user-agent",
        "www-authenticate",
    }
)


def map_backend_answer(
    call: Call,
    route: Route,
    responses: tuple[CompiledIntegrationResponse, ...],
    selector: str,
    endpoint_request: EndpointRequest,
    endpoint_response: EndpointResponse,
) -> MappedResponse:
    """A real backend's answer mapped; headers that API Gateway keeps for itself are renamed."""
    mapped = map_answer(call, route, responses, selector, endpoint_response, endpoint_request.overrides)
    mapped.headers = [
        (f"x-amzn-Remapped-{name}" if name.lower() in _REMAPPED else name, value)
        for name, value in mapped.headers
        if name.lower() != "transfer-encoding"
    ]
    mapped.headers.append(("X-Amzn-Trace-Id", f"{call.trace_id};Sampled=0"))
    return mapped


def map_answer(
    call: Call,
    route: Route,
    responses: tuple[CompiledIntegrationResponse, ...],
    selector: str,
    endpoint_response: EndpointResponse,
    overrides: Overrides | None,
) -> MappedResponse:
    """The answer by the integration response whose pattern matches ``selector``: a status or an error's message."""
    chosen = select(responses, selector, endpoint_response.status)
    headers = [
        (name, value)
        for name, expression in chosen.headers
        if (value := _value(call, route, expression, endpoint_response)) is not None
    ]
    accept = call.request.headers.get("Accept")
    body = convert_response(
        endpoint_response.body,
        endpoint_response.headers.get("Content-Type"),
        accept,
        call.deployment.binary_media_types,
        chosen.content_handling,
    )
    overrides = overrides or Overrides()
    template = choose_by_accept(chosen.templates, accept)
    if template is not None:
        body = render(call, route, template, body, overrides)
    return MappedResponse(
        overrides.status or chosen.status_code,
        _overridden(headers, overrides),
        body,
        chosen=chosen,
    )


def select(
    responses: tuple[CompiledIntegrationResponse, ...], selector: str, status: int
) -> CompiledIntegrationResponse:
    """The first response whose pattern matches all of ``selector``, else the one without a pattern."""
    default = None
    deadline = perf_counter() + DEADLINE if len(responses) > 1 else 0.0
    for response in responses:
        if response.pattern is None:
            default = default or response
        elif _matches(response.pattern, selector, deadline):
            return response
    if default is None:
        raise configuration_error(
            "integration_response.no_match",
            "No match for output mapping and no default output mapping configured. "
            f"Endpoint Response Status Code: {status}",
        )
    return default


def choose_by_accept(templates: Templates, accept: str | None) -> Template | VtlError | None:
    """The response template for the request's Accept header. fact: integration-response.template-by-accept"""
    if not templates:
        return None
    wanted = (accept or JSON).partition(",")[0].partition(";")[0].strip()
    return templates.get(wanted) or templates.get(JSON) or next(iter(templates.values()))


def _matches(pattern: JavaPattern, selector: str, deadline: float) -> bool:
    """Whether a pattern matches; all of a method's have the time of one between them."""
    try:
        return pattern.matches(selector, max(deadline - perf_counter(), _A_MOMENT) if deadline else DEADLINE)
    except PatternTimeoutError as error:
        raise configuration_error(
            "integration_response.pattern_timeout", f"The selection pattern took too long: {error}"
        ) from error


def _value(call: Call, route: Route, expression: MappingExpression, answer: EndpointResponse) -> str | None:
    match expression.source:
        case Source.RESPONSE_HEADER:
            return answer.headers.get(expression.name)
        case Source.RESPONSE_MULTIVALUE_HEADER:
            return ",".join(answer.headers.all(expression.name)) or None
        case Source.RESPONSE_BODY:
            return _body_value(answer.body.decode("utf-8", "replace"), expression.name)
        case _:
            return mapped_value(call, expression, route.path_parameters)


def _body_value(text: str, path: str) -> str | None:
    try:
        return body_value(text, path) if path else text
    except VtlError as error:
        # The API is at fault here; fact: mapping.bad-json-body
        raise configuration_error("integration_response.bad_json", f"The backend's body is no JSON: {error}") from error


def _overridden(headers: list[Pair], overrides: Overrides) -> list[Pair]:
    overriding = overrides.response_headers
    if not overriding:
        return headers
    names = {name.lower() for name, _ in overriding}
    return [pair for pair in headers if pair[0].lower() not in names] + overriding
