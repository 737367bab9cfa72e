"""AWS with any other service, by the name of an action or by a path of its API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-kinesis.html

How AWS does this
-----------------
Only what is mapped is sent, signed for the role in ``credentials`` or for the caller. ``action/PutItem`` names an
operation: API Gateway puts it into X-Amz-Target or into the query string, as the service wants it. ``path/…`` is the
request's path, and all else is up to the mappings. The status that the service answers with chooses the integration
response.
"""

import asyncio

from apiglab.gateway.call import Call
from apiglab.gateway.compiled import ServiceIntegration
from apiglab.gateway.endpoint import EndpointRequest, EndpointResponse, MappedResponse
from apiglab.gateway.errors import configuration_error
from apiglab.gateway.integrations.backend_refusal import refusal, timed_out
from apiglab.gateway.integrations.credentials import resolve_credentials
from apiglab.gateway.integrations.integration_uri import fill_path, fill_stage_variables
from apiglab.gateway.parameter_mapping import FORBIDDEN_FOR_AWS, MappedParameters, map_parameters
from apiglab.gateway.request_template import map_body
from apiglab.gateway.response_mapping import map_backend_answer
from apiglab.gateway.routing import Route
from apiglab.model.arn import IntegrationArn, parse_integration_arn
from apiglab.model.backend import RESPONSE_LIMIT, AwsCall, BackendError
from apiglab.model.http import Headers, Pair

# Dropped from the outgoing request even where mapped; fact: headers.dropped-to-aws
_NEVER_SENT = frozenset({"expect", "proxy-authenticate", "te", "referer"})

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})


def map_request(call: Call, route: Route, integration: ServiceIntegration) -> EndpointRequest:
    """The call of the service, by what is mapped and nothing else."""
    credentials = resolve_credentials(call, integration.credentials)
    if credentials is None:
        # The call fails, not the configuration; fact: aws-integration.credentials
        raise configuration_error(
            "integration.aws.no_credentials",
            f"The integration with {integration.uri} has no credentials: give it the ARN of a role that API Gateway "
            "may take on",
        )
    body, overrides = map_body(
        call, route, integration.templates, integration.passthrough_behavior, integration.content_handling
    )
    parameters = map_parameters(
        call, integration.mappings, route.path_parameters, overrides, forbidden=FORBIDDEN_FOR_AWS
    )
    method = call.request.method if integration.http_method == "ANY" else integration.http_method
    uri = fill_path(fill_stage_variables(call, integration.uri), parameters.path)
    arn = _parse(uri)
    service_call = AwsCall(
        service=arn.service,
        region=arn.region,
        account_id=call.deployment.account_id,
        kind=arn.kind,
        target=arn.target,
        method=method,
        query=tuple(parameters.query),
        headers=Headers(_headers(call, parameters, method)),
        body=body,
        credentials=credentials,
        source_arn=f"arn:aws:execute-api:{call.deployment.region}:{call.deployment.account_id}:{call.rest_api.id}/*",
    )
    return EndpointRequest(uri, body, service_call=service_call, overrides=overrides)


def _parse(uri: str) -> IntegrationArn:
    arn = parse_integration_arn(uri)
    if arn is None or not arn.region or not arn.target:
        raise configuration_error("integration.aws.not_there", f"Invalid endpoint address: {uri}")
    return arn


def _headers(call: Call, parameters: MappedParameters, method: str) -> list[Pair]:
    """The mapped headers, then what API Gateway adds. fact: headers.dropped-to-aws"""
    headers = [pair for pair in parameters.headers if pair[0].lower() not in _NEVER_SENT]
    sent = {name.lower() for name, _ in headers}
    defaults = [("Accept", "application/json"), ("User-Agent", f"AmazonAPIGateway_{call.rest_api.id}")]
    if method not in _BODILESS:
        defaults.append(("Content-Type", call.request.headers.get("Content-Type") or "application/json"))
    headers += [pair for pair in defaults if pair[0].lower() not in sent]
    headers.append(("X-Amzn-Trace-Id", call.trace_id))
    headers.append(("x-amzn-apigateway-api-id", call.rest_api.id))
    return headers


async def send(call: Call, integration: ServiceIntegration, service_call: AwsCall) -> EndpointResponse:
    """Ask the service and wait for its answer, no longer than the integration's timeout."""
    try:
        async with asyncio.timeout(integration.timeout):
            answer = await call.backends.call_aws(service_call)
    except TimeoutError as error:
        raise timed_out(
            f"Execution failed due to a timeout error: no answer within {integration.timeout:g} s"
        ) from error
    except BackendError as error:
        raise refusal(error) from error
    if len(answer.body) > RESPONSE_LIMIT:
        raise refusal(BackendError("too_large", f"{len(answer.body):,} bytes"))
    return EndpointResponse(answer.status, answer.body, headers=answer.headers)


def map_response(
    call: Call,
    route: Route,
    integration: ServiceIntegration,
    endpoint_request: EndpointRequest,
    endpoint_response: EndpointResponse,
) -> MappedResponse:
    """The answer by the service's status. fact: aws-integration.selector"""
    selector = str(endpoint_response.status)
    return map_backend_answer(call, route, integration.responses, selector, endpoint_request, endpoint_response)
