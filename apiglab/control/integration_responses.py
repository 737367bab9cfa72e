"""Integration responses: how a backend's answer becomes a method response.

https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html
"""

from collections.abc import Mapping
from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations
from apiglab.control.integrations import integration_of, keep_integration, templates_of
from apiglab.control.method_responses import method_response_of
from apiglab.control.methods import method_of
from apiglab.control.resources import resource_of
from apiglab.control.store import ApiStore
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Integration, IntegrationResponse, Method, Resource


def put_integration_response(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    status_code: str,
    selection_pattern: str | None = None,
    response_parameters: Mapping[str, str] | None = None,
    response_templates: Mapping[str, str | None] | None = None,
    content_handling: str | None = None,
) -> IntegrationResponse:
    """Say which of the backend's answers become the method response of ``status_code``, and how."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    method = method_of(resource, http_method)
    integration = integration_of(method)
    method_response_of(method, status_code)
    response = IntegrationResponse(
        status_code=status_code,
        selection_pattern=selection_pattern,
        response_parameters=None if response_parameters is None else FrozenMap(response_parameters),
        response_templates=None if response_templates is None else templates_of(response_templates),
        content_handling=content_handling,
    )
    keep_integration_response(api, resource, method, integration, response)
    return response


def get_integration_response(
    call: Call, *, rest_api_id: str, resource_id: str, http_method: str, status_code: str
) -> IntegrationResponse:
    """One integration response."""
    method = method_of(resource_of(call.here.rest_api(rest_api_id), resource_id), http_method)
    return integration_response_of(integration_of(method), status_code)


def delete_integration_response(
    call: Call, *, rest_api_id: str, resource_id: str, http_method: str, status_code: str
) -> None:
    """Delete an integration response."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    method = method_of(resource, http_method)
    integration = integration_of(method)
    integration_response_of(integration, status_code)
    left = (integration.integration_responses or FrozenMap()).without(status_code)
    keep_integration(api, resource, method, replace(integration, integration_responses=left or None))


def integration_response_of(integration: Integration, status_code: str) -> IntegrationResponse:
    """One response of an integration, or AWS's NotFoundException."""
    responses = integration.integration_responses
    response = responses.get(status_code) if responses else None
    if response is None:
        raise errors.unknown_status_code()
    return response


def keep_integration_response(
    api: ApiStore, resource: Resource, method: Method, integration: Integration, response: IntegrationResponse
) -> None:
    """Put ``response`` in the place of the one of its status."""
    responses: FrozenMap[str, IntegrationResponse] = integration.integration_responses or FrozenMap()
    changed = replace(integration, integration_responses=responses.with_(response.status_code, response))
    keep_integration(api, resource, method, changed)


OPERATIONS: Operations = {
    "PutIntegrationResponse": put_integration_response,
    "GetIntegrationResponse": get_integration_response,
    "DeleteIntegrationResponse": delete_integration_response,
}
