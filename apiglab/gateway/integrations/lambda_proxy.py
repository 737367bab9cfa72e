"""AWS_PROXY with Lambda: the function gets the whole request and gives the whole answer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import json

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import LambdaProxyIntegration
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import GatewayError, bad_gateway
from apiglab.gateway.integrations import lambda_invocation
from apiglab.gateway.integrations.integration_uri import resolve_function
from apiglab.gateway.integrations.lambda_answer import MalformedAnswerError, read_answer
from apiglab.gateway.integrations.lambda_event import build_event
from apiglab.gateway.routing import Route
from apiglab.model.function import Invocation
from apiglab.model.http import Pair

# fact: headers.remapped-in-proxy-responses
REMAPPED = {
    "connection": "x-amzn-Remapped-Connection",
    "content-length": "x-amzn-Remapped-Content-Length",
    "date": "x-amzn-Remapped-Date",
    "server": "x-amzn-Remapped-Server",
    "www-authenticate": "X-Amzn-Remapped-WWW-Authenticate",
    "x-amzn-requestid": "x-amzn-remapped-x-amzn-requestid",
}


def map_request(call: Call, route: Route, integration: LambdaProxyIntegration) -> EndpointRequest:
    """The event for the function."""
    lambda_invocation.check_http_method(integration)
    function = integration.function or resolve_function(call, integration.uri)
    return EndpointRequest(integration.uri, build_event(call, route), function=function)


async def send(
    call: Call, route: Route, integration: LambdaProxyIntegration, endpoint_request: EndpointRequest
) -> EndpointResponse:
    """Invoke the function and wait for it."""
    return await lambda_invocation.invoke(call, route, integration, endpoint_request)


def map_response(call: Call, endpoint_response: EndpointResponse) -> MappedResponse:
    """The function's answer as the client's, its reserved headers renamed."""
    invocation = endpoint_response.invocation
    if invocation is not None and invocation.function_error:
        raise _function_error(invocation)
    accept = (call.request.headers.get("Accept") or "").partition(",")[0]
    # fact: lambda-proxy.base64-by-accept
    decode = call.deployment.binary_media_types.match(accept or None)
    try:
        answer = read_answer(endpoint_response.body, decode_base64=decode)
    except MalformedAnswerError as error:
        raise bad_gateway(
            "integration.lambda.malformed_response",
            f"Execution failed due to configuration error: Malformed Lambda proxy response: {error}",
        ) from error
    headers: list[Pair] = []
    for name, value in answer.headers:
        lowered = name.lower()
        if lowered != "transfer-encoding":
            headers.append((REMAPPED.get(lowered, name), value))
    headers.append(("X-Amzn-Trace-Id", f"{call.trace_id};Sampled=0"))
    return MappedResponse(answer.status, headers, answer.body)


def _function_error(invocation: Invocation) -> GatewayError:
    try:
        error = json.loads(invocation.payload)
    except ValueError:
        error = {}
    message = error.get("errorMessage") if isinstance(error, dict) else None
    return bad_gateway(
        "integration.lambda.function_error",
        "Lambda execution failed with status 200 due to customer function error: "
        f"{message}. Lambda request id: {invocation.request_id}",
    )
