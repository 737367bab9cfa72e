"""Integration responses: how a backend's answer becomes a method response.

https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html
"""

from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.integration_checks import check_content_handling, check_status_code, check_templates
from apiglab.control.integrations import integration_of, templates_of
from apiglab.control.mappings import check_response_mappings
from apiglab.control.methods import UNKNOWN_CONTENT_TYPE, UNKNOWN_PARAMETER, MethodPlace, find_method
from apiglab.control.patching import patched
from apiglab.control.resources import find_resource
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import NAMING_OPERATIONS, entries, scalar, text, verbatim
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Integration, IntegrationResponse

INTEGRATION_RESPONSE: PatchTable[IntegrationResponse] = PatchTable(
    (
        scalar("/selectionPattern", "selection_pattern", verbatim),
        scalar("/statusCode", "status_code", verbatim),
        scalar("/contentHandling", "content_handling"),
        entries("/responseParameters/{name}", "response_parameters", missing=UNKNOWN_PARAMETER),
        entries("/responseTemplates/{type}", "response_templates", text, missing=UNKNOWN_CONTENT_TYPE),
    ),
    NAMING_OPERATIONS,
)


def put_integration_response(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    status_code: str,
    selection_pattern: str | None = None,
    response_parameters: FrozenMap[str, str] | None = None,
    response_templates: FrozenMap[str, str | None] | None = None,
    content_handling: str | None = None,
) -> Output:
    """Say which of the backend's answers become the method response of ``status_code``, and how."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    integration_of(place.method)
    response = IntegrationResponse(
        status_code=status_code,
        selection_pattern=selection_pattern,
        response_parameters=response_parameters,
        response_templates=templates_of(response_templates),
        content_handling=content_handling,
    )
    return _keep(place, response)


def get_integration_response(
    call: Call, *, rest_api_id: str, resource_id: str, http_method: str, status_code: str
) -> Output:
    """One integration response."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    return _response_of(integration_of(place.method), status_code)


def update_integration_response(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    status_code: str,
    patch_operations: tuple[PatchOperation, ...] = (),
) -> Output:
    """Change when an integration response is chosen and what it makes of the backend's answer."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    old = _response_of(integration_of(place.method), status_code)
    return _keep(place, patched(INTEGRATION_RESPONSE, old, patch_operations), instead_of=status_code)


def delete_integration_response(
    call: Call, *, rest_api_id: str, resource_id: str, http_method: str, status_code: str
) -> None:
    """Delete an integration response."""
    _, resource = find_resource(call, rest_api_id, resource_id)
    if http_method not in (resource.resource_methods or {}):
        raise errors.unknown_integration()  # Here, and only here, AWS does not say that the method is unknown.
    place = find_method(call, rest_api_id, resource_id, http_method)
    integration = integration_of(place.method)
    _response_of(integration, status_code)
    _replace_responses(place, _without(integration, status_code))


def _response_of(integration: Integration, status_code: str) -> IntegrationResponse:
    response = integration.integration_responses.get(status_code) if integration.integration_responses else None
    if response is None:
        raise errors.unknown_status_code()
    return response


def _keep(place: MethodPlace, response: IntegrationResponse, instead_of: str | None = None) -> IntegrationResponse:
    check_status_code(response.status_code or "")
    check_content_handling(response.content_handling)
    check_templates(response.response_templates)
    check_response_mappings(place.method, response.status_code, response.response_parameters)
    left = _without(integration_of(place.method), instead_of)
    _replace_responses(place, left.with_(response.status_code, response))
    return response


def _without(integration: Integration, status_code: str | None) -> FrozenMap[str, IntegrationResponse]:
    responses: FrozenMap[str, IntegrationResponse] = integration.integration_responses or FrozenMap()
    return responses if status_code is None else responses.without(status_code)


def _replace_responses(place: MethodPlace, responses: FrozenMap[str, IntegrationResponse]) -> None:
    integration = replace(integration_of(place.method), integration_responses=responses or None)
    place.keep(replace(place.method, method_integration=integration))


OPERATIONS: Operations = {
    "PutIntegrationResponse": put_integration_response,
    "GetIntegrationResponse": get_integration_response,
    "UpdateIntegrationResponse": update_integration_response,
    "DeleteIntegrationResponse": delete_integration_response,
}
