"""A REST API's request, top to bottom: read this first.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-integration-settings.html

How AWS does this
-----------------
A request passes the phases below in this order. Each phase reads what the deployment froze, gives a typed result to
the next, and writes itself into the trace. Whatever is refused becomes one of AWS's 21 gateway responses: no later
phase runs, nothing is mapped. What is configured to do nothing still shows in the journey, as skipped.
"""

from apiglab.gateway.api_keys import check_api_key
from apiglab.gateway.authorization import authorize
from apiglab.gateway.caching import look_up
from apiglab.gateway.call import Call
from apiglab.gateway.compression import code_body, decode_body
from apiglab.gateway.edge_optimized import viewer_response_headers
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.endpoint_access import check_endpoint
from apiglab.gateway.errors import GatewayError
from apiglab.gateway.gateway_response import answer
from apiglab.gateway.integration import integrate
from apiglab.gateway.integration_request import map_integration_request
from apiglab.gateway.integration_response import map_integration_response, map_method_response
from apiglab.gateway.limits import check_size
from apiglab.gateway.routing import Route, match_route
from apiglab.gateway.throttling import throttle
from apiglab.gateway.validation import validate
from apiglab.model.http import Headers, Response


async def invoke(call: Call) -> Response:
    """Answer one request to a REST API, in the order of the developer guide."""
    try:
        await check_endpoint(call)
        decode_body(call)
        check_size(call)
        route = match_route(call)
        await authorize(call, route)
        member = check_api_key(call, route)
        throttle(call, route, member)
        validate(call, route)
        cached = look_up(call, route)
        endpoint_request, endpoint_response = cached.exchange or await ask_backend(call, route)
        mapped = map_integration_response(call, route, endpoint_request, endpoint_response)
        map_method_response(call, route, mapped)
        cached.settle(call, endpoint_response, mapped)
    except GatewayError as error:
        mapped = answer(call, error)
    return finish(call, mapped)


async def ask_backend(call: Call, route: Route) -> tuple[EndpointRequest, EndpointResponse]:
    """What the backend is sent, and what it answers."""
    endpoint_request = map_integration_request(call, route)
    return endpoint_request, await integrate(call, route, endpoint_request)


def finish(call: Call, mapped: MappedResponse) -> Response:
    """Add the headers that every answer of API Gateway carries. fact: headers.standard"""
    headers = [*mapped.headers]
    for name, _ in headers:
        if name.lower() == "content-type":
            break
    else:
        headers.insert(0, ("Content-Type", "application/json"))
    body = mapped.body
    if call.rest_api.minimum_compression_size is not None and mapped.stream is None:
        body = code_body(call, headers, body)
    headers += viewer_response_headers(call, mapped.status)
    headers += (("x-amzn-RequestId", call.request_id), ("x-amz-apigw-id", call.extended_request_id))
    return Response(mapped.status, Headers(headers), body, mapped.stream)
