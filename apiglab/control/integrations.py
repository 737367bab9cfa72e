"""Integrations: what a method calls.

https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
"""

from collections.abc import Mapping
from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.integration_checks import check_integration
from apiglab.control.methods import UNKNOWN_CONTENT_TYPE, UNKNOWN_PARAMETER, find_method
from apiglab.control.patching import patched
from apiglab.language.json_patch import PatchError, PatchOperation, PatchTable, Rule
from apiglab.language.patch_rules import NAMING_OPERATIONS, boolean, elements, entries, scalar, text
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Integration, Method, TlsConfig


def _milliseconds(value: str | None) -> int:
    try:
        return int(value or "")
    except ValueError:
        raise PatchError("Timeout should be between 50 ms and 29000 ms") from None


def _passthrough(value: str | None) -> str:
    return value or "WHEN_NO_MATCH"


def _namespace(value: str | None) -> str:
    return value or ""


def _set_verification(integration: Integration, _names: tuple[str, ...], operation: PatchOperation) -> Integration:
    tls_config = TlsConfig(insecure_skip_verification=boolean(operation.value))
    return replace(integration, tls_config=tls_config)


INTEGRATION: PatchTable[Integration] = PatchTable(
    (
        scalar("/httpMethod", "http_method"),
        scalar("/uri", "uri"),
        scalar("/connectionType", "connection_type"),
        scalar("/connectionId", "connection_id"),
        scalar("/credentials", "credentials"),
        scalar("/passthroughBehavior", "passthrough_behavior", _passthrough),
        scalar("/contentHandling", "content_handling"),
        scalar("/timeoutInMillis", "timeout_in_millis", _milliseconds),
        scalar("/cacheNamespace", "cache_namespace", _namespace),
        scalar("/responseTransferMode", "response_transfer_mode"),
        scalar("/integrationTarget", "integration_target"),
        Rule("/tlsConfig/insecureSkipVerification", {"replace": _set_verification}),
        elements("/cacheKeyParameters/{name}", "cache_key_parameters", missing=UNKNOWN_PARAMETER),
        entries("/requestParameters/{name}", "request_parameters", missing=UNKNOWN_PARAMETER),
        entries("/requestTemplates/{type}", "request_templates", text, missing=UNKNOWN_CONTENT_TYPE),
    ),
    NAMING_OPERATIONS,
)


def put_integration(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    type: str,  # noqa: A002  AWS's name of the member
    integration_http_method: str | None = None,
    uri: str | None = None,
    connection_type: str | None = None,
    connection_id: str | None = None,
    credentials: str | None = None,
    request_parameters: FrozenMap[str, str] | None = None,
    request_templates: FrozenMap[str, str | None] | None = None,
    passthrough_behavior: str = "WHEN_NO_MATCH",
    cache_namespace: str | None = None,
    cache_key_parameters: tuple[str, ...] = (),
    content_handling: str | None = None,
    timeout_in_millis: int = 29_000,
    tls_config: TlsConfig | None = None,
    response_transfer_mode: str | None = None,
    integration_target: str | None = None,
) -> Output:
    """Set up what a method calls, in the place of what it called before."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    integration = Integration(
        type=type,
        http_method=integration_http_method,
        uri=uri,
        connection_type=connection_type or ("INTERNET" if type in ("HTTP", "HTTP_PROXY") else None),
        connection_id=connection_id,
        credentials=credentials,
        request_parameters=request_parameters,
        request_templates=templates_of(request_templates),
        passthrough_behavior=passthrough_behavior,
        content_handling=content_handling,
        timeout_in_millis=timeout_in_millis,
        cache_namespace=cache_namespace or place.resource.id,
        cache_key_parameters=cache_key_parameters,
        tls_config=tls_config,
        response_transfer_mode=response_transfer_mode,
        integration_target=integration_target,
    )
    check_integration(place.method, integration, call.here.vpc_links)
    place.keep(replace(place.method, method_integration=integration))
    return integration


def get_integration(call: Call, *, rest_api_id: str, resource_id: str, http_method: str) -> Output:
    """What a method calls."""
    return integration_of(find_method(call, rest_api_id, resource_id, http_method).method)


def update_integration(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    patch_operations: tuple[PatchOperation, ...] = (),
) -> Output:
    """Change what a method calls."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    integration = patched(INTEGRATION, integration_of(place.method), patch_operations)
    check_integration(place.method, integration, call.here.vpc_links)
    place.keep(replace(place.method, method_integration=integration))
    return integration


def delete_integration(call: Call, *, rest_api_id: str, resource_id: str, http_method: str) -> None:
    """Let a method call nothing."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    integration_of(place.method)
    place.keep(replace(place.method, method_integration=None))


def integration_of(method: Method) -> Integration:
    """What a method calls, or AWS's NotFoundException."""
    if method.method_integration is None:
        raise errors.unknown_integration()
    return method.method_integration


def templates_of(templates: Mapping[str, str | None] | None) -> FrozenMap[str, str | None] | None:
    """Templates as AWS keeps them: an empty one is null."""
    if templates is None:
        return None
    return FrozenMap({content_type: template or None for content_type, template in templates.items()})


OPERATIONS: Operations = {
    "PutIntegration": put_integration,
    "GetIntegration": get_integration,
    "UpdateIntegration": update_integration,
    "DeleteIntegration": delete_integration,
}
