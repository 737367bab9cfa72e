"""What the paths below a domain name lead to: API mappings, which the first version calls base path mappings.

https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
"""

import re
from dataclasses import replace

from apiglab.control import domain_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.domains import domain_of, publish_domain
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.store import DomainStore
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar, verbatim
from apiglab.model.domain import ApiMapping

NONE = "(none)"
MOST_MAPPINGS = 200
_KEY = re.compile(r"[A-Za-z0-9$\-_.+!*'()]+(?:/[A-Za-z0-9$\-_.+!*'()]+)*")
_LONGEST_KEY = 300

MAPPING: PatchTable[ApiMapping] = PatchTable(
    (
        scalar("/basePath", "api_mapping_key", verbatim),
        scalar("/stage", "stage"),
        scalar("/restapiId", "api_id", verbatim),
    ),
    LISTING,
)


def create_base_path_mapping(
    call: Call,
    *,
    domain_name: str,
    rest_api_id: str,
    base_path: str | None = None,
    stage: str | None = None,
    domain_name_id: str | None = None,  # noqa: ARG001  only private domains have one
) -> Output:
    """Map one name below the domain, or all that nothing else takes, to an API's stage."""
    store = domain_of(call, domain_name)
    key = _v1_key(base_path)
    mapping = ApiMapping(api_mapping_id=call.new_id(6), api_mapping_key=key, api_id=rest_api_id, stage=stage or None)
    return _v1(keep_mapping(call, store, mapping, v2=False))


def get_base_path_mapping(call: Call, *, domain_name: str, base_path: str, domain_name_id: str | None = None) -> Output:  # noqa: ARG001
    """One base path's mapping."""
    return _v1(_by_base_path(domain_of(call, domain_name), base_path))


def get_base_path_mappings(
    call: Call,
    *,
    domain_name: str,
    position: str | None = None,
    limit: int | None = None,
    domain_name_id: str | None = None,  # noqa: ARG001
) -> Output:
    """A domain's mappings, by base path."""
    mappings = domain_of(call, domain_name).mappings.values()
    found = page(mappings, lambda each: each.api_mapping_key, position, limit)
    return Page(tuple(_v1(each) for each in found.items), found.position)


def update_base_path_mapping(
    call: Call,
    *,
    domain_name: str,
    base_path: str,
    patch_operations: tuple[PatchOperation, ...] = (),
    domain_name_id: str | None = None,  # noqa: ARG001
) -> Output:
    """Map a base path to another stage or API, or move it, at once."""
    store = domain_of(call, domain_name)
    changed = patched(MAPPING, _by_base_path(store, base_path), patch_operations)
    changed = replace(changed, api_mapping_key=_v1_key(changed.api_mapping_key))
    return _v1(keep_mapping(call, store, changed, v2=False))


def delete_base_path_mapping(
    call: Call,
    *,
    domain_name: str,
    base_path: str,
    domain_name_id: str | None = None,  # noqa: ARG001
) -> None:
    """Take a mapping away."""
    store = domain_of(call, domain_name)
    del store.mappings[_by_base_path(store, base_path).api_mapping_id]
    publish_domain(call, store)


def keep_mapping(call: Call, store: DomainStore, mapping: ApiMapping, *, v2: bool) -> ApiMapping:
    """Keep a mapping and serve it; AWS's error where it can't stand."""
    key = mapping.api_mapping_key
    if key and (len(key) > _LONGEST_KEY or not _KEY.fullmatch(key)):
        raise errors.bad_base_path()
    if "/" in key and store.domain.endpoint_configuration.types != ("REGIONAL",):
        raise errors.multi_level_needs_regional()
    for other in store.mappings.values():
        if other.api_mapping_key == key and other.api_mapping_id != mapping.api_mapping_id:
            raise errors.mapping_exists(v2=v2)
    if mapping.api_mapping_id not in store.mappings and len(store.mappings) >= MOST_MAPPINGS:
        raise errors.too_many("API mappings for this domain name", MOST_MAPPINGS)
    api = call.here.rest_api(mapping.api_id)
    if mapping.stage is not None and mapping.stage not in api.stages:
        raise errors.unknown_mapped_stage()
    store.mappings[mapping.api_mapping_id] = mapping
    publish_domain(call, store)
    return mapping


def _v1_key(base_path: str | None) -> str:
    if base_path in (None, "", NONE):
        return ""
    if "/" in str(base_path):
        raise errors.slash_in_base_path()
    return str(base_path)


def _v1(mapping: ApiMapping) -> dict[str, str | None]:
    return {"basePath": mapping.api_mapping_key or NONE, "restApiId": mapping.api_id, "stage": mapping.stage}


def _by_base_path(store: DomainStore, base_path: str) -> ApiMapping:
    key = "" if base_path == NONE else base_path
    for mapping in store.mappings.values():
        if mapping.api_mapping_key == key:
            return mapping
    raise errors.unknown_mapping(v2=False)


# --- the second version of the API ----------------------------------------------------------------------------------


def create_api_mapping(
    call: Call, *, domain_name: str, api_id: str, stage: str, api_mapping_key: str | None = None
) -> Output:
    """Map a path of one or more names below the domain to an API's stage."""
    store = domain_of(call, domain_name)
    key = api_mapping_key or ""
    mapping = ApiMapping(api_mapping_id=call.new_id(6), api_mapping_key=key, api_id=api_id, stage=stage)
    return keep_mapping(call, store, mapping, v2=True)


def get_api_mapping(call: Call, *, domain_name: str, api_mapping_id: str) -> Output:
    """One mapping."""
    return _by_id(domain_of(call, domain_name), api_mapping_id)


def get_api_mappings(
    call: Call, *, domain_name: str, next_token: str | None = None, max_results: str | None = None
) -> Output:
    """A domain's mappings, by their keys."""
    mappings = domain_of(call, domain_name).mappings.values()
    limit = int(max_results) if max_results and max_results.isdigit() else None
    found = page(mappings, lambda each: each.api_mapping_key, next_token, limit)
    return {"Items": found.items, "NextToken": found.position}


def update_api_mapping(
    call: Call,
    *,
    domain_name: str,
    api_mapping_id: str,
    api_id: str,
    stage: str | None = None,
    api_mapping_key: str | None = None,
) -> Output:
    """Change a mapping's key, API or stage, at once."""
    store = domain_of(call, domain_name)
    old = _by_id(store, api_mapping_id)
    key = old.api_mapping_key if api_mapping_key is None else api_mapping_key
    changed = replace(old, api_id=api_id, stage=stage or old.stage, api_mapping_key=key)
    return keep_mapping(call, store, changed, v2=True)


def delete_api_mapping(call: Call, *, domain_name: str, api_mapping_id: str) -> None:
    """Take a mapping away."""
    store = domain_of(call, domain_name)
    del store.mappings[_by_id(store, api_mapping_id).api_mapping_id]
    publish_domain(call, store)


def _by_id(store: DomainStore, mapping_id: str) -> ApiMapping:
    try:
        return store.mappings[mapping_id]
    except KeyError:
        raise errors.unknown_mapping(v2=True) from None


OPERATIONS: Operations = {
    "CreateBasePathMapping": create_base_path_mapping,
    "GetBasePathMapping": get_base_path_mapping,
    "GetBasePathMappings": get_base_path_mappings,
    "UpdateBasePathMapping": update_base_path_mapping,
    "DeleteBasePathMapping": delete_base_path_mapping,
}

V2_OPERATIONS: Operations = {
    "CreateApiMapping": create_api_mapping,
    "GetApiMapping": get_api_mapping,
    "GetApiMappings": get_api_mappings,
    "UpdateApiMapping": update_api_mapping,
    "DeleteApiMapping": delete_api_mapping,
}
