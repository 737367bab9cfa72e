"""Request validators: what is checked of a method's requests."""

from typing import Any

import pytest

from tests.control_client import Plane, a_mock, bad_request, bare, conflict, not_found, refusal


def _api(client: Any) -> str:
    api_id: str = client.create_rest_api(name="pets")["id"]
    return api_id


def _validator(client: Any, api_id: str, **said: object) -> dict[str, str]:
    made = client.create_request_validator(restApiId=api_id, **{"name": "body", **said})
    return {"restApiId": api_id, "requestValidatorId": made["id"]}


def _patch(client: Any, at: dict[str, str], path: str, value: str) -> dict[str, Any]:
    operation = {"op": "replace", "path": path, "value": value}
    return bare(client.update_request_validator(**at, patchOperations=[operation]))


def test_a_validator_checks_nothing_unless_it_is_said(client: Any) -> None:
    """Both flags are answered, false where they were not given; a name is not needed."""
    made = client.create_request_validator(restApiId=_api(client))

    assert len(made["id"]) == 6
    assert bare(made) == {"id": made["id"], "validateRequestBody": False, "validateRequestParameters": False}


def test_a_validator_is_kept_as_it_was_made(client: Any) -> None:
    """Read back by its identifier."""
    at = _validator(client, _api(client), validateRequestBody=True)

    assert bare(client.get_request_validator(**at)) == {
        "id": at["requestValidatorId"],
        "name": "body",
        "validateRequestBody": True,
        "validateRequestParameters": False,
    }


def test_validators_are_listed_by_name(client: Any) -> None:
    """One without a name first, in pages. fact: control.list-order"""
    api_id = _api(client)
    for name in ("params", "body"):
        _validator(client, api_id, name=name)
    client.create_request_validator(restApiId=api_id)

    first = client.get_request_validators(restApiId=api_id, limit=2)
    second = client.get_request_validators(restApiId=api_id, position=first["position"])

    assert [each.get("name") for each in first["items"]] == [None, "body"]
    assert [each["name"] for each in second["items"]] == ["params"]
    assert "position" not in second


def test_a_flag_is_set_by_true_and_cleared_by_anything_else(client: Any) -> None:
    """As recorded from AWS. fact: control.patch-booleans"""
    at = _validator(client, _api(client))

    assert _patch(client, at, "/validateRequestParameters", "true")["validateRequestParameters"] is True
    assert _patch(client, at, "/validateRequestParameters", "yes")["validateRequestParameters"] is False


def test_a_refused_patch_changes_nothing(client: Any) -> None:
    """All operations or none."""
    at = _validator(client, _api(client))
    operations = [
        {"op": "replace", "path": "/validateRequestBody", "value": "true"},
        {"op": "replace", "path": "/name", "value": " "},
    ]

    refused = refusal(client.update_request_validator, **at, patchOperations=operations)

    assert refused == bad_request("Request Validator name cannot be blank")
    assert client.get_request_validator(**at)["validateRequestBody"] is False


def test_a_name_may_not_be_blank_at_creation(client: Any) -> None:
    """It may be left out."""
    assert refusal(client.create_request_validator, restApiId=_api(client), name="") == bad_request(
        "Request Validator name cannot be blank"
    )


def test_a_deleted_validator_is_unknown(client: Any) -> None:
    """Its identifier and any other."""
    at = _validator(client, _api(client))

    client.delete_request_validator(**at)

    unknown = not_found("Invalid Request Validator identifier specified")
    assert refusal(client.get_request_validator, **at) == unknown
    assert refusal(client.delete_request_validator, **at) == unknown
    assert refusal(client.update_request_validator, **at, patchOperations=[]) == unknown


@pytest.mark.parametrize("by", ["put", "patch"])
def test_a_validator_in_use_is_not_deleted(by: str, client: Any) -> None:
    """Whichever way the method came to use it. fact: control.validator-in-use"""
    place = a_mock(client)
    at = _validator(client, place["restApiId"])
    if by == "patch":
        operation = {"op": "replace", "path": "/requestValidatorId", "value": at["requestValidatorId"]}
        client.update_method(**place, patchOperations=[operation])
    else:
        place = {**place, "httpMethod": "POST"}
        client.put_method(**place, authorizationType="NONE", requestValidatorId=at["requestValidatorId"])

    refused = refusal(client.delete_request_validator, **at)

    assert refused == conflict(
        f"Cannot delete validator '{at['requestValidatorId']}', "
        f"is referenced in method request: //{place['httpMethod']}"
    )
    assert client.get_method(**place)["requestValidatorId"] == at["requestValidatorId"]


def test_a_validator_of_another_api_is_none(client: Any) -> None:
    """Identifiers are an API's own."""
    at = _validator(client, _api(client))
    place = {**a_mock(client), "httpMethod": "POST"}

    refused = refusal(client.put_method, **place, authorizationType="NONE", requestValidatorId=at["requestValidatorId"])

    assert refused == bad_request("Invalid Request Validator identifier specified")


def test_a_deployment_freezes_what_is_checked(control_plane: Plane) -> None:
    """What is served has the check; a validator changed later does not reach it."""
    client = control_plane.client
    place = a_mock(client)
    at = _validator(client, place["restApiId"], validateRequestParameters=True)
    operations = [
        {"op": "replace", "path": "/requestValidatorId", "value": at["requestValidatorId"]},
        {"op": "add", "path": "/requestParameters/method.request.querystring.kind", "value": "true"},
    ]
    client.update_method(**place, patchOperations=operations)
    client.create_deployment(restApiId=place["restApiId"], stageName="dev")

    _patch(client, at, "/validateRequestParameters", "false")

    served = control_plane.registry.find(place["restApiId"], "dev")
    assert served is not None
    match = served.deployment.router.find("/", "GET")
    assert match is not None
    assert match.method.check is not None
    assert match.method.check.parameters == ("method.request.querystring.kind",)
