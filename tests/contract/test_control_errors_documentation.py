"""The error texts recorded from AWS for documentation parts: aws-api-gateway.md, appendix E."""

from typing import Any

import pytest

from tests.contract.control_acts import Act, enum, invalid, on_api, patch
from tests.control_client import Refusal, bad_request, not_found, refusal

_TYPES = (
    "[RESPONSE_BODY, RESPONSE, METHOD, MODEL, AUTHORIZER, RESPONSE_HEADER, RESOURCE, PATH_PARAMETER, REQUEST_BODY, "
    "QUERY_PARAMETER, API, REQUEST_HEADER]"
)


def _update(*operations: dict[str, str]) -> Act:
    """UpdateDocumentationPart of a new part."""

    def act(client: Any) -> Refusal:
        api_id = client.create_rest_api(name="pets")["id"]
        made = client.create_documentation_part(restApiId=api_id, location={"type": "API"}, properties='{"a": 1}')
        at = {"restApiId": api_id, "documentationPartId": made["id"]}
        return refusal(client.update_documentation_part, **at, patchOperations=list(operations))

    return act


RECORDED: dict[str, tuple[Act, Refusal]] = {
    "a part of an unknown API": (
        lambda client: refusal(client.get_documentation_part, restApiId="api_id", documentationPartId="x"),
        not_found("Invalid Documentation part identifier specified"),
    ),
    "a part that is not there": (
        on_api("get_documentation_part", documentationPartId="x"),
        not_found("Invalid Documentation part identifier specified"),
    ),
    "a part of no type": (
        on_api("create_documentation_part", location={"type": "INVALID"}, properties="{}"),
        invalid(enum("INVALID", "createDocumentationPartInput.location.type", _TYPES)),
    ),
    "a part patched elsewhere": (
        _update(*patch("replace", "/invalidPath", "x")),
        bad_request("Invalid patch path  '/invalidPath' specified for op 'replace'. Must be one of: [/properties]"),
    ),
    "a part patched by add": (
        _update(*patch("add", "/properties", "x")),
        bad_request("Invalid patch path  '/properties' specified for op 'add'. Please choose supported operations"),
    ),
    "parts from a bad file": (
        on_api("import_documentation_parts", body=b"a: ["),
        bad_request("Unable to build importer with provided input."),
    ),
}


@pytest.mark.parametrize(("act", "expected"), RECORDED.values(), ids=RECORDED.keys())
def test_an_error_has_the_text_recorded_from_aws(act: Act, expected: Refusal, client: Any) -> None:
    """Code, status and message are AWS's own. fact: control.recorded-errors"""
    found = act(client)

    assert found == expected
