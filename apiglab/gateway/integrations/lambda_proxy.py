"""AWS_PROXY with Lambda: the function gets the whole request and gives the whole answer.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

import asyncio
import json
import re

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import LambdaProxyIntegration
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import GatewayError, ResponseType, bad_gateway, configuration_error
from apiglab.gateway.integrations.lambda_answer import MalformedAnswerError, read_answer
from apiglab.gateway.integrations.lambda_event import build_event
from apiglab.gateway.routing import Route
from apiglab.model.arn import execute_api_arn, parse_integration_arn
from apiglab.model.function import Invocation, LambdaError
from apiglab.model.http import Pair

_STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.(\w+)\}")

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
    """The event for the function; the integration's own method must be POST. fact: lambda-proxy.method-must-be-post"""
    if integration.http_method != "POST":
        raise configuration_error(
            "integration.lambda.http_method",
            f"The integration's httpMethod is {integration.http_method or 'not set'}; Lambda is invoked by POST",
        )
    function = integration.function or _resolve(call, integration)
    return EndpointRequest(integration.uri, build_event(call, route), function=function)


def _resolve(call: Call, integration: LambdaProxyIntegration) -> str:
    uri = _STAGE_VARIABLE.sub(lambda found: call.variables.get(found[1], ""), integration.uri)
    arn = parse_integration_arn(uri)
    if arn is None or not arn.function or arn.function.endswith(":"):
        raise configuration_error("integration.lambda.not_found", f"Invalid Lambda function ARN in {uri}")
    return arn.function


async def send(
    call: Call, route: Route, integration: LambdaProxyIntegration, endpoint_request: EndpointRequest
) -> EndpointResponse:
    """Invoke the function and wait for it, no longer than the integration's timeout."""
    deployment = call.deployment
    source_arn = execute_api_arn(
        deployment.region,
        deployment.account_id,
        deployment.rest_api.id,
        call.stage.stage_name,
        call.request.method,
        route.compiled.resource.path,
    )
    try:
        async with asyncio.timeout(integration.timeout):
            invocation = await call.backends.invoke_lambda(
                endpoint_request.function,
                endpoint_request.body,
                region=deployment.region,
                account_id=deployment.account_id,
                source_arn=source_arn,
                trace_id=call.trace_id,
            )
    except TimeoutError as error:
        raise GatewayError(
            ResponseType.INTEGRATION_TIMEOUT,
            reason="integration.timeout",
            log=f"Execution failed due to a timeout error: no answer within {integration.timeout:g} s",
        ) from error
    except LambdaError as error:
        raise _refusal(error) from error
    return EndpointResponse(200, invocation.payload, invocation=invocation)


def _refusal(error: LambdaError) -> GatewayError:
    """What the client sees where Lambda itself refuses. fact: lambda-proxy.service-errors"""
    match error.code:
        case "AccessDeniedException":
            return configuration_error("integration.lambda.no_permission", "Invalid permissions on Lambda function")
        case "ResourceNotFoundException":
            return configuration_error("integration.lambda.not_found", f"Invalid Lambda function: {error.message}")
        case "TooManyRequestsException":
            return configuration_error("integration.lambda.throttled", f"Lambda throttled the call: {error.message}")
        case "RequestTooLargeException" | "RequestEntityTooLargeException":
            return GatewayError(ResponseType.REQUEST_TOO_LARGE, reason="request.too_large", log=error.message)
        case _:
            return configuration_error("integration.lambda.refused", f"Lambda answered {error.code}: {error.message}")


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
