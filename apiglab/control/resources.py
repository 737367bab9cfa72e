"""Resources: the nodes of an API's path tree.

https://docs.aws.amazon.com/apigateway/latest/api/API_Resource.html
"""

import re
from collections.abc import Iterator

from apiglab.control import errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.paging import Page, page
from apiglab.control.store import ApiStore
from apiglab.model.rest import Resource

MAXIMUM_RESOURCES = 300

_PATH_PART = re.compile(r"[a-zA-Z0-9._\-:,]+|\{[a-zA-Z0-9._\-:,]+\+?\}")


def create_resource(call: Call, *, rest_api_id: str, parent_id: str, path_part: str) -> Resource:
    """Create a child of a resource."""
    api = call.here.rest_api(rest_api_id)
    parent = resource_of(api, parent_id)
    check_place(api, parent, path_part)
    if len(api.resources) >= MAXIMUM_RESOURCES:
        raise errors.too_many_resources()
    made = Resource(
        id=call.new_id(6), parent_id=parent.id, path_part=path_part, path=f"{parent.path.rstrip('/')}/{path_part}"
    )
    api.resources[made.id] = made
    return made


def get_resource(call: Call, *, rest_api_id: str, resource_id: str, embed: tuple[str, ...] = ()) -> Output:
    """One resource; its methods by name only, unless ``embed`` asks for them."""
    return _shown(resource_of(call.here.rest_api(rest_api_id), resource_id), embed)


def get_resources(
    call: Call,
    *,
    rest_api_id: str,
    position: str | None = None,
    limit: int | None = None,
    embed: tuple[str, ...] = (),
) -> Page[Output]:
    """An API's resources."""
    found = page(call.here.rest_api(rest_api_id).resources.values(), lambda each: each.id, position, limit)
    return Page(tuple(_shown(each, embed) for each in found.items), found.position)


def delete_resource(call: Call, *, rest_api_id: str, resource_id: str) -> None:
    """Delete a resource and everything below it."""
    api = call.here.rest_api(rest_api_id)
    resource = resource_of(api, resource_id)
    if resource.parent_id is None:
        raise errors.root_is_fixed()
    for each in (resource, *descendants(api, resource)):
        del api.resources[each.id]


def resource_of(api: ApiStore, resource_id: str) -> Resource:
    """One resource of an API, or AWS's NotFoundException."""
    try:
        return api.resources[resource_id]
    except KeyError:
        raise errors.unknown_resource() from None


def descendants(api: ApiStore, resource: Resource) -> tuple[Resource, ...]:
    """Everything below a resource, parents first."""
    return tuple(_below(api, resource))


def _below(api: ApiStore, resource: Resource) -> Iterator[Resource]:
    for each in api.resources.values():
        if each.parent_id == resource.id:
            yield each
            yield from _below(api, each)


def check_place(api: ApiStore, parent: Resource, path_part: str, itself: str | None = None) -> None:
    """Raise where ``path_part`` can't stand below ``parent``; ``itself`` is the resource that would move there."""
    if not _PATH_PART.fullmatch(path_part):
        raise errors.bad_path_part()
    if parent.path_part is not None and parent.path_part.endswith("+}"):
        raise errors.child_of_greedy(parent.path_part)
    siblings = [each for each in api.resources.values() if each.parent_id == parent.id and each.id != itself]
    for sibling in siblings:
        if sibling.path_part == path_part:
            raise errors.sibling_has_name(path_part)
    if path_part.startswith("{"):
        for sibling in siblings:
            if sibling.path_part is not None and sibling.path_part.startswith("{"):
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
    "DeleteResource": delete_resource,
}
