"""Methods: what a resource does for one verb.

https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html
"""

from collections.abc import Mapping
from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations
from apiglab.control.resources import resource_of
from apiglab.control.store import ApiStore
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Method, Resource

VERBS = ("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY")
"""The verbs a method may have, in the order AWS lists them."""

AUTHORIZATION_TYPES = ("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS", "JWT")


def put_method(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    authorization_type: str,
    authorizer_id: str | None = None,
    api_key_required: bool = False,
    operation_name: str | None = None,
    request_parameters: Mapping[str, bool] | None = None,
    request_models: Mapping[str, str] | None = None,
    request_validator_id: str | None = None,
    authorization_scopes: tuple[str, ...] | None = None,
) -> Method:
    """Create a method."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    if http_method not in VERBS:
        raise errors.bad_verb()
    if resource.resource_methods and http_method in resource.resource_methods:
        raise errors.method_exists()
    check_authorization(authorization_type)
    check_request_models(api, request_models)
    check_request_parameters(request_parameters)
    if request_validator_id is not None and request_validator_id not in api.request_validators:
        raise errors.bad_request_validator()
    method = Method(
        http_method=http_method,
        authorization_type=authorization_type,
        authorizer_id=authorizer_id,
        api_key_required=api_key_required,
        request_validator_id=request_validator_id,
        operation_name=operation_name,
        request_parameters=None if request_parameters is None else FrozenMap(request_parameters),
        request_models=None if request_models is None else FrozenMap(request_models),
        authorization_scopes=authorization_scopes,
    )
    keep_method(api, resource, method)
    return method


def get_method(call: Call, *, rest_api_id: str, resource_id: str, http_method: str) -> Method:
    """One method, with its integration and responses."""
    api = call.here.rest_api(rest_api_id)
    return method_of(resource_of(api, resource_id), http_method)


def delete_method(call: Call, *, rest_api_id: str, resource_id: str, http_method: str) -> None:
    """Delete a method with its integration and responses."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    method_of(resource, http_method)
    left = (resource.resource_methods or FrozenMap()).without(http_method)
    api.resources[resource.id] = replace(resource, resource_methods=left or None)


def method_of(resource: Resource, http_method: str) -> Method:
    """One method of a resource, or AWS's NotFoundException."""
    method = resource.resource_methods.get(http_method) if resource.resource_methods else None
    if method is None:
        raise errors.unknown_method()
    return method


def keep_method(api: ApiStore, resource: Resource, method: Method) -> None:
    """Put ``method`` in the place of the one of its verb."""
    methods: FrozenMap[str, Method] = resource.resource_methods or FrozenMap()
    api.resources[resource.id] = replace(resource, resource_methods=methods.with_(method.http_method, method))


def check_authorization(authorization_type: str) -> None:
    """Raise where the type is none of AWS's, or none of ours yet."""
    if authorization_type in ("CUSTOM", "COGNITO_USER_POOLS", "JWT"):
        raise errors.bad_authorizer()  # No authorizer can exist yet, so no id can be valid.
    if authorization_type not in AUTHORIZATION_TYPES:
        raise errors.bad_authorization_type()
    if authorization_type != "NONE":
        raise errors.not_built(f"authorizationType {authorization_type}")


def check_request_models(api: ApiStore, request_models: Mapping[str, str] | None) -> None:
    """Raise where a content type names a model that the API lacks."""
    for name in (request_models or {}).values():
        if name not in api.models:
            raise errors.bad_model(name)


def check_request_parameters(request_parameters: Mapping[str, bool] | None) -> None:
    """Raise where a parameter is misnamed, or one name stands in two places."""
    names = []
    for key in request_parameters or {}:
        parts = key.split(".", 3)
        if parts[:2] != ["method", "request"] or len(parts) < 4 or parts[2] not in ("path", "querystring", "header"):
            raise errors.bad_mapping(key)
        names.append(parts[3])
    if len(set(names)) < len(names):
        raise errors.parameter_name_twice()


OPERATIONS: Operations = {
    "PutMethod": put_method,
    "GetMethod": get_method,
    "DeleteMethod": delete_method,
}
