"""Gateway responses: how a refusal reaches the client, in AWS's words or in the API's own.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
"""

import json

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import CompiledGatewayResponse
from apiglab.gateway.endpoint import MappedResponse
from apiglab.gateway.errors import GatewayError, ResponseType
from apiglab.gateway.variables import context_variable, mapped_value, request_variable
from apiglab.language.substitution import Substitution
from apiglab.model.http import Pair

JSON = "application/json"


def answer(call: Call, error: GatewayError) -> MappedResponse:
    """The answer for ``error``: the API's wording for its type, for its family, or AWS's default."""
    call.trace.error = error
    headers: list[Pair] = [("x-amzn-ErrorType", error.error_type)]
    wording = call.deployment.wording(error)
    if wording is None:
        return MappedResponse(error.status, headers, default_body(error))
    parameters = _path_parameters(call)
    for name, expression in wording.headers:
        value = mapped_value(call, expression, parameters, error)
        if value is not None:
            headers.append((name, value))
    status = wording.status or error.status
    mime, template = _choose(wording, call.request.headers.get("Accept"))
    if template is None:
        return MappedResponse(status, headers, default_body(error))
    if mime != JSON and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", mime))
    body = template.render(lambda name: _value(call, name, parameters, error))
    return MappedResponse(status, headers, body.encode("utf-8", "replace"))


def default_body(error: GatewayError) -> bytes:
    """AWS's own body; that of ACCESS_DENIED has a capital M. fact: gateway-responses.access-denied-capital-message"""
    key = "Message" if error.response_type is ResponseType.ACCESS_DENIED else "message"
    return json.dumps({key: error.message}, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _choose(wording: CompiledGatewayResponse, accept: str | None) -> tuple[str, Substitution | None]:
    wanted = (accept or JSON).partition(",")[0].partition(";")[0].strip()
    if wanted in wording.templates:
        return wanted, wording.templates[wanted]
    return JSON, wording.templates.get(JSON)


def _path_parameters(call: Call) -> dict[str, str]:
    match = call.deployment.router.find(call.path, call.request.method)
    return match.path_parameters if match else {}


def _value(call: Call, name: str, path_parameters: dict[str, str], error: GatewayError) -> str | None:
    """The value of a template's variable, named without its dollar sign."""
    kind, _, rest = name.partition(".")
    if kind == "context":
        return context_variable(call, rest, error)
    if kind == "stageVariables":
        return call.variables.get(rest)
    _, place, parameter = name.split(".", 2)[0], *name.removeprefix("method.request.").partition(".")[::2]
    return request_variable(call, place, parameter, path_parameters)
