"""MOCK: an integration without a backend, answered from its own templates.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
"""

import re

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import MockIntegration
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.request_template import map_body
from apiglab.gateway.response_mapping import map_answer
from apiglab.gateway.routing import Route

# fact: mock.lenient-status-code  AWS takes {statusCode: 200} without quotes as well
_STATUS_CODE = re.compile(rb"""["']?statusCode["']?\s*:\s*(?P<quote>["']?)(?P<code>[1-5]\d\d)(?P=quote)\s*[,}]""")


def map_request(call: Call, route: Route, integration: MockIntegration) -> EndpointRequest:
    """The rendered request template, or the client's body where that is passed through."""
    body, overrides = map_body(
        call, route, integration.templates, integration.passthrough_behavior, integration.content_handling
    )
    return EndpointRequest("mock", body, overrides=overrides)


def send(endpoint_request: EndpointRequest) -> EndpointResponse:
    """Answer with the status that the request names, and nothing else. fact: mock.answers-from-template"""
    found = _STATUS_CODE.search(endpoint_request.body)
    if found is None:
        raise configuration_error(
            "integration.mock.no_status_code",
            "Unable to parse statusCode. It should be an integer that is defined in the request template.",
        )
    return EndpointResponse(int(found["code"]), b"")


def map_response(
    call: Call,
    route: Route,
    integration: MockIntegration,
    endpoint_request: EndpointRequest,
    endpoint_response: EndpointResponse,
) -> MappedResponse:
    """The integration response chosen by that status."""
    selector = str(endpoint_response.status)
    return map_answer(call, route, integration.responses, selector, endpoint_response, endpoint_request.overrides)
