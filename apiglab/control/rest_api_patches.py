"""The paths that UpdateRestApi takes.

https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateRestApi-Patch
"""

from dataclasses import replace

from apiglab.language.json_patch import PatchError, PatchOperation, PatchTable, Rule
from apiglab.language.patch_rules import NAMING_OPERATIONS, boolean, elements, scalar, verbatim
from apiglab.model.rest import EndpointConfiguration, RestApi

_NO_SUCH_TYPE = "Content-Type specified was not found"
_TYPE_OPERATIONS = "Invalid patch operation specified. Must be 'add'|'remove'|'replace'"


def _compression_size(value: str | None) -> int | None:
    """Bytes; nothing or an empty value switches compression off."""
    if not value:
        return None
    try:
        return int(value)
    except ValueError:
        raise PatchError("Invalid minimum compression size, must be between 0 and 10485760") from None


def _api_key_source(value: str | None) -> str:
    return value or ""


def _with_endpoint(rest_api: RestApi, endpoint: EndpointConfiguration) -> RestApi:
    return replace(rest_api, endpoint_configuration=endpoint)


def _with_types(rest_api: RestApi, types: tuple[str, ...]) -> RestApi:
    endpoint = replace(rest_api.endpoint_configuration, types=types)
    if types == ("PRIVATE",) != rest_api.endpoint_configuration.types:
        # A private API is dualstack, so that becoming one makes it so. fact: control.private-becomes-dualstack
        endpoint = replace(endpoint, ip_address_type="dualstack")
    return _with_endpoint(rest_api, endpoint)


def _add_type(rest_api: RestApi, names: tuple[str, ...], operation: PatchOperation) -> RestApi:
    return _with_types(rest_api, (*rest_api.endpoint_configuration.types, operation.value or names[0]))


def _replace_type(rest_api: RestApi, names: tuple[str, ...], operation: PatchOperation) -> RestApi:
    """Put another type in the place of the one that the path names, by itself or by its number."""
    types = rest_api.endpoint_configuration.types
    old = _named_type(types, names[0])
    return _with_types(rest_api, tuple((operation.value or "") if each == old else each for each in types))


def _remove_type(rest_api: RestApi, names: tuple[str, ...], _operation: PatchOperation) -> RestApi:
    types = rest_api.endpoint_configuration.types
    old = _named_type(types, names[0])
    return _with_types(rest_api, tuple(each for each in types if each != old))


def _named_type(types: tuple[str, ...], name: str) -> str:
    if name.isascii() and name.isdigit() and int(name) < len(types):
        return types[int(name)]
    if name not in types:
        raise PatchError(f"Invalid patch path /endpointConfiguration/types/{name}")
    return name


def _set_ip_address_type(rest_api: RestApi, _names: tuple[str, ...], operation: PatchOperation) -> RestApi:
    return _with_endpoint(rest_api, replace(rest_api.endpoint_configuration, ip_address_type=operation.value or ""))


def _add_vpc_endpoint(rest_api: RestApi, _names: tuple[str, ...], operation: PatchOperation) -> RestApi:
    endpoint = rest_api.endpoint_configuration
    if not operation.value:
        raise PatchError("Invalid null or empty value in vpcEndpointIds")
    ids = (*(endpoint.vpc_endpoint_ids or ()), operation.value)
    return _with_endpoint(rest_api, replace(endpoint, vpc_endpoint_ids=ids))


def _remove_vpc_endpoint(rest_api: RestApi, _names: tuple[str, ...], operation: PatchOperation) -> RestApi:
    endpoint = rest_api.endpoint_configuration
    left = tuple(each for each in endpoint.vpc_endpoint_ids or () if each != operation.value)
    return _with_endpoint(rest_api, replace(endpoint, vpc_endpoint_ids=left or None))


REST_API: PatchTable[RestApi] = PatchTable(
    (
        scalar("/name", "name", verbatim),
        scalar("/description", "description", removable=True),
        scalar("/apiKeySource", "api_key_source", _api_key_source),
        scalar("/minimumCompressionSize", "minimum_compression_size", _compression_size),
        scalar("/policy", "policy"),
        scalar("/disableExecuteApiEndpoint", "disable_execute_api_endpoint", boolean),
        scalar("/securityPolicy", "security_policy"),
        scalar("/endpointAccessMode", "endpoint_access_mode"),
        elements("/binaryMediaTypes/{type}", "binary_media_types", missing=_NO_SUCH_TYPE),
        Rule(
            "/endpointConfiguration/types/{type}",
            {"add": _add_type, "remove": _remove_type, "replace": _replace_type},
            _TYPE_OPERATIONS,
        ),
        Rule("/endpointConfiguration/ipAddressType", {"replace": _set_ip_address_type}),
        Rule("/endpointConfiguration/vpcEndpointIds", {"add": _add_vpc_endpoint, "remove": _remove_vpc_endpoint}),
    ),
    NAMING_OPERATIONS,
)
