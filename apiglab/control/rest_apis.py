"""REST APIs: create, get, list, update and delete.

https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html
"""

import json
from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.cloning import clone
from apiglab.control.default_models import default_models
from apiglab.control.domain_errors import api_is_mapped
from apiglab.control.domains import domains_of_api
from apiglab.control.endpoints import EndpointConfigurationInput, check_access, check_endpoint, new_endpoint
from apiglab.control.paging import Page, by_creation, page
from apiglab.control.patching import patched
from apiglab.control.resource_policies import check_policy, with_full_arns
from apiglab.control.rest_api_patches import REST_API
from apiglab.control.store import ApiStore
from apiglab.control.tag_checks import check_tags
from apiglab.control.usage_plans import forget_stage
from apiglab.language.json_patch import PatchOperation
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Resource, RestApi

MAXIMUM_COMPRESSION_SIZE = 10_485_760
LONGEST_POLICY = 8192
API_KEY_SOURCES = ("HEADER", "AUTHORIZER")


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
    tags: FrozenMap[str, str] | None = None,
    disable_execute_api_endpoint: bool = False,
    security_policy: str | None = None,
    endpoint_access_mode: str | None = None,
) -> Output:
    """Create an API with its root resource and AWS's two default models, or as a copy of another."""
    if description == "":
        raise errors.empty_description()
    root = Resource(id=call.new_id(10), path="/")
    rest_api = RestApi(
        id=_new_api_id(call),
        name=name,
        description=description,
        created_date=call.clock.now(),
        version=version,
        binary_media_types=binary_media_types or None,
        minimum_compression_size=minimum_compression_size,
        api_key_source=api_key_source or "HEADER",
        endpoint_configuration=new_endpoint(endpoint_configuration or EndpointConfigurationInput()),
        policy=policy or None,
        tags=tags or None,
        disable_execute_api_endpoint=disable_execute_api_endpoint,
        root_resource_id=root.id,
        security_policy=security_policy,
        endpoint_access_mode=endpoint_access_mode,
    )
    rest_api = with_full_arns(call, rest_api)
    check_rest_api(rest_api)
    if clone_from is not None:
        api = clone(call, call.here.rest_api(clone_from), rest_api, root)
    else:
        api = ApiStore(rest_api, resources={root.id: root}, models=default_models(call))
    call.here.rest_apis[rest_api.id] = api
    return shown(api.rest_api)


def get_rest_api(call: Call, *, rest_api_id: str) -> Output:
    """One API."""
    return shown(call.here.rest_api(rest_api_id).rest_api)


def get_rest_apis(call: Call, *, position: str | None = None, limit: int | None = None) -> Page[Output]:
    """The caller's APIs in this region, the oldest first."""
    rest_apis = (api.rest_api for api in call.here.rest_apis.values())
    found = page(rest_apis, lambda each: by_creation(each.created_date, each.id), position, limit)
    return Page(tuple(shown(each) for each in found.items), found.position)


def update_rest_api(call: Call, *, rest_api_id: str, patch_operations: tuple[PatchOperation, ...] = ()) -> Output:
    """Change an API's own settings; deployments made before keep the old ones."""
    api = call.here.rest_api(rest_api_id)
    changed = with_full_arns(call, patched(REST_API, api.rest_api, patch_operations))
    check_rest_api(changed)
    api.rest_api = changed
    # AWS answers an update, and only that, with the tags even where there are none.
    return shown(replace(changed, tags=changed.tags or FrozenMap()))


def delete_rest_api(call: Call, *, rest_api_id: str) -> None:
    """Delete an API with all its stages, which stop answering at once."""
    api = call.here.rest_api(rest_api_id)
    domains = domains_of_api(call, rest_api_id)
    if domains:
        raise api_is_mapped(rest_api_id, domains)
    del call.here.rest_apis[rest_api_id]
    call.registry.withdraw_api(rest_api_id)
    forget_stage(call, rest_api_id)
    for stage_name in api.stages:
        call.flush_responses(rest_api_id, stage_name)


def check_rest_api(rest_api: RestApi) -> None:
    """Raise AWS's error where the settings can't stand together."""
    if not rest_api.name:
        raise errors.empty_name()
    size = rest_api.minimum_compression_size
    if size is not None and not 0 <= size <= MAXIMUM_COMPRESSION_SIZE:
        raise errors.bad_compression_size()
    if rest_api.api_key_source not in API_KEY_SOURCES:
        raise errors.unknown_choice("apiKeySource", API_KEY_SOURCES)
    check_endpoint(rest_api.endpoint_configuration)
    check_access(rest_api.security_policy, rest_api.endpoint_access_mode)
    check_tags(rest_api.tags)
    if rest_api.policy is not None and len(rest_api.policy) > LONGEST_POLICY:
        raise errors.too_long("policy", f"{LONGEST_POLICY} characters")
    check_policy(rest_api.policy)


def shown(rest_api: RestApi) -> RestApi:
    """An API as AWS answers it: the policy's quotes are escaped once more. fact: control.policy-is-escaped"""
    if rest_api.policy is None:
        return rest_api
    return replace(rest_api, policy=json.dumps(rest_api.policy, ensure_ascii=False)[1:-1])


def _new_api_id(call: Call) -> str:
    while call.store.has_api(new := call.new_id(10)):
        pass
    return new


OPERATIONS: Operations = {
    "CreateRestApi": create_rest_api,
    "GetRestApi": get_rest_api,
    "GetRestApis": get_rest_apis,
    "UpdateRestApi": update_rest_api,
    "DeleteRestApi": delete_rest_api,
}
