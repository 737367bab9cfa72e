"""Documentation versions: all that is written about an API, frozen."""

from typing import Any

import pytest

from tests.control_client import Plane, a_stage, bad_request, bare, conflict, not_found, refusal


def _version(client: Any, api_id: str, name: str = "1.0", **said: str) -> dict[str, str]:
    client.create_documentation_version(restApiId=api_id, documentationVersion=name, **said)
    return {"restApiId": api_id, "documentationVersion": name}


def _api(client: Any) -> str:
    api_id: str = client.create_rest_api(name="pets")["id"]
    return api_id


def test_a_version_says_when_it_was_made(control_plane: Plane) -> None:
    """And what for; versions are listed from the oldest. fact: control.list-order"""
    client = control_plane.client
    api_id = _api(client)
    _version(client, api_id, "2.0", description="second to none")
    control_plane.clock.advance(1)
    _version(client, api_id, "1.0")

    listed = client.get_documentation_versions(restApiId=api_id)["items"]

    assert [(each["version"], each.get("description")) for each in listed] == [
        ("2.0", "second to none"),
        ("1.0", None),
    ]
    first = bare(client.get_documentation_version(restApiId=api_id, documentationVersion="2.0"))
    assert first == listed[0]
    assert first["createdDate"].timestamp() == 1_700_000_000


def test_a_version_keeps_the_parts_of_its_moment(control_plane: Plane) -> None:
    """Later ones do not reach it. fact: control.documentation-versions"""
    client = control_plane.client
    api_id = _api(client)
    client.create_documentation_part(restApiId=api_id, location={"type": "API"}, properties='{"a": 1}')
    _version(client, api_id)
    client.create_documentation_part(
        restApiId=api_id, location={"type": "RESOURCE", "path": "/"}, properties='{"a": 1}'
    )

    # What it keeps is seen once an API is exported; until then in the store alone.
    api = control_plane.control._store.region("123456789012", "us-east-1").rest_apis[api_id]
    assert [part.location.type for part in api.documentation_versions["1.0"].parts] == ["API"]


def test_a_version_made_for_a_stage_is_the_stage_s(client: Any) -> None:
    """At once. fact: control.documentation-versions"""
    stage = a_stage(client)

    _version(client, stage["restApiId"], stageName="dev")

    assert client.get_stage(**stage)["documentationVersion"] == "1.0"


def test_a_version_for_an_unknown_stage_is_not_made(client: Any) -> None:
    """Neither the stage nor the version."""
    api_id = _api(client)

    assert refusal(_version, client=client, api_id=api_id, stageName="dev") == not_found(
        "Invalid stage identifier specified"
    )
    assert client.get_documentation_versions(restApiId=api_id)["items"] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("1.0", conflict("Documentation version already exists: 1.0")),
        ("", bad_request("Documentation version must be non-empty")),
    ],
)
def test_a_version_that_cannot_be_is_refused(name: str, expected: object, client: Any) -> None:
    """One name is one version. fact: control.documentation-texts"""
    api_id = _api(client)
    _version(client, api_id)

    assert refusal(_version, client=client, api_id=api_id, name=name) == expected


def test_a_description_is_changed(client: Any) -> None:
    """Nothing else is."""
    at = _version(client, _api(client))
    operation = {"op": "replace", "path": "/description", "value": "new"}

    assert client.update_documentation_version(**at, patchOperations=[operation])["description"] == "new"


def test_a_version_that_a_stage_shows_is_in_use(client: Any) -> None:
    """Until the stage shows none; a stage shows only what is there. fact: control.in-use"""
    stage = a_stage(client)
    at = _version(client, stage["restApiId"])
    operation = {"op": "replace", "path": "/documentationVersion", "value": "1.0"}
    client.update_stage(**stage, patchOperations=[operation])

    assert refusal(client.delete_documentation_version, **at) == conflict(
        "Cannot delete documentation version '1.0', is referenced in stage: dev"
    )
    operation["value"] = "2.0"
    assert refusal(client.update_stage, **stage, patchOperations=[operation]) == bad_request(
        "Invalid Documentation version specified"
    )
    operation["value"] = ""
    client.update_stage(**stage, patchOperations=[operation])
    client.delete_documentation_version(**at)
    assert refusal(client.get_documentation_version, **at) == not_found("Invalid Documentation version specified")
