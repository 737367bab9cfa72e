"""Resources: the nodes of an API's path tree.

https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.store import ApiStore
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar
from apiglab.model.rest import Resource

MAXIMUM_RESOURCES = 300

RESOURCE: PatchTable[Resource] = PatchTable(
    (scalar("/parentId", "parent_id"), scalar("/pathPart", "path_part")), LISTING
)

_PATH_PART = re.compile(r"[a-zA-Z0-9._\-:,]+|\{[a-zA-Z0-9._\-:,]+\+?\}")


def create_resource(call: Call, *, rest_api_id: str, parent_id: str, path_part: str) -> Output:
    """Create a child of a resource."""
    api, parent = find_resource(call, rest_api_id, parent_id)
    _check_place(api, parent, path_part, itself=None)
    if len(api.resources) >= MAXIMUM_RESOURCES:
        raise errors.too_many_resources()
    made = Resource(id=call.new_id(6), parent_id=parent.id, path_part=path_part, path=_path(parent, path_part))
    api.resources[made.id] = made
    return made


def get_resource(call: Call, *, rest_api_id: str, resource_id: str, embed: tuple[str, ...] = ()) -> Output:
    """One resource; its methods by name only, unless ``embed`` asks for them."""
    return _shown(find_resource(call, rest_api_id, resource_id)[1], embed)


def get_resources(
    call: Call,
    *,
    rest_api_id: str,
    position: str | None = None,
    limit: int | None = None,
    embed: tuple[str, ...] = (),
) -> Page[Output]:
    """An API's resources, by path, so that the root is the first."""
    found = page(call.here.rest_api(rest_api_id).resources.values(), lambda each: each.path, position, limit)
    return Page(tuple(_shown(each, embed) for each in found.items), found.position)


def update_resource(
    call: Call, *, rest_api_id: str, resource_id: str, patch_operations: tuple[PatchOperation, ...] = ()
) -> Output:
    """Rename a resource or move it, with everything below it."""
    api, resource = find_resource(call, rest_api_id, resource_id)
    changed = patched(RESOURCE, resource, patch_operations)
    if changed == resource:
        return _shown(resource, ())
    if resource.parent_id is None:
        raise errors.root_is_fixed("parentId" if changed.parent_id is not None else "pathPart")
    parent = api.resources.get(changed.parent_id or "")
    if parent is None:
        raise errors.unknown_resource()
    if parent.id == resource.id or parent in _below(api, resource):
        raise errors.cyclical()
    _check_place(api, parent, changed.path_part or "", itself=resource.id)
    _move(api, changed, parent)
    return _shown(api.resources[resource.id], ())


def delete_resource(call: Call, *, rest_api_id: str, resource_id: str) -> None:
    """Delete a resource and everything below it."""
    api, resource = find_resource(call, rest_api_id, resource_id)
    if resource.parent_id is None:
        raise errors.root_is_permanent()
    for each in (resource, *_below(api, resource)):
        del api.resources[each.id]


def find_resource(call: Call, rest_api_id: str, resource_id: str) -> tuple[ApiStore, Resource]:
    """A resource and its API; AWS says that the resource is unknown even where the API is."""
    api = call.here.rest_apis.get(rest_api_id)
    resource = api.resources.get(resource_id) if api else None
    if api is None or resource is None:
        raise errors.unknown_resource()
    return api, resource


def _move(api: ApiStore, resource: Resource, parent: Resource) -> None:
    moved = replace(resource, path=_path(parent, resource.path_part or ""))
    api.resources[moved.id] = moved
    for child in [each for each in api.resources.values() if each.parent_id == moved.id]:
        _move(api, child, moved)


def _path(parent: Resource, path_part: str) -> str:
    return f"{parent.path.rstrip('/')}/{path_part}"


def _below(api: ApiStore, resource: Resource) -> tuple[Resource, ...]:
    """Everything below a resource, parents first."""

    def walk(parent_id: str) -> Iterator[Resource]:
        for each in api.resources.values():
            if each.parent_id == parent_id:
                yield each
                yield from walk(each.id)

    return tuple(walk(resource.id))


def _check_place(api: ApiStore, parent: Resource, path_part: str, itself: str | None) -> None:
    """Raise where ``path_part`` can't stand below ``parent``; ``itself`` is the resource that would move there."""
    if not _PATH_PART.fullmatch(path_part):
        raise errors.bad_path_part()
    if parent.path_part is not None and parent.path_part.endswith("+}"):
        raise errors.child_of_greedy(parent.path_part)
    if path_part.endswith("+}") and any(each.parent_id == itself for each in api.resources.values() if itself):
        raise errors.child_of_greedy(path_part)
    siblings = [each for each in api.resources.values() if each.parent_id == parent.id and each.id != itself]
    for sibling in siblings:
        if sibling.path_part == path_part:
            raise errors.sibling_has_name(path_part)
        if path_part.startswith("{") and sibling.path_part and sibling.path_part.startswith("{"):
            raise errors.sibling_is_variable(sibling.path_part)


def _shown(resource: Resource, embed: tuple[str, ...]) -> Output:
    """A resource as AWS answers it: without ``embed=methods`` its verbs are listed with nothing in them."""
    if "methods" in embed or not resource.resource_methods:
        return resource
    return {
        "id": resource.id,
        "parentId": resource.parent_id,
        "pathPart": resource.path_part,
        "path": resource.path,
        "resourceMethods": {verb: {} for verb in resource.resource_methods},
    }


OPERATIONS: Operations = {
    "CreateResource": create_resource,
    "GetResource": get_resource,
    "GetResources": get_resources,
    "UpdateResource": update_resource,
    "DeleteResource": delete_resource,
}
