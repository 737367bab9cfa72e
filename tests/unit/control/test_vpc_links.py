"""VPC links: ways to the load balancers of private networks."""

from typing import Any

import pytest

from tests.control_client import Plane, a_method, bad_request, bare, not_found, refusal

NLB = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/pets/50dc6c495c0c9188"


def _link(client: Any, **said: object) -> str:
    link_id: str = client.create_vpc_link(**{"name": "pets", "targetArns": [NLB], **said})["id"]
    return link_id


def _integrate(client: Any, place: dict[str, str], link_id: str) -> None:
    client.put_integration(
        **place,
        type="HTTP_PROXY",
        integrationHttpMethod="GET",
        uri="http://pets.internal/",
        connectionType="VPC_LINK",
        connectionId=link_id,
    )


def test_a_link_is_pending_and_then_available(client: Any) -> None:
    """202 first; AWS's message once it is ready. fact: control.vpc-links"""
    answer = client.create_vpc_link(name="pets", description="to the cats", targetArns=[NLB], tags={"a": "b"})
    made = bare(answer)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert made == {
        "id": made["id"],
        "name": "pets",
        "description": "to the cats",
        "targetArns": [NLB],
        "status": "PENDING",
        "tags": {"a": "b"},
    }
    assert bare(client.get_vpc_link(vpcLinkId=made["id"])) == {
        **made,
        "status": "AVAILABLE",
        "statusMessage": "Your vpc link is ready for use",
    }


def test_links_are_listed_by_name(client: Any) -> None:
    """In pages. fact: control.list-order"""
    for name in ("dogs", "cats"):
        _link(client, name=name)

    assert [each["name"] for each in client.get_vpc_links()["items"]] == ["cats", "dogs"]


def test_a_link_is_renamed_but_not_emptied(client: Any) -> None:
    """Name and description change."""
    link_id = _link(client)
    operation = {"op": "replace", "path": "/name", "value": "dogs"}

    assert client.update_vpc_link(vpcLinkId=link_id, patchOperations=[operation])["name"] == "dogs"
    operation["value"] = ""
    assert refusal(client.update_vpc_link, vpcLinkId=link_id, patchOperations=[operation]) == bad_request(
        "Name cannot be empty"
    )
    assert client.get_vpc_link(vpcLinkId=link_id)["name"] == "dogs"


@pytest.mark.parametrize("targets", [[], [NLB, NLB]])
def test_a_link_has_one_target(targets: list[str], client: Any) -> None:
    """None and several are refused. fact: control.chosen-texts"""
    assert refusal(client.create_vpc_link, name="pets", targetArns=targets) == bad_request(
        "Invalid targetArns specified. Must be the ARN of one network load balancer"
    )


def test_an_integration_goes_through_a_link_that_is_there(client: Any) -> None:
    """And through no other."""
    place = a_method(client)
    link_id = _link(client)

    _integrate(client, place, link_id)

    got = client.get_integration(**place)
    assert (got["connectionType"], got["connectionId"]) == ("VPC_LINK", link_id)
    assert refusal(_integrate, client=client, place=place, link_id="other") == not_found(
        "Invalid Vpc Link identifier specified"
    )


def test_a_link_in_use_is_not_deleted(client: Any) -> None:
    """Neither while a method goes through it nor while a stage serves one that does. fact: control.reported-texts"""
    place = a_method(client)
    link_id = _link(client)
    _integrate(client, place, link_id)
    client.create_deployment(restApiId=place["restApiId"], stageName="dev")
    where = f"GET:{place['resourceId']}:"
    text = "Cannot delete vpc link. Vpc link '{}', is referenced in [{}] in format of [Method:Resource:Stage]."

    assert refusal(client.delete_vpc_link, vpcLinkId=link_id) == bad_request(
        text.format(link_id, f"{where}, {where}dev")
    )
    client.delete_integration(**place)
    assert refusal(client.delete_vpc_link, vpcLinkId=link_id) == bad_request(text.format(link_id, f"{where}dev"))
    client.delete_stage(restApiId=place["restApiId"], stageName="dev")
    client.delete_vpc_link(vpcLinkId=link_id)
    assert client.get_vpc_links()["items"] == []


def test_a_link_is_known_to_requests_until_it_is_deleted(control_plane: Plane) -> None:
    """The data plane finds the load balancer by the link's id. fact: control.vpc-links"""
    link_id = _link(control_plane.client)

    assert control_plane.registry.vpc_links == {link_id: NLB}
    control_plane.client.delete_vpc_link(vpcLinkId=link_id)
    assert control_plane.registry.vpc_links == {}


def test_links_are_tagged_by_their_arns(client: Any) -> None:
    """As APIs and stages are."""
    arn = f"arn:aws:apigateway:us-east-1::/vpclinks/{_link(client)}"

    client.tag_resource(resourceArn=arn, tags={"b": "2"})

    assert client.get_tags(resourceArn=arn)["tags"] == {"b": "2"}
