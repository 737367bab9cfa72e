"""The error texts recorded from AWS for request validators: aws-api-gateway.md, appendix E."""

from typing import Any

import pytest

from tests.contract.control_acts import Act, on_api, patch
from tests.control_client import Refusal, bad_request, not_found, refusal


def _update(*operations: dict[str, str]) -> Act:
    """UpdateRequestValidator of a new validator."""

    def act(client: Any) -> Refusal:
        api_id = client.create_rest_api(name="pets")["id"]
        made = client.create_request_validator(restApiId=api_id, name="body")
        at = {"restApiId": api_id, "requestValidatorId": made["id"]}
        return refusal(client.update_request_validator, **at, patchOperations=list(operations))

    return act


_ANOTHER_OP = "Invalid patch path  '/validateRequestBody' specified for op '{}'. Please choose supported operations"

RECORDED: dict[str, tuple[Act, Refusal]] = {
    "a validator in an unknown API": (
        lambda client: refusal(client.create_request_validator, restApiId="test-fake-rest-id", name="body"),
        bad_request("Invalid REST API identifier specified"),
    ),
    "the validators of an unknown API": (
        lambda client: refusal(client.get_request_validators, restApiId="test-fake-rest-id"),
        not_found("Invalid API identifier specified 123456789012:test-fake-rest-id"),
    ),
    "a validator of an unknown API": (
        lambda client: refusal(client.get_request_validator, restApiId="fake", requestValidatorId="fake"),
        not_found("Invalid Request Validator identifier specified"),
    ),
    "a validator that is not there": (
        on_api("get_request_validator", requestValidatorId="fake"),
        not_found("Invalid Request Validator identifier specified"),
    ),
    "a validator patched elsewhere": (
        _update(*patch("replace", "/invalidPath", "x")),
        bad_request(
            "Invalid patch path  '/invalidPath' specified for op 'replace'. "
            "Must be one of: [/name, /validateRequestParameters, /validateRequestBody]"
        ),
    ),
    "a validator patched by add": (
        _update(*patch("add", "/validateRequestBody", "true")),
        bad_request(_ANOTHER_OP.format("add")),
    ),
    "a validator patched by remove": (
        _update(*patch("remove", "/validateRequestBody", "true")),
        bad_request(_ANOTHER_OP.format("remove")),
    ),
    "a validator whose name is emptied": (
        _update(*patch("replace", "/name", "")),
        bad_request("Request Validator name cannot be blank"),
    ),
}


@pytest.mark.parametrize(("act", "expected"), RECORDED.values(), ids=RECORDED.keys())
def test_an_error_has_the_text_recorded_from_aws(act: Act, expected: Refusal, client: Any) -> None:
    """Code, status and message are AWS's own. fact: control.recorded-errors"""
    found = act(client)

    assert found == expected
