"""AWS with Lambda, the custom integration: a template makes the event, patterns on its error choose the answer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-custom-integrations.html
"""

import json

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import LambdaIntegration
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import GatewayError, ResponseType, configuration_error
from apiglab.gateway.integrations import lambda_invocation
from apiglab.gateway.integrations.integration_uri import resolve_function
from apiglab.gateway.parameter_mapping import FORBIDDEN_FOR_AWS, map_parameters
from apiglab.gateway.request_template import map_body
from apiglab.gateway.response_mapping import map_backend_answer
from apiglab.gateway.routing import Route
from apiglab.model.function import Invocation


def map_request(call: Call, route: Route, integration: LambdaIntegration) -> EndpointRequest:
    """The function, its event, and whether anybody waits for what comes of it."""
    lambda_invocation.check_http_method(integration)
    body, overrides = map_body(
        call, route, integration.templates, integration.passthrough_behavior, integration.content_handling
    )
    parameters = map_parameters(
        call, integration.mappings, route.path_parameters, overrides, forbidden=FORBIDDEN_FOR_AWS
    )
    headers = {name.lower(): value for name, value in parameters.headers}
    return EndpointRequest(
        integration.uri,
        _event(body),
        function=integration.function or resolve_function(call, integration.uri),
        event=_is_event(headers.get("x-amz-invocation-type", "RequestResponse")),
        overrides=overrides,
    )


def _event(body: bytes) -> bytes:
    """The event's JSON; without a body it is an empty object. fact: lambda-custom.event"""
    if not body.strip():
        return b"{}"
    try:
        json.loads(body)
    except (ValueError, RecursionError) as error:
        message = f"Could not parse request body into json: {error}"
        raise GatewayError(
            ResponseType.DEFAULT_4XX,
            reason="integration.lambda.bad_event",
            message=message,
            log=f"Execution failed: {message}",
        ) from error
    return body


def _is_event(invocation_type: str) -> bool:
    if invocation_type not in ("Event", "RequestResponse"):
        raise configuration_error(
            "integration.lambda.refused", f"X-Amz-Invocation-Type {invocation_type} is none that an API can use"
        )
    return invocation_type == "Event"


async def send(
    call: Call, route: Route, integration: LambdaIntegration, endpoint_request: EndpointRequest
) -> EndpointResponse:
    """Invoke the function; for an event the answer is empty and comes at once. fact: lambda-custom.asynchronous"""
    return await lambda_invocation.invoke(call, route, integration, endpoint_request)


def map_response(
    call: Call,
    route: Route,
    integration: LambdaIntegration,
    endpoint_request: EndpointRequest,
    endpoint_response: EndpointResponse,
) -> MappedResponse:
    """The answer by the error's message, or for a success the default. fact: lambda-custom.selector"""
    selector = _error_message(endpoint_response.invocation)
    return map_backend_answer(call, route, integration.responses, selector, endpoint_request, endpoint_response)


def _error_message(invocation: Invocation | None) -> str:
    """The ``errorMessage`` of a failed invocation; nothing for a success."""
    if invocation is None or not invocation.function_error:
        return ""
    try:
        error = json.loads(invocation.payload)
    except (ValueError, RecursionError):
        return ""
    message = error.get("errorMessage") if isinstance(error, dict) else None
    return message if isinstance(message, str) else ""
