"""REST APIs: what is created, listed, changed and deleted."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.control_client import (
    TO_MOCK,
    Plane,
    Refusal,
    a_mock,
    a_stage,
    bad_request,
    bare,
    client_of,
    not_found,
    refusal,
)


def test_a_new_api_has_aws_s_defaults(client: Any) -> None:
    """Ids of ten letters and digits, EDGE, no tags; what has no value is left out."""
    api = bare(client.create_rest_api(name="pets"))

    assert (len(api["id"]), len(api["rootResourceId"])) == (10, 10)
    assert (api["id"] + api["rootResourceId"]).isalnum()
    assert api == {
        "id": api["id"],
        "name": "pets",
        "createdDate": datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        "apiKeySource": "HEADER",
        "endpointConfiguration": {"types": ["EDGE"], "ipAddressType": "ipv4"},
        "disableExecuteApiEndpoint": False,
        "rootResourceId": api["rootResourceId"],
    }


def test_a_new_api_keeps_everything_that_was_said(client: Any) -> None:
    """Every setting comes back from GetRestApi."""
    said = {
        "name": "pets",
        "description": "Pets and their tricks",
        "version": "v1",
        "binaryMediaTypes": ["image/png"],
        "minimumCompressionSize": 0,
        "apiKeySource": "AUTHORIZER",
        "endpointConfiguration": {"types": ["PRIVATE"], "ipAddressType": "dualstack", "vpcEndpointIds": ["vpce-1"]},
        "tags": {"lesson": "01"},
        "disableExecuteApiEndpoint": True,
        "securityPolicy": "TLS_1_2",
        "endpointAccessMode": "BASIC",
    }

    made = client.create_rest_api(**said)

    got = bare(client.get_rest_api(restApiId=made["id"]))
    assert got == bare(made)
    assert {name: got[name] for name in said} == said


@pytest.mark.parametrize(
    ("said", "endpoint"),
    [
        ({}, {"types": ["EDGE"], "ipAddressType": "ipv4"}),
        ({"ipAddressType": "dualstack"}, {"types": ["EDGE"], "ipAddressType": "dualstack"}),
        ({"types": ["REGIONAL"]}, {"types": ["REGIONAL"], "ipAddressType": "ipv4"}),
        ({"types": ["PRIVATE"]}, {"types": ["PRIVATE"], "ipAddressType": "dualstack"}),
    ],
)
def test_what_is_not_said_of_the_endpoint_is_filled_in(said: object, endpoint: object, client: Any) -> None:
    """EDGE and ipv4, but a private API is dualstack."""
    assert client.create_rest_api(name="pets", endpointConfiguration=said)["endpointConfiguration"] == endpoint


def test_apis_are_listed_from_the_oldest_a_page_at_a_time(control_plane: Plane) -> None:
    """``position`` leads to the next page and is left out of the last. fact: control.list-order, control.paging"""
    client, names = control_plane.client, []
    for number in range(27):
        client.create_rest_api(name=f"api {number}")
        control_plane.clock.advance(1)
    first = client.get_rest_apis()
    names = [api["name"] for api in first["items"]]

    second = client.get_rest_apis(position=first["position"])

    names += [api["name"] for api in second["items"]]
    assert len(first["items"]) == 25
    assert "position" not in second
    assert names == [f"api {number}" for number in range(27)]
    assert len(client.get_rest_apis(limit=2)["items"]) == 2
    assert len(client.get_rest_apis(limit=9999)["items"]) == 27


def test_a_record_deleted_between_two_pages_shifts_nothing(control_plane: Plane) -> None:
    """A position points behind a record, not at a number."""
    client = control_plane.client
    made = []
    for number in range(4):
        made.append(client.create_rest_api(name=f"api {number}")["id"])
        control_plane.clock.advance(1)
    position = client.get_rest_apis(limit=2)["position"]

    client.delete_rest_api(restApiId=made[0])

    assert [api["id"] for api in client.get_rest_apis(position=position)["items"]] == made[2:]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"position": "?"}, "Invalid position parameter specified"),
        ({"position": "/w=="}, "Invalid position parameter specified"),
        ({"position": "UmV4"}, "Invalid position parameter specified"),
        ({"limit": 0}, "Invalid limit specified. Must be between 1 and 500"),
        ({"limit": -1}, "Invalid limit specified. Must be between 1 and 500"),
    ],
)
def test_a_bad_page_is_refused(query: dict[str, object], message: str, client: Any) -> None:
    """Neither a made-up position nor a page of nothing. fact: control.paging"""
    assert refusal(client.get_rest_apis, **query) == bad_request(message)


def test_deleting_an_api_stops_its_stages(control_plane: Plane) -> None:
    """It is gone from the list and from the gateway at once."""
    client = control_plane.client
    api_id = a_stage(client)["restApiId"]

    answer = client.delete_rest_api(restApiId=api_id)

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert control_plane.registry.find(api_id, "dev") is None
    assert refusal(client.get_rest_api, restApiId=api_id) == not_found(
        f"Invalid API identifier specified 123456789012:{api_id}"
    )


def test_an_api_s_id_is_not_given_twice(control_plane: Plane) -> None:
    """Not to another account or region either, since it names a host."""
    there = client_of(control_plane.control, account_id="210987654321", region="eu-central-1")
    made = {control_plane.client.create_rest_api(name="here")["id"] for _ in range(20)}
    made |= {there.create_rest_api(name="there")["id"] for _ in range(20)}

    assert len(made) == 40


def test_another_account_s_api_is_not_there(control_plane: Plane) -> None:
    """AWS's error names the caller's account."""
    api_id = control_plane.client.create_rest_api(name="pets")["id"]
    there = client_of(control_plane.control, account_id="210987654321")

    assert refusal(there.get_rest_api, restApiId=api_id) == not_found(
        f"Invalid API identifier specified 210987654321:{api_id}"
    )


def test_tags_are_left_out_where_there_are_none_but_for_updates(client: Any) -> None:
    """UpdateRestApi answers an empty map. fact: control.tags-are-left-out"""
    api_id = client.create_rest_api(name="pets")["id"]

    assert client.update_rest_api(restApiId=api_id, patchOperations=[])["tags"] == {}
    assert "tags" not in client.get_rest_api(restApiId=api_id)


def test_a_policy_is_answered_with_its_quotes_escaped(client: Any) -> None:
    """Clients of AWS unescape it twice. fact: control.policy-is-escaped"""
    policy = '{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}}'

    answered = client.create_rest_api(name="pets", policy=policy)["policy"]

    assert answered.startswith(r"{\"Statement\": {\"Effect\": \"Deny\", ")
    assert json.loads(f'"{answered}"') == policy


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"name": ""}, bad_request("Name cannot be empty")),
        (
            {"policy": "allow all"},
            bad_request(
                "Invalid policy document. Please check the policy syntax and ensure that Principals are valid."
            ),
        ),
        ({"policy": "{" + " " * 8192 + "}"}, bad_request("Invalid policy specified. Must be at most 8192 characters")),
        (
            {"name": None},
            Refusal(
                "ValidationException",
                400,
                "1 validation error detected: Value null at 'createRestApiInput.name' "
                "failed to satisfy constraint: Member must not be null",
            ),
        ),
        ({"cloneFrom": "abcde0"}, not_found("Invalid API identifier specified 123456789012:abcde0")),
    ],
)
def test_an_api_that_cannot_be_is_refused(said: dict[str, object], expected: Refusal, client: Any) -> None:
    """Nothing is created by a refused call. fact: control.reported-texts"""
    assert refusal(client.create_rest_api, **{"name": "pets", **said}) == expected
    assert client.get_rest_apis()["items"] == []


@pytest.mark.parametrize(
    ("op", "path"),
    [
        ("replace", "/name"),
        ("replace", "/apiKeySource"),
        ("replace", "/binaryMediaTypes/image~1png"),
        ("remove", "/binaryMediaTypes/image~1gif"),
        ("add", "/endpointConfiguration/vpcEndpointIds"),
        ("replace", "/endpointConfiguration/ipAddressType"),
        ("replace", "/endpointConfiguration/types/EDGE"),
        ("remove", "/endpointConfiguration/types/REGIONAL"),
        ("remove", "/endpointConfiguration/types/EDGE"),
    ],
)
def test_a_patch_without_what_it_needs_is_refused(op: str, path: str, client: Any) -> None:
    """No value, or nothing there to take away. fact: control.chosen-texts"""
    api_id = client.create_rest_api(name="pets", binaryMediaTypes=["image/png"])["id"]

    found = refusal(client.update_rest_api, restApiId=api_id, patchOperations=[{"op": op, "path": path}])

    assert found.code in ("BadRequestException", "NotFoundException")


@pytest.mark.parametrize("path", ["/securityPolicy", "/endpointAccessMode"])
def test_a_patched_choice_is_one_of_aws_s(path: str, client: Any) -> None:
    """AWS's model looks at created ones only. fact: control.chosen-texts"""
    api_id = client.create_rest_api(name="pets")["id"]
    operation = {"op": "replace", "path": path, "value": "wrong"}

    found = refusal(client.update_rest_api, restApiId=api_id, patchOperations=[operation])

    assert found.message.startswith(f"Invalid {path[1:]} specified. Valid options are ")


def test_a_refused_patch_changes_nothing(client: Any) -> None:
    """All of its operations or none."""
    made = client.create_rest_api(name="pets")
    operations = [
        {"op": "replace", "path": "/name", "value": "dogs"},
        {"op": "replace", "path": "/minimumCompressionSize", "value": "-1"},
    ]

    refusal(client.update_rest_api, restApiId=made["id"], patchOperations=operations)

    assert bare(client.get_rest_api(restApiId=made["id"])) == bare(made)


def test_a_clone_has_the_source_s_tree_under_ids_of_its_own(client: Any) -> None:
    """Resources, methods and models come along; stages do not. fact: control.clone"""
    place = a_mock(client)
    source = place["restApiId"]
    child = client.create_resource(restApiId=source, parentId=place["resourceId"], pathPart="{id}")
    client.put_method(restApiId=source, resourceId=child["id"], httpMethod="GET", authorizationType="NONE")
    client.put_integration(restApiId=source, resourceId=child["id"], httpMethod="GET", **TO_MOCK)
    ref = f"https://apigateway.amazonaws.com/restapis/{source}/models/Empty"
    client.create_model(restApiId=source, name="Pet", contentType="application/json", schema=json.dumps({"$ref": ref}))
    client.create_deployment(restApiId=source, stageName="dev")

    copy = client.create_rest_api(name="copy", cloneFrom=source)

    mine, theirs = (client.get_resources(restApiId=each, embed=["methods"])["items"] for each in (copy["id"], source))
    assert [each["path"] for each in mine] == ["/", "/{id}"]
    assert mine[0]["id"] == copy["rootResourceId"]
    assert {each["id"] for each in mine} & {each["id"] for each in theirs} == set()
    assert mine[1]["resourceMethods"]["GET"]["methodIntegration"]["cacheNamespace"] == mine[1]["id"]
    assert client.get_model(restApiId=copy["id"], modelName="Pet")["schema"] == json.dumps(
        {"$ref": f"https://apigateway.amazonaws.com/restapis/{copy['id']}/models/Empty"}
    )
    assert client.get_stages(restApiId=copy["id"])["item"] == []
