"""Method responses: the statuses a method may answer with.

https://docs.aws.amazon.com/apigateway/latest/api/API_MethodResponse.html
"""

from collections.abc import Mapping
from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations
from apiglab.control.methods import check_request_models, keep_method, method_of
from apiglab.control.resources import resource_of
from apiglab.control.store import ApiStore
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Method, MethodResponse, Resource


def put_method_response(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    status_code: str,
    response_parameters: Mapping[str, bool] | None = None,
    response_models: Mapping[str, str] | None = None,
) -> MethodResponse:
    """Declare a status, with the headers and the models of its answers."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    method = method_of(resource, http_method)
    check_request_models(api, response_models)
    if status_code in (method.method_responses or {}):
        raise errors.response_exists()
    response = MethodResponse(
        status_code=status_code,
        response_parameters=None if response_parameters is None else FrozenMap(response_parameters),
        response_models=None if response_models is None else FrozenMap(response_models),
    )
    keep_method_response(api, resource, method, response)
    return response


def get_method_response(
    call: Call, *, rest_api_id: str, resource_id: str, http_method: str, status_code: str
) -> MethodResponse:
    """One declared status."""
    resource = resource_of(call.here.rest_api(rest_api_id), resource_id)
    return method_response_of(method_of(resource, http_method), status_code)


def delete_method_response(
    call: Call, *, rest_api_id: str, resource_id: str, http_method: str, status_code: str
) -> None:
    """Withdraw a declared status."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    method = method_of(resource, http_method)
    method_response_of(method, status_code)
    left = (method.method_responses or FrozenMap()).without(status_code)
    keep_method(api, resource, replace(method, method_responses=left or None))


def method_response_of(method: Method, status_code: str) -> MethodResponse:
    """One declared status of a method, or AWS's NotFoundException."""
    response = method.method_responses.get(status_code) if method.method_responses else None
    if response is None:
        raise errors.unknown_status_code()
    return response


def keep_method_response(api: ApiStore, resource: Resource, method: Method, response: MethodResponse) -> None:
    """Put ``response`` in the place of the one of its status."""
    responses: FrozenMap[str, MethodResponse] = method.method_responses or FrozenMap()
    keep_method(api, resource, replace(method, method_responses=responses.with_(response.status_code, response)))


OPERATIONS: Operations = {
    "PutMethodResponse": put_method_response,
    "GetMethodResponse": get_method_response,
    "DeleteMethodResponse": delete_method_response,
}
