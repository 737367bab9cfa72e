"""Documentation parts: what is written about an API."""

import json
from typing import Any

import pytest

from tests.control_client import Plane, bad_request, bare, conflict, not_found, refusal

_ROOT = {"type": "METHOD", "path": "/", "method": "GET"}


def _api(client: Any) -> str:
    api_id: str = client.create_rest_api(name="pets")["id"]
    return api_id


def _part(client: Any, api_id: str, **location: str) -> dict[str, str]:
    made = client.create_documentation_part(
        restApiId=api_id, location=location or _ROOT, properties='{"description": "pets"}'
    )
    return {"restApiId": api_id, "documentationPartId": made["id"]}


def _file(*parts: object) -> bytes:
    return json.dumps({"x-amazon-apigateway-documentation": {"documentationParts": parts}}).encode()


def _about(location: dict[str, str], **properties: object) -> dict[str, object]:
    return {"location": location, "properties": properties}


def test_a_part_is_kept_as_it_was_written(client: Any) -> None:
    """The properties' text and the location's members, no more."""
    api_id = _api(client)
    location = {"type": "RESPONSE_HEADER", "path": "/", "method": "GET", "statusCode": "200", "name": "X-Kind"}

    made = bare(client.create_documentation_part(restApiId=api_id, location=location, properties='{ "a":1}'))

    assert len(made["id"]) == 6
    assert made == {"id": made["id"], "location": location, "properties": '{ "a":1}'}
    assert bare(client.get_documentation_part(restApiId=api_id, documentationPartId=made["id"])) == made


def test_parts_are_listed_by_path_and_found_by_place(client: Any) -> None:
    """All, or those of a type, a name, a path. fact: control.list-order"""
    api_id = _api(client)
    _part(client, api_id, type="RESOURCE", path="/pets")
    _part(client, api_id, type="MODEL", name="Pet")
    _part(client, api_id, type="API")
    _part(client, api_id, type="METHOD", path="/pets", method="GET")

    def types(**wanted: str) -> list[str]:
        found = client.get_documentation_parts(restApiId=api_id, **wanted)["items"]
        return [each["location"]["type"] for each in found]

    assert types() == ["API", "MODEL", "RESOURCE", "METHOD"]
    assert types(type="MODEL") == ["MODEL"]
    assert types(nameQuery="Pet") == ["MODEL"]
    assert types(path="/pets", locationStatus="DOCUMENTED") == ["RESOURCE", "METHOD"]


def test_what_is_undocumented_is_refused_by_name(client: Any) -> None:
    """It is not there yet. fact: control.not-built"""
    assert refusal(
        client.get_documentation_parts, restApiId=_api(client), locationStatus="UNDOCUMENTED"
    ) == bad_request("apiglab does not have locationStatus UNDOCUMENTED of GetDocumentationParts yet.")


def test_one_place_has_one_part(client: Any) -> None:
    """A second is a conflict that names the place. fact: control.documentation-texts"""
    api_id = _api(client)
    _part(client, api_id)

    assert refusal(
        client.create_documentation_part, restApiId=api_id, location=_ROOT, properties='{"a": "b"}'
    ) == conflict("Documentation part already exists for the specified location: type 'METHOD', path '/', method 'GET'")


@pytest.mark.parametrize(
    ("location", "properties", "message"),
    [
        ({"type": "API"}, "", "Documentation part properties must be non-empty"),
        ({"type": "API"}, "{", "Invalid Documentation part properties specified. Must be a JSON object"),
        ({"type": "API"}, "[]", "Invalid Documentation part properties specified. Must be a JSON object"),
        (
            {"type": "MODEL"},
            "{}",
            "Invalid Documentation part location specified. Type 'MODEL' must have a name",
        ),
    ],
)
def test_a_part_that_cannot_be_is_refused(location: dict[str, str], properties: str, message: str, client: Any) -> None:
    """And is not kept. fact: control.documentation-texts"""
    api_id = _api(client)

    assert refusal(
        client.create_documentation_part, restApiId=api_id, location=location, properties=properties
    ) == bad_request(message)
    assert client.get_documentation_parts(restApiId=api_id)["items"] == []


def test_a_part_is_rewritten_and_deleted(client: Any) -> None:
    """Its place stays; once deleted it is unknown."""
    at = _part(client, _api(client))
    operation = {"op": "replace", "path": "/properties", "value": '{"description": "cats"}'}

    assert client.update_documentation_part(**at, patchOperations=[operation])["properties"] == operation["value"]
    operation["value"] = ""
    assert refusal(client.update_documentation_part, **at, patchOperations=[operation]) == bad_request(
        "Documentation part properties must be non-empty"
    )
    client.delete_documentation_part(**at)
    assert refusal(client.get_documentation_part, **at) == not_found("Invalid Documentation part identifier specified")


def test_an_import_merges_unless_told_otherwise(client: Any) -> None:
    """Properties are laid over those at the same place; other parts stay. fact: control.documentation-import"""
    api_id = _api(client)
    kept = _part(client, api_id, type="API")
    merged = _part(client, api_id)

    body = _file(_about(_ROOT, summary="all pets"), _about({"type": "RESOURCE", "path": "/"}, description="root"))
    got = bare(client.import_documentation_parts(restApiId=api_id, body=body))

    assert (got["ids"][0], len(got["ids"]), got["warnings"]) == (merged["documentationPartId"], 2, [])
    parts = {each["id"]: each for each in client.get_documentation_parts(restApiId=api_id)["items"]}
    assert set(parts) == {kept["documentationPartId"], *got["ids"]}
    assert json.loads(parts[got["ids"][0]]["properties"]) == {"description": "pets", "summary": "all pets"}


def test_an_import_can_overwrite(client: Any) -> None:
    """Nothing of before is left. fact: control.documentation-import"""
    api_id = _api(client)
    _part(client, api_id)

    got = client.import_documentation_parts(
        restApiId=api_id, mode="overwrite", body=_file(_about({"type": "API"}, info="new"))
    )

    assert [each["id"] for each in client.get_documentation_parts(restApiId=api_id)["items"]] == got["ids"]


def test_an_import_reads_yaml(client: Any) -> None:
    """What YAML has and JSON lacks becomes text. fact: control.documentation-import"""
    api_id = _api(client)
    body = b"""
swagger: "2.0"
x-amazon-apigateway-documentation:
  documentationParts:
    - location: {type: RESPONSE, statusCode: 200}
      properties: {since: 2020-01-01}
"""

    client.import_documentation_parts(restApiId=api_id, body=body)

    part = client.get_documentation_parts(restApiId=api_id)["items"][0]
    assert part["location"] == {"type": "RESPONSE", "statusCode": "200"}
    assert json.loads(part["properties"]) == {"since": "2020-01-01"}


@pytest.mark.parametrize("part", [3, {}, {"location": {"type": "NO"}}, {"location": {"type": "API"}}])
def test_what_cannot_be_imported_is_a_warning(part: object, client: Any) -> None:
    """Or fails the whole import, where that was asked for. fact: control.documentation-import"""
    api_id = _api(client)
    body = _file(part, _about({"type": "API"}, info="x"))

    failed = refusal(client.import_documentation_parts, restApiId=api_id, failOnWarnings=True, body=body)
    assert (failed.status, client.get_documentation_parts(restApiId=api_id)["items"]) == (400, [])
    got = client.import_documentation_parts(restApiId=api_id, body=body)
    assert (len(got["warnings"]), len(got["ids"])) == (1, 1)


@pytest.mark.parametrize(
    "body",
    [
        b"a: [",
        b"\xff\xfe\xff",
        b"[]",
        b"{}",
        b'{"x-amazon-apigateway-documentation": 3}',
        b"[" * 100_000,
        (
            b"a: &a {b: c}\nx-amazon-apigateway-documentation: "
            b"{documentationParts: [{location: {type: API}, properties: {d: *a}}]}"
        ),
        b"x-amazon-apigateway-documentation: {documentationParts: [{2020-01-01: 3}]}",
        b"!!python/object/apply:os.system ['true']",
    ],
)
def test_a_bad_file_is_refused(body: bytes, control_plane: Plane) -> None:
    """With AWS's one text, whatever is wrong with it. fact: control.recorded-errors"""
    api_id = _api(control_plane.client)

    answer = control_plane.respond("PUT", f"/restapis/{api_id}/documentation/parts", body)

    assert (answer.status, json.loads(answer.body)) == (
        400,
        {"message": "Unable to build importer with provided input."},
    )
