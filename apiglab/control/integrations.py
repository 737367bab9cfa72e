"""Integrations: what a method calls.

https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations
from apiglab.control.integration_uri import check_uri
from apiglab.control.methods import VERBS, keep_method, method_of
from apiglab.control.resources import resource_of
from apiglab.control.store import ApiStore
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Integration, Method, Resource, TlsConfig

PASSTHROUGH_BEHAVIORS = ("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER")


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsConfigInput:
    """What a caller says of an HTTPS backend's certificate."""

    insecure_skip_verification: bool = False


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
    request_parameters: Mapping[str, str] | None = None,
    request_templates: Mapping[str, str | None] | None = None,
    passthrough_behavior: str | None = None,
    cache_namespace: str | None = None,
    cache_key_parameters: tuple[str, ...] = (),
    content_handling: str | None = None,
    timeout_in_millis: int | None = None,
    tls_config: TlsConfigInput | None = None,
    response_transfer_mode: str | None = None,
    integration_target: str | None = None,
) -> Integration:
    """Set up what a method calls, in the place of what it called before."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    method = method_of(resource, http_method)
    check_integration_method(type, integration_http_method)
    check_uri(type, uri)
    check_passthrough(passthrough_behavior)
    integration = Integration(
        type=type,
        http_method=integration_http_method,
        uri=uri,
        connection_type=connection_type or ("INTERNET" if type in ("HTTP", "HTTP_PROXY") else None),
        connection_id=connection_id,
        credentials=credentials,
        request_parameters=None if request_parameters is None else FrozenMap(request_parameters),
        request_templates=None if request_templates is None else templates_of(request_templates),
        passthrough_behavior=passthrough_behavior or "WHEN_NO_MATCH",
        content_handling=content_handling,
        timeout_in_millis=29_000 if timeout_in_millis is None else timeout_in_millis,
        cache_namespace=cache_namespace or resource.id,
        cache_key_parameters=cache_key_parameters,
        tls_config=None
        if tls_config is None
        else TlsConfig(insecure_skip_verification=tls_config.insecure_skip_verification),
        response_transfer_mode=response_transfer_mode,
        integration_target=integration_target,
    )
    keep_integration(api, resource, method, integration)
    return integration


def get_integration(call: Call, *, rest_api_id: str, resource_id: str, http_method: str) -> Integration:
    """What a method calls."""
    return integration_of(method_of(resource_of(call.here.rest_api(rest_api_id), resource_id), http_method))


def delete_integration(call: Call, *, rest_api_id: str, resource_id: str, http_method: str) -> None:
    """Let a method call nothing."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    method = method_of(resource, http_method)
    integration_of(method)
    keep_method(api, resource, replace(method, method_integration=None))


def integration_of(method: Method) -> Integration:
    """What a method calls, or AWS's NotFoundException."""
    if method.method_integration is None:
        raise errors.unknown_integration()
    return method.method_integration


def keep_integration(api: ApiStore, resource: Resource, method: Method, integration: Integration) -> None:
    """Put ``integration`` in the place of the method's."""
    keep_method(api, resource, replace(method, method_integration=integration))


def templates_of(templates: Mapping[str, str | None]) -> FrozenMap[str, str | None]:
    """Templates as AWS keeps them: an empty one is null."""
    return FrozenMap({content_type: template or None for content_type, template in templates.items()})


def check_integration_method(kind: str, http_method: str | None) -> None:
    """Raise where the backend's verb is missing or none of AWS's."""
    if kind != "MOCK" and not http_method:
        raise errors.no_integration_method()
    if http_method and http_method not in VERBS:
        raise errors.bad_verb()


def check_passthrough(behavior: str | None) -> None:
    """Raise where the passthrough behavior is none of AWS's."""
    if behavior is not None and behavior not in PASSTHROUGH_BEHAVIORS:
        raise errors.bad_passthrough_behavior()


OPERATIONS: Operations = {
    "PutIntegration": put_integration,
    "GetIntegration": get_integration,
    "DeleteIntegration": delete_integration,
}
