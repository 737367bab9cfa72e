"""CreateDeployment's work: from an API's snapshot to its compiled form."""

from collections.abc import Mapping
from dataclasses import fields

from apiglab.gateway.compiled import (
    BinaryMediaTypes,
    CacheKey,
    CompiledDeployment,
    CompiledGatewayResponse,
    CompiledIntegration,
    CompiledIntegrationResponse,
    CompiledMethod,
    HttpIntegration,
    IntegrationNotBuilt,
    LambdaIntegration,
    LambdaProxyIntegration,
    MockIntegration,
    RequestMapping,
    ServiceIntegration,
    Templates,
)
from apiglab.gateway.errors import ResponseType
from apiglab.gateway.guarding import compile_guard, compile_resource_policy
from apiglab.gateway.request_check import compile_check
from apiglab.gateway.router import Router
from apiglab.language.mapping_expression import MappingExpression, parse_mapping_expression
from apiglab.language.pattern import compile_pattern
from apiglab.language.substitution import Substitution
from apiglab.language.vtl.errors import VtlError
from apiglab.language.vtl.template import Template
from apiglab.model.arn import parse_integration_arn
from apiglab.model.rest import (
    EndpointConfiguration,
    GatewayResponse,
    Integration,
    IntegrationResponse,
    Method,
    Resource,
    RestApiSnapshot,
)

__all__ = ["CompiledDeployment", "compile_deployment"]

EDGE_IDLE, REGIONAL_IDLE = 30.0, 300.0
"""Seconds of silence after which a streamed answer is broken off. fact: streaming.idle"""


def compile_deployment(snapshot: RestApiSnapshot, deployment_id: str) -> CompiledDeployment:
    """Freeze ``snapshot`` into what requests look up; later changes to the API do not reach it."""
    return CompiledDeployment(
        deployment_id=deployment_id,
        rest_api=snapshot.rest_api,
        account_id=snapshot.account_id,
        region=snapshot.region,
        router=Router(
            {
                resource.path: {
                    verb: _compile_method(snapshot, resource, method)
                    for verb, method in resource.resource_methods.items()
                }
                for resource in snapshot.resources
                if resource.resource_methods
            }
        ),
        binary_media_types=_compile_media_types(snapshot.rest_api.binary_media_types or ()),
        gateway_responses={
            ResponseType(response.response_type): _compile_gateway_response(response)
            for response in snapshot.gateway_responses
        },
        resource_policy=compile_resource_policy(snapshot.rest_api),
    )


def _compile_method(snapshot: RestApiSnapshot, resource: Resource, method: Method) -> CompiledMethod:
    return CompiledMethod(
        resource=resource,
        method=method,
        integration=_compile_integration(snapshot, method.method_integration),
        declared_statuses=frozenset(int(status) for status in method.method_responses or ()),
        check=compile_check(snapshot, method),
        guard=compile_guard(snapshot, method),
        cache=_compile_cache_key(method.method_integration),
    )


def _compile_integration(snapshot: RestApiSnapshot, integration: Integration | None) -> CompiledIntegration:
    if integration is None:
        return IntegrationNotBuilt("no integration")
    if integration.type == "MOCK":
        return MockIntegration(
            templates=_compile_templates(integration.request_templates),
            passthrough_behavior=integration.passthrough_behavior,
            responses=_compile_responses(integration.integration_responses),
            content_handling=integration.content_handling,
        )
    if integration.connection_type == "VPC_LINK" and integration.integration_target is not None:
        return IntegrationNotBuilt(
            f"{integration.type} with an integrationTarget, behind a VPC link of the second kind"
        )
    if integration.type in ("HTTP", "HTTP_PROXY"):
        return _compile_http(integration, snapshot.rest_api.endpoint_configuration)
    if integration.type == "AWS_PROXY" and ":lambda:path/2015-03-31" in (integration.uri or ""):
        return LambdaProxyIntegration(
            uri=integration.uri or "",
            function=_function(integration.uri or ""),
            http_method=integration.http_method or "",
            timeout=integration.timeout_in_millis / 1000,
            credentials=integration.credentials,
        )
    if integration.type == "AWS":
        return _compile_aws(integration)
    return IntegrationNotBuilt(integration.type)


def _compile_cache_key(integration: Integration | None) -> CacheKey | None:
    """A parameter of the integration's request has the value of what is mapped to it. fact: caching.key"""
    if integration is None:
        return None
    mapped: Mapping[str, str] = integration.request_parameters or {}
    sources = ((name, mapped.get(name, name)) for name in integration.cache_key_parameters)
    expressions = ((name, parse_mapping_expression(source)) for name, source in sources)
    known = tuple((name, expression) for name, expression in expressions if expression is not None)
    return CacheKey(integration.cache_namespace, known)


def _compile_http(integration: Integration, endpoint: EndpointConfiguration) -> HttpIntegration:
    idle = EDGE_IDLE if "EDGE" in endpoint.types else REGIONAL_IDLE
    return HttpIntegration(
        proxy=integration.type == "HTTP_PROXY",
        http_method=integration.http_method or "GET",
        uri=integration.uri or "",
        mappings=_compile_mappings(integration.request_parameters or {}),
        templates=_compile_templates(integration.request_templates),
        passthrough_behavior=integration.passthrough_behavior,
        content_handling=integration.content_handling,
        responses=_compile_responses(integration.integration_responses),
        timeout=integration.timeout_in_millis / 1000,
        insecure_skip_verification=bool(integration.tls_config and integration.tls_config.insecure_skip_verification),
        stream_idle=idle if integration.response_transfer_mode == "STREAM" else None,
        vpc_link=integration.connection_id if integration.connection_type == "VPC_LINK" else None,
    )


def _compile_aws(integration: Integration) -> ServiceIntegration | LambdaIntegration:
    service = ServiceIntegration(
        uri=integration.uri or "",
        http_method=integration.http_method or "",
        mappings=_compile_mappings(integration.request_parameters or {}),
        templates=_compile_templates(integration.request_templates),
        passthrough_behavior=integration.passthrough_behavior,
        content_handling=integration.content_handling,
        responses=_compile_responses(integration.integration_responses),
        timeout=integration.timeout_in_millis / 1000,
        credentials=integration.credentials,
    )
    # Any other path is one of Lambda's own API, asked like every service's.
    if ":lambda:path/" not in service.uri or not service.uri.endswith("/invocations"):
        return service
    members = {member.name: getattr(service, member.name) for member in fields(service)}
    return LambdaIntegration(**members, function=_function(service.uri))


def _function(uri: str) -> str | None:
    """The function that ``uri`` names, None where a stage variable is needed to tell."""
    arn = None if "${" in uri else parse_integration_arn(uri)
    return arn.function if arn else None


def _compile_mappings(parameters: Mapping[str, str]) -> tuple[RequestMapping, ...]:
    mappings = []
    for target, source in parameters.items():
        place, _, name = target.removeprefix("integration.request.").partition(".")
        expression = parse_mapping_expression(source)
        if expression is not None and name and place in ("path", "querystring", "header"):
            mappings.append(RequestMapping(place, name, expression))
    return tuple(mappings)


def _compile_templates(templates: Mapping[str, str | None] | None) -> Templates:
    return {content_type: _compile_template(text or "") for content_type, text in (templates or {}).items()}


def _compile_template(text: str) -> Template | VtlError:
    try:
        return Template(text)
    except VtlError as refusal:
        return refusal


def _compile_responses(
    responses: Mapping[str, IntegrationResponse] | None,
) -> tuple[CompiledIntegrationResponse, ...]:
    """In the order they are tried: by status, lowest first. fact: integration-response.lowest-status-first"""
    return tuple(_compile_response(response) for _, response in sorted((responses or {}).items()))


def _compile_response(response: IntegrationResponse) -> CompiledIntegrationResponse:
    return CompiledIntegrationResponse(
        status_code=int(response.status_code),
        pattern=compile_pattern(response.selection_pattern) if response.selection_pattern else None,
        headers=_compile_headers(response.response_parameters or {}, "method.response.header."),
        templates=_compile_templates(response.response_templates),
        content_handling=response.content_handling,
    )


def _compile_headers(parameters: Mapping[str, str], prefix: str) -> tuple[tuple[str, MappingExpression], ...]:
    mapped = ((target, parse_mapping_expression(source)) for target, source in parameters.items())
    return tuple(
        (target.removeprefix(prefix), expression)
        for target, expression in mapped
        if expression is not None and target.startswith(prefix)
    )


def _compile_gateway_response(response: GatewayResponse) -> CompiledGatewayResponse:
    return CompiledGatewayResponse(
        status=int(response.status_code) if response.status_code else None,
        headers=_compile_headers(response.response_parameters, "gatewayresponse.header."),
        templates={mime: Substitution(text) for mime, text in response.response_templates.items()},
    )


def _compile_media_types(media_types: tuple[str, ...]) -> BinaryMediaTypes:
    lowered = [media_type.lower() for media_type in media_types]
    return BinaryMediaTypes(
        exact=frozenset(t for t in lowered if "*" not in t),
        prefixes=tuple(t[:-1] for t in lowered if t.endswith("/*") and t != "*/*"),
        every="*/*" in lowered,
    )
