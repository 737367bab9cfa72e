"""API keys: secrets that tell clients apart.

https://docs.aws.amazon.com/apigateway/latest/api/API_ApiKey.html
"""

from collections.abc import Mapping
from dataclasses import replace
from string import ascii_letters, digits

from apiglab.control import usage_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.errors import not_built
from apiglab.control.paging import Page, by_creation, page
from apiglab.control.patching import patched
from apiglab.control.tag_checks import check_tags
from apiglab.gateway.usage_plans import KnownKey
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, boolean, scalar
from apiglab.model.frozen import FrozenMap
from apiglab.model.usage import ApiKey

MAXIMUM_KEYS = 10_000
SHORTEST_VALUE, LONGEST_VALUE = 20, 128
LONGEST_NAME = 1024
LONGEST_DESCRIPTION = 125_000
_GENERATED = 40

API_KEY: PatchTable[ApiKey] = PatchTable(
    (
        scalar("/description", "description"),
        scalar("/enabled", "enabled", boolean),
        scalar("/name", "name"),
        scalar("/customerId", "customer_id"),
    ),
    LISTING,
)


def create_api_key(
    call: Call,
    *,
    name: str | None = None,
    description: str | None = None,
    enabled: bool = False,
    generate_distinct_id: bool = False,
    value: str | None = None,
    stage_keys: tuple[Mapping[str, str], ...] = (),
    customer_id: str | None = None,
    tags: FrozenMap[str, str] | None = None,
) -> Output:
    """Make a key, disabled unless told otherwise; the answer is where its value is shown."""
    if stage_keys:
        raise not_built("stageKeys of API keys, in whose place usage plans have come,")
    if generate_distinct_id:
        raise not_built("generateDistinctId of API keys, which AWS advises against,")
    now = call.clock.now()
    key = ApiKey(
        id=call.new_id(10),
        value=value or _new_value(call),
        name=name or None,
        customer_id=customer_id or None,
        description=description or None,
        enabled=enabled,
        created_date=now,
        last_updated_date=now,
        tags=tags or None,
    )
    add_key(call, key)
    return key


def add_key(call: Call, key: ApiKey) -> None:
    """Keep a new key, or raise AWS's error where it can't be kept."""
    check_key(key)
    if find_by_value(call, key.value or "") is not None:
        raise errors.key_exists()
    if len(call.here.api_keys) >= MAXIMUM_KEYS:
        raise errors.too_many_keys()
    keep_key(call, key)


def get_api_key(call: Call, *, api_key: str, include_value: bool = False) -> Output:
    """One key, without its value unless that is asked for."""
    return _shown(key_of(call, api_key), include_value=include_value)


def get_api_keys(
    call: Call,
    *,
    position: str | None = None,
    limit: int | None = None,
    name_query: str | None = None,
    customer_id: str | None = None,
    include_values: bool = False,
) -> Page[ApiKey]:
    """The account's keys in this region, the oldest first; those whose name begins with ``name_query``."""
    keys = [
        _shown(key, include_value=include_values)
        for key in call.here.api_keys.values()
        if (key.name or "").startswith(name_query or "") and customer_id in (None, key.customer_id)
    ]
    return page(keys, lambda key: by_creation(key.created_date, key.id), position, limit)


def update_api_key(call: Call, *, api_key: str, patch_operations: tuple[PatchOperation, ...] = ()) -> Output:
    """Change all of a key but its value."""
    key = patched(API_KEY, key_of(call, api_key), patch_operations)
    check_key(key)
    key = replace(key, last_updated_date=call.clock.now())
    keep_key(call, key)
    return _shown(key, include_value=False)


def delete_api_key(call: Call, *, api_key: str) -> None:
    """Delete a key, which opens nothing from now on."""
    key = key_of(call, api_key)
    for store in call.here.usage_plans.values():
        if store.key_ids.pop(api_key, None):
            call.usage.forget(store.plan.id, api_key)
    del call.here.api_keys[api_key]
    call.registry.usage_plans.drop_key(call.account_id, call.region, key.value or "")


def key_of(call: Call, key_id: str) -> ApiKey:
    """One key of the caller's, or AWS's NotFoundException."""
    try:
        return call.here.api_keys[key_id]
    except KeyError:
        raise errors.unknown_key() from None


def find_by_value(call: Call, value: str) -> ApiKey | None:
    """The caller's key of that value, None where there is none."""
    known = call.registry.usage_plans.find_key(call.account_id, call.region, value)
    return None if known is None else call.here.api_keys[known.id]


def keep_key(call: Call, key: ApiKey) -> None:
    """Keep a key, and let requests know it as it is now."""
    call.here.api_keys[key.id] = key
    plan_ids = tuple(store.plan.id for store in call.here.usage_plans.values() if key.id in store.key_ids)
    known = KnownKey(key.id, key.enabled, plan_ids)
    call.registry.usage_plans.put_key(call.account_id, call.region, key.value or "", known)


def tag_api_key(call: Call, key_id: str, tags: FrozenMap[str, str] | None) -> None:
    """Put ``tags`` in the place of a key's own."""
    call.here.api_keys[key_id] = replace(key_of(call, key_id), tags=tags)


def check_key(key: ApiKey) -> None:
    """Raise AWS's error where a key can't be as it is."""
    size = len(key.value or "")
    if size < SHORTEST_VALUE:
        raise errors.key_too_short()
    if size > LONGEST_VALUE:
        raise errors.key_too_long()
    if len(key.name or "") > LONGEST_NAME:
        raise errors.key_name_too_long()
    if len(key.description or "") > LONGEST_DESCRIPTION:
        raise errors.key_description_too_long()
    check_tags(key.tags)


def _new_value(call: Call) -> str:
    return "".join(call.chance.choices(ascii_letters + digits, k=_GENERATED))


def _shown(key: ApiKey, *, include_value: bool) -> ApiKey:
    return key if include_value else replace(key, value=None)


OPERATIONS: Operations = {
    "CreateApiKey": create_api_key,
    "GetApiKey": get_api_key,
    "GetApiKeys": get_api_keys,
    "UpdateApiKey": update_api_key,
    "DeleteApiKey": delete_api_key,
}
