"""Invoking a function for an integration: whose permission is asked, and what its refusals become.

https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-with-lambda-integration.html
"""

import asyncio

from apiglab.gateway.backends import Permission
from apiglab.gateway.call import Call
from apiglab.gateway.compiled import LambdaIntegration, LambdaProxyIntegration
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse
from apiglab.gateway.errors import GatewayError, ResponseType, configuration_error
from apiglab.gateway.integrations.backend_refusal import refusal, timed_out
from apiglab.gateway.integrations.credentials import resolve_credentials
from apiglab.gateway.routing import Route
from apiglab.model.arn import execute_api_arn
from apiglab.model.backend import BackendError
from apiglab.model.function import LambdaError

Integration = LambdaIntegration | LambdaProxyIntegration


def check_http_method(integration: Integration) -> None:
    """Refuse an integration whose own method is not POST. fact: lambda-proxy.method-must-be-post"""
    if integration.http_method != "POST":
        raise configuration_error(
            "integration.lambda.http_method",
            f"The integration's httpMethod is {integration.http_method or 'not set'}; Lambda is invoked by POST",
        )


async def invoke(
    call: Call, route: Route, integration: Integration, endpoint_request: EndpointRequest
) -> EndpointResponse:
    """Invoke the function, and wait for it unless it is an event, no longer than the integration's timeout."""
    permission = _permission(call, route, integration)
    try:
        async with asyncio.timeout(integration.timeout):
            if endpoint_request.event:
                await call.backends.invoke_lambda_event(endpoint_request.function, endpoint_request.body, **permission)
                return EndpointResponse(202, b"")
            invocation = await call.backends.invoke_lambda(
                endpoint_request.function, endpoint_request.body, **permission
            )
    except TimeoutError as error:
        raise timed_out(
            f"Execution failed due to a timeout error: no answer within {integration.timeout:g} s"
        ) from error
    except LambdaError as error:
        raise _refusal(error) from error
    except BackendError as error:
        raise refusal(error) from error
    return EndpointResponse(200, invocation.payload, invocation=invocation)


def _permission(call: Call, route: Route, integration: Integration) -> Permission:
    deployment = call.deployment
    return {
        "region": deployment.region,
        "account_id": deployment.account_id,
        "source_arn": execute_api_arn(
            deployment.region,
            deployment.account_id,
            deployment.rest_api.id,
            call.stage.stage_name,
            call.request.method,
            route.compiled.resource.path,
        ),
        "trace_id": call.trace_id,
        "credentials": resolve_credentials(call, integration.credentials),
    }


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
