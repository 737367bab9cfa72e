"""Methods: what a resource does for one verb.

https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.mappings import check_declared_parameters
from apiglab.control.patching import patched
from apiglab.control.resources import find_resource
from apiglab.control.store import ApiStore
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import NAMING_OPERATIONS, boolean, entries, scalar, values
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Method, Resource

VERBS = ("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY")
"""The verbs a method may have, in the order AWS lists them."""

AUTHORIZATION_TYPES = ("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS", "JWT")
_AUTHORIZERS = {
    "CUSTOM": ("TOKEN", "REQUEST"),
    "COGNITO_USER_POOLS": ("COGNITO_USER_POOLS",),
    "JWT": ("JWT",),
}
"""The types of authorizer that each type of authorization takes."""

UNKNOWN_PARAMETER = "Invalid parameter name specified"
UNKNOWN_CONTENT_TYPE = "Content-Type specified was not found"

METHOD: PatchTable[Method] = PatchTable(
    (
        scalar("/authorizationType", "authorization_type"),
        scalar("/authorizerId", "authorizer_id"),
        scalar("/apiKeyRequired", "api_key_required", boolean),
        scalar("/operationName", "operation_name"),
        scalar("/requestValidatorId", "request_validator_id"),
        entries("/requestParameters/{name}", "request_parameters", boolean, missing=UNKNOWN_PARAMETER),
        entries("/requestModels/{type}", "request_models", missing=UNKNOWN_CONTENT_TYPE),
        values("/authorizationScopes", "authorization_scopes", missing=UNKNOWN_PARAMETER),
    ),
    NAMING_OPERATIONS,
)


class MethodPlace(NamedTuple):
    """A method and where it stands."""

    api: ApiStore
    resource: Resource
    method: Method

    def keep(self, method: Method) -> None:
        """Put ``method`` in this one's place."""
        methods: FrozenMap[str, Method] = self.resource.resource_methods or FrozenMap()
        changed = replace(self.resource, resource_methods=methods.with_(method.http_method, method))
        self.api.resources[self.resource.id] = changed


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
    request_parameters: FrozenMap[str, bool] | None = None,
    request_models: FrozenMap[str, str] | None = None,
    request_validator_id: str | None = None,
    authorization_scopes: tuple[str, ...] | None = None,
) -> Output:
    """Create a method."""
    api, resource = find_resource(call, rest_api_id, resource_id)
    if http_method not in VERBS:
        raise errors.bad_verb()
    if resource.resource_methods and http_method in resource.resource_methods:
        raise errors.method_exists()
    method = Method(
        http_method=http_method,
        authorization_type=authorization_type,
        authorizer_id=authorizer_id,
        api_key_required=api_key_required,
        request_validator_id=request_validator_id or None,
        operation_name=operation_name,
        request_parameters=request_parameters,
        request_models=request_models,
        authorization_scopes=authorization_scopes,
    )
    method = _checked(api, method)
    MethodPlace(api, resource, method).keep(method)
    return method


def get_method(call: Call, *, rest_api_id: str, resource_id: str, http_method: str) -> Output:
    """One method, with its integration and responses."""
    return find_method(call, rest_api_id, resource_id, http_method).method


def update_method(
    call: Call,
    *,
    rest_api_id: str,
    resource_id: str,
    http_method: str,
    patch_operations: tuple[PatchOperation, ...] = (),
) -> Output:
    """Change what a method asks of callers."""
    place = find_method(call, rest_api_id, resource_id, http_method)
    method = _checked(place.api, patched(METHOD, place.method, patch_operations))
    place.keep(method)
    return method


def delete_method(call: Call, *, rest_api_id: str, resource_id: str, http_method: str) -> None:
    """Delete a method with its integration and responses."""
    api, resource, _ = find_method(call, rest_api_id, resource_id, http_method)
    left = (resource.resource_methods or FrozenMap()).without(http_method)
    api.resources[resource.id] = replace(resource, resource_methods=left or None)


def find_method(call: Call, rest_api_id: str, resource_id: str, http_method: str) -> MethodPlace:
    """A method and where it stands, or AWS's NotFoundException."""
    api, resource = find_resource(call, rest_api_id, resource_id)
    method = resource.resource_methods.get(http_method) if resource.resource_methods else None
    if method is None:
        raise errors.unknown_method()
    return MethodPlace(api, resource, method)


def check_models(api: ApiStore, models: Mapping[str, str] | None) -> None:
    """Raise where a content type names a model that the API lacks."""
    for name in (models or {}).values():
        if name not in api.models:
            raise errors.bad_model(name)


def _checked(api: ApiStore, method: Method) -> Method:
    """The method as AWS keeps it, or AWS's error where it can't be."""
    method = _with_authorization(api, method)
    check_declared_parameters(method.request_parameters)
    check_models(api, method.request_models)
    if method.request_validator_id is not None and method.request_validator_id not in api.request_validators:
        raise errors.bad_request_validator()
    return method


def _with_authorization(api: ApiStore, method: Method) -> Method:
    kind = method.authorization_type
    if kind not in AUTHORIZATION_TYPES:
        raise errors.unknown_choice("authorizationType", AUTHORIZATION_TYPES)
    if kind not in _AUTHORIZERS:
        return replace(method, authorizer_id=None)  # AWS ignores an authorizer where none is asked for.
    authorizer = api.authorizers.get(method.authorizer_id or "")
    if authorizer is None or authorizer.type not in _AUTHORIZERS[kind]:
        raise errors.bad_authorizer()
    return method


OPERATIONS: Operations = {
    "PutMethod": put_method,
    "GetMethod": get_method,
    "UpdateMethod": update_method,
    "DeleteMethod": delete_method,
}
