"""The body of a non-proxy integration's request: a template's text, or the client's body passed through.

https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-request-basic-setup.html
"""

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import Templates
from apiglab.gateway.content_handling import TO_TEXT, convert_request
from apiglab.gateway.errors import GatewayError, ResponseType, configuration_error
from apiglab.gateway.mapping_template import render
from apiglab.gateway.overrides import Overrides
from apiglab.gateway.routing import Route
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.template import Template

JSON = "application/json"


def map_body(
    call: Call, route: Route, templates: Templates, passthrough_behavior: str, content_handling: str | None
) -> tuple[bytes, Overrides | None]:
    """The body for the backend, and what the template overrode where one ran."""
    content_type = call.request.headers.get("Content-Type")
    template = _choose(templates, passthrough_behavior, content_type)
    types = call.deployment.binary_media_types
    if template is None:
        return convert_request(call.request.body, content_type, types, content_handling), None
    if types.match(content_type) and content_handling != TO_TEXT:
        # fact: payload.binary-and-template
        raise configuration_error(
            "template.binary_body", "Unable to transform request: the body is binary, and a template takes text"
        )
    overrides = Overrides()
    body = convert_request(call.request.body, content_type, types, content_handling)
    return render(call, route, template, body, overrides), overrides


def _choose(templates: Templates, passthrough_behavior: str, content_type: str | None) -> Template | VtlError | None:
    """The template for a content type; None passes the body through. fact: integration-request.passthrough"""
    mime = content_type.partition(";")[0].strip() if content_type else JSON
    template = templates.get(mime)
    if template is not None:
        return template
    if passthrough_behavior == "NEVER" or (passthrough_behavior == "WHEN_NO_TEMPLATES" and templates):
        raise GatewayError(ResponseType.UNSUPPORTED_MEDIA_TYPE, reason="integration_request.unsupported_media_type")
    return None
