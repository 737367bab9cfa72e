"""REST APIs: create, get, list and delete.

https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

from apiglab.control import errors
from apiglab.control.call import Call, Operations
from apiglab.control.default_models import default_models
from apiglab.control.paging import Page, page
from apiglab.control.store import ApiStore
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import EndpointConfiguration, Resource, RestApi

MAXIMUM_COMPRESSION_SIZE = 10_485_760


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointConfigurationInput:
    """What a caller says of an API's endpoint; AWS fills in the rest."""

    types: tuple[str, ...] | None = None
    ip_address_type: str | None = None
    vpc_endpoint_ids: tuple[str, ...] | None = None


def create_rest_api(
    call: Call,
    *,
    name: str,
    description: str | None = None,
    version: str | None = None,
    clone_from: str | None = None,
    binary_media_types: tuple[str, ...] | None = None,
    minimum_compression_size: int | None = None,
    api_key_source: str | None = None,
    endpoint_configuration: EndpointConfigurationInput | None = None,
    policy: str | None = None,
    tags: Mapping[str, str] | None = None,
    disable_execute_api_endpoint: bool = False,
    security_policy: str | None = None,
    endpoint_access_mode: str | None = None,
) -> RestApi:
    """Create an API with its root resource and AWS's two default models."""
    if description == "":
        raise errors.empty_description()
    check_compression_size(minimum_compression_size)
    endpoint = endpoint_configuration_of(endpoint_configuration or EndpointConfigurationInput())
    source = call.here.rest_api(clone_from) if clone_from is not None else None
    root = Resource(id=call.new_id(10), path="/")
    rest_api = RestApi(
        id=_new_api_id(call),
        name=name,
        description=description,
        created_date=call.clock.now(),
        version=version,
        binary_media_types=binary_media_types,
        minimum_compression_size=minimum_compression_size,
        api_key_source=api_key_source or "HEADER",
        endpoint_configuration=endpoint,
        policy=policy,
        tags=FrozenMap(tags),
        disable_execute_api_endpoint=disable_execute_api_endpoint,
        root_resource_id=root.id,
        security_policy=security_policy,
        endpoint_access_mode=endpoint_access_mode,
    )
    api = ApiStore(rest_api, resources={root.id: root}, models=default_models(call))
    if source is not None:
        raise errors.not_built("cloneFrom")
    call.here.rest_apis[rest_api.id] = api
    return rest_api


def get_rest_api(call: Call, *, rest_api_id: str) -> RestApi:
    """One API."""
    return call.here.rest_api(rest_api_id).rest_api


def get_rest_apis(call: Call, *, position: str | None = None, limit: int | None = None) -> Page[RestApi]:
    """The caller's APIs in this region."""
    return page((api.rest_api for api in call.here.rest_apis.values()), lambda each: each.id, position, limit)


def delete_rest_api(call: Call, *, rest_api_id: str) -> None:
    """Delete an API with all its stages, which stop answering at once."""
    call.here.rest_api(rest_api_id)
    del call.here.rest_apis[rest_api_id]
    call.registry.withdraw_api(rest_api_id)


def check_compression_size(size: int | None) -> None:
    """Raise where ``size`` is not one AWS takes."""
    if size is not None and not 0 <= size <= MAXIMUM_COMPRESSION_SIZE:
        raise errors.bad_compression_size()


def endpoint_configuration_of(given: EndpointConfigurationInput) -> EndpointConfiguration:
    """The endpoint an API gets by what its creator said."""
    types = ("EDGE",) if given.types is None else given.types
    if not types:
        raise errors.no_endpoint_type()
    if len(types) > 1:
        raise errors.several_endpoint_types()
    private = types == ("PRIVATE",)
    ip_address_type = given.ip_address_type or ("dualstack" if private else "ipv4")
    if private and ip_address_type != "dualstack":
        raise errors.private_needs_dualstack()
    return EndpointConfiguration(types=types, ip_address_type=ip_address_type, vpc_endpoint_ids=given.vpc_endpoint_ids)


def _new_api_id(call: Call) -> str:
    while call.store.has_api(new := call.new_id(10)):
        pass
    return new


OPERATIONS: Operations = {
    "CreateRestApi": create_rest_api,
    "GetRestApi": get_rest_api,
    "GetRestApis": get_rest_apis,
    "DeleteRestApi": delete_rest_api,
}
