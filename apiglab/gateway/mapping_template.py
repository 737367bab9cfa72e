"""Running mapping templates: what ``$input``, ``$context``, ``$stageVariables`` and ``$util`` are for one call.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from typing import Any
from urllib.parse import parse_qsl, unquote

from apiglab.gateway.call import Call
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.integrations.lambda_event import DROPPED
from apiglab.gateway.overrides import Overrides
from apiglab.gateway.routing import Route
from apiglab.gateway.variables import context_map
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.functions import Input, Util
from apiglab.language.vtl.template import Template

_UTIL = Util()


def render(call: Call, route: Route, template: Template | VtlError, body: bytes, overrides: Overrides) -> bytes:
    """The template's text for this call, in UTF-8; what it overrides is left in ``overrides``.

    A template that does not parse or does not run is AWS's 500; where and why is in the journey.
    """
    if isinstance(template, VtlError):
        raise configuration_error("template.invalid", f"Unable to transform request: {template}")
    try:
        # As Java writes it: half of a surrogate pair is a question mark.
        return template.render(_variables(call, route, template, body, overrides)).encode("utf-8", "replace")
    except VtlError as error:
        raise configuration_error("template.failed", f"Unable to transform request: {error}") from error


def _variables(call: Call, route: Route, template: Template, body: bytes, overrides: Overrides) -> dict[str, Any]:
    roots = template.roots
    variables: dict[str, Any] = {}
    if "input" in roots:
        variables["input"] = Input(_text(body), request_parameters(call, route))
    if "util" in roots:
        variables["util"] = _UTIL
    if "stageVariables" in roots:
        variables["stageVariables"] = dict(call.variables)
    if "context" in roots:
        context = context_map(call, route.compiled)
        context["requestOverride"] = overrides.request
        context["responseOverride"] = overrides.response
        variables["context"] = context
    return variables


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        # fact: template.binary-body-is-500
        raise configuration_error(
            "template.binary_body", "Unable to transform request: the body is binary, and a template takes text"
        ) from error


def request_parameters(call: Call, route: Route) -> dict[str, dict[str, str]]:
    """The request's parameters as non-proxy integrations see them: URL-decoded, the last of repeated values."""
    headers = {name: value for name, value in call.request.headers.pairs if name.lower() not in DROPPED}
    query = call.request.query
    return {
        "path": {name: unquote(value) for name, value in route.path_parameters.items()},
        "querystring": dict(parse_qsl(query, keep_blank_values=True)) if query else {},
        "header": headers,
    }
