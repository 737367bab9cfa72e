"""VPC links: ways to the load balancers of private networks. fact: control.vpc-links

https://docs.aws.amazon.com/apigateway/latest/api/API_VpcLink.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from apiglab.control import connection_errors as errors
from apiglab.control.call import Call, Operations, Output
from apiglab.control.errors import empty_name, unknown_vpc_link
from apiglab.control.paging import Page, page
from apiglab.control.patching import patched
from apiglab.control.tag_checks import check_tags
from apiglab.language.json_patch import PatchOperation, PatchTable
from apiglab.language.patch_rules import LISTING, scalar, verbatim
from apiglab.model.connections import VpcLink
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import Resource

READY = "Your vpc link is ready for use"

VPC_LINK: PatchTable[VpcLink] = PatchTable(
    (scalar("/name", "name", verbatim), scalar("/description", "description")), LISTING
)


def create_vpc_link(
    call: Call,
    *,
    name: str,
    target_arns: tuple[str, ...],
    description: str | None = None,
    tags: FrozenMap[str, str] | None = None,
) -> Output:
    """Create a link; it is pending in this answer, and ready in every later one."""
    for arn in target_arns:
        if not arn.startswith("arn:"):
            raise errors.bad_target_arn(arn)
    if len(target_arns) != 1:
        raise errors.not_one_target()
    link = VpcLink(
        id=call.new_id(6),
        name=name,
        description=description or None,
        target_arns=target_arns,
        status_message=READY,
        tags=tags or None,
    )
    _check(link)
    call.here.vpc_links[link.id] = link
    call.registry.vpc_links[link.id] = target_arns[0]
    return replace(link, status="PENDING", status_message=None)


def get_vpc_link(call: Call, *, vpc_link_id: str) -> Output:
    """One link."""
    return link_of(call, vpc_link_id)


def get_vpc_links(call: Call, *, position: str | None = None, limit: int | None = None) -> Page[VpcLink]:
    """The account's links in this region, by name."""
    return page(call.here.vpc_links.values(), lambda each: f"{each.name}/{each.id}", position, limit)


def update_vpc_link(call: Call, *, vpc_link_id: str, patch_operations: tuple[PatchOperation, ...] = ()) -> Output:
    """Change a link's name or description; its target stays."""
    link = patched(VPC_LINK, link_of(call, vpc_link_id), patch_operations)
    _check(link)
    call.here.vpc_links[vpc_link_id] = link
    return link


def delete_vpc_link(call: Call, *, vpc_link_id: str) -> None:
    """Delete a link that no integration goes through."""
    link_of(call, vpc_link_id)
    places = sorted(set(_references(call, vpc_link_id)))
    if places:
        raise errors.vpc_link_in_use(vpc_link_id, places)
    del call.here.vpc_links[vpc_link_id]
    del call.registry.vpc_links[vpc_link_id]


def link_of(call: Call, vpc_link_id: str) -> VpcLink:
    """One link of the caller's, or AWS's NotFoundException."""
    try:
        return call.here.vpc_links[vpc_link_id]
    except KeyError:
        raise unknown_vpc_link() from None


def tag_vpc_link(call: Call, vpc_link_id: str, tags: FrozenMap[str, str] | None) -> None:
    """Put ``tags`` in the place of a link's own."""
    call.here.vpc_links[vpc_link_id] = replace(link_of(call, vpc_link_id), tags=tags)


def _check(link: VpcLink) -> None:
    if not link.name:
        raise empty_name()
    check_tags(link.tags)


def _references(call: Call, vpc_link_id: str) -> Iterator[str]:
    """Where integrations go through a link, as they stand and as stages serve them."""
    for api in call.here.rest_apis.values():
        yield from _uses(api.resources.values(), vpc_link_id, "")
        for stage in api.stages.values():
            yield from _uses(api.deployments[stage.deployment_id].snapshot.resources, vpc_link_id, stage.stage_name)


def _uses(resources: Iterable[Resource], vpc_link_id: str, stage_name: str) -> Iterator[str]:
    for resource in resources:
        for verb, method in (resource.resource_methods or {}).items():
            integration = method.method_integration
            if integration is not None and integration.connection_id == vpc_link_id:
                yield f"{verb}:{resource.id}:{stage_name}"


OPERATIONS: Operations = {
    "CreateVpcLink": create_vpc_link,
    "GetVpcLink": get_vpc_link,
    "GetVpcLinks": get_vpc_links,
    "UpdateVpcLink": update_vpc_link,
    "DeleteVpcLink": delete_vpc_link,
}
