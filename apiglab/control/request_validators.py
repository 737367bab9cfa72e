"""Request validators: what API Gateway checks of a method's requests before it calls anything.

https://docs.aws.amazon.com/apigateway/latest/api/API_RequestValidator.html
"""

from apiglab.control import model_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.store import ApiStore
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, boolean, scalar, verbatim
from apiglab.model.rest import RequestValidator

REQUEST_VALIDATOR: PatchTable[RequestValidator] = PatchTable(
    (
        scalar("/name", "name", verbatim),
        scalar("/validateRequestParameters", "validate_request_parameters", boolean),
        scalar("/validateRequestBody", "validate_request_body", boolean),
    ),
    LISTING,
)


def create_request_validator(
    call: Call,
    *,
    rest_api_id: str,
    name: str | None = None,
    validate_request_body: bool = False,
    validate_request_parameters: bool = False,
) -> Output:
    """Create a validator; methods that are to use it name its identifier."""
    api = call.here.rest_apis.get(rest_api_id)
    if api is None:
        raise errors.unknown_api_of_validator()
    validator = RequestValidator(
        id=call.new_id(6),
        name=name,
        validate_request_body=validate_request_body,
        validate_request_parameters=validate_request_parameters,
    )
    return _kept(api, validator)


def get_request_validator(call: Call, *, rest_api_id: str, request_validator_id: str) -> Output:
    """One validator."""
    return _find_validator(call, rest_api_id, request_validator_id)[1]


def get_request_validators(
    call: Call, *, rest_api_id: str, position: str | None = None, limit: int | None = None
) -> Page[RequestValidator]:
    """An API's validators, by name."""
    validators = call.here.rest_api(rest_api_id).request_validators.values()
    return page(validators, lambda each: f"{each.name or ''}/{each.id}", position, limit)


def update_request_validator(
    call: Call, *, rest_api_id: str, request_validator_id: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Change a validator's name or what it checks; deployments made before keep the old."""
    api, validator = _find_validator(call, rest_api_id, request_validator_id)
    return _kept(api, patched(REQUEST_VALIDATOR, validator, patch_operations))


def delete_request_validator(call: Call, *, rest_api_id: str, request_validator_id: str) -> None:
    """Delete a validator that no method uses. fact: control.validator-in-use"""
    api, _ = _find_validator(call, rest_api_id, request_validator_id)
    for resource in sorted(api.resources.values(), key=lambda each: each.path, reverse=True):
        for verb, method in (resource.resource_methods or {}).items():
            if method.request_validator_id == request_validator_id:
                raise errors.validator_in_use(request_validator_id, f"{resource.path}/{verb}")
    del api.request_validators[request_validator_id]


def _find_validator(call: Call, rest_api_id: str, request_validator_id: str) -> tuple[ApiStore, RequestValidator]:
    """A validator and its API; AWS says that the validator is unknown even where the API is."""
    api = call.here.rest_apis.get(rest_api_id)
    validator = api.request_validators.get(request_validator_id) if api else None
    if api is None or validator is None:
        raise errors.unknown_validator()
    return api, validator


def _kept(api: ApiStore, validator: RequestValidator) -> RequestValidator:
    if validator.name is not None and not validator.name.strip():
        raise errors.blank_validator_name()
    api.request_validators[validator.id] = validator
    return validator


OPERATIONS: Operations = {
    "CreateRequestValidator": create_request_validator,
    "GetRequestValidator": get_request_validator,
    "GetRequestValidators": get_request_validators,
    "UpdateRequestValidator": update_request_validator,
    "DeleteRequestValidator": delete_request_validator,
}
