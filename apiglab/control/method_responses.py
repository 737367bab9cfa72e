"""Method responses: the statuses a method may answer with.

https://docs.aws.amazon.com/apigateway/latest/api/API_MethodResponse.html
"""

from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.mappings import check_declared_headers
from apiglab.control.methods import (
    UNKNOWN_CONTENT_TYPE,
    UNKNOWN_PARAMETER,
    MethodPlace,
    check_models,
    find_method,
)
from apiglab.control.patching import patched
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import TERSE, boolean, entries
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Method, MethodResponse

METHOD_RESPONSE: PatchTable[MethodResponse] = PatchTable(
    (
        entries("/responseParameters/{name}", "response_parameters", boolean, missing=UNKNOWN_PARAMETER),
        entries("/responseModels/{type}", "response_models", missing=UNKNOWN_CONTENT_TYPE),
    ),
    TERSE,
)


def put_method_response(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    status_code: str,
    response_parameters: FrozenMap[str, bool] | None = None,
    response_models: FrozenMap[str, str] | None = None,
) -> Output:
    """Declare a status, with the headers and the models of its answers."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    if status_code in (place.method.method_responses or {}):
        raise errors.response_exists()
    response = MethodResponse(
        status_code=status_code,
        response_parameters=response_parameters,
        response_models=response_models,
    )
    return _keep(place, response)


def get_method_response(
    call: Call, *, rest_api_id: str, resource_id: str, http_method: str, status_code: str
) -> Output:
    """One declared status."""
    return _response_of(find_method(call, rest_api_id, resource_id, http_method).method, status_code)


def update_method_response(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    status_code: str,
    patch_operations: tuple[PatchOperation, ...] = (),
) -> Output:
    """Change the headers and models that a status declares."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    return _keep(place, patched(METHOD_RESPONSE, _response_of(place.method, status_code), patch_operations))


def delete_method_response(
    call: Call, *, rest_api_id: str, resource_id: str, http_method: str, status_code: str
) -> None:
    """Withdraw a declared status."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    _response_of(place.method, status_code)
    left = (place.method.method_responses or FrozenMap()).without(status_code)
    place.keep(replace(place.method, method_responses=left or None))


def _response_of(method: Method, status_code: str) -> MethodResponse:
    response = method.method_responses.get(status_code) if method.method_responses else None
    if response is None:
        raise errors.unknown_status_code()
    return response


def _keep(place: MethodPlace, response: MethodResponse) -> MethodResponse:
    check_declared_headers(response.response_parameters)
    check_models(place.api, response.response_models)
    responses: FrozenMap[str, MethodResponse] = place.method.method_responses or FrozenMap()
    place.keep(replace(place.method, method_responses=responses.with_(response.status_code, response)))
    return response


OPERATIONS: Operations = {
    "PutMethodResponse": put_method_response,
    "GetMethodResponse": get_method_response,
    "UpdateMethodResponse": update_method_response,
    "DeleteMethodResponse": delete_method_response,
}
