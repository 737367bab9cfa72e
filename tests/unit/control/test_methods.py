"""Methods and the statuses they declare."""

from typing import Any

import pytest

from tests.control_client import (
    TO_MOCK,
    Refusal,
    a_method,
    a_mock,
    bad_request,
    bare,
    conflict,
    not_found,
    refusal,
)

MAPPINGS = "Invalid mapping expression specified: Validation Result: warnings : [], errors : "


def _updated(client: Any, place: dict[str, str], *operations: dict[str, str]) -> dict[str, Any]:
    return bare(client.update_method(**place, patchOperations=list(operations)))


def test_a_new_method_has_aws_s_defaults(client: Any) -> None:
    """Open to everybody, without a key; what has no value is left out."""
    place = a_method(client, verb="ANY")

    assert bare(client.get_method(**place)) == {
        "httpMethod": "ANY",
        "authorizationType": "NONE",
        "apiKeyRequired": False,
    }


def test_a_new_method_keeps_everything_that_was_said(client: Any) -> None:
    """A key can be asked for although none exists: every call is then refused, and rightly."""
    said: dict[str, Any] = {
        "apiKeyRequired": True,
        "operationName": "ListPets",
        "requestParameters": {"method.request.querystring.q": True, "method.request.header.h": False},
        "requestModels": {"application/json": "Empty", "$default": "Error"},
        "authorizationScopes": ["pets/read"],
    }

    place = a_method(client, **said)

    got = client.get_method(**place)
    assert {name: got[name] for name in said} == said


def test_a_method_shows_what_it_calls_and_may_answer(client: Any) -> None:
    """Integration and responses hang below it."""
    got = client.get_method(**a_mock(client))

    assert got["methodResponses"] == {"200": {"statusCode": "200"}}
    assert got["methodIntegration"]["integrationResponses"] == {"200": {"statusCode": "200"}}


def test_a_method_is_created_once(client: Any) -> None:
    """PutMethod does not replace. fact: control.reported-texts"""
    place = a_method(client)

    assert refusal(client.put_method, **place, authorizationType="NONE") == conflict(
        "Method already exists for this resource"
    )


def test_a_deleted_method_is_gone_from_its_resource(client: Any) -> None:
    """With its integration and responses."""
    place = a_mock(client)

    client.delete_method(**place)

    resource = bare(client.get_resource(restApiId=place["restApiId"], resourceId=place["resourceId"]))
    assert resource == {"id": place["resourceId"], "path": "/"}
    assert refusal(client.delete_method, **place) == not_found("Invalid Method identifier specified")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "COGNITO_USER_POOLS",
            bad_request(
                "Invalid authorizer ID specified. "
                "Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
            ),
        ),
        (
            "OPEN",
            bad_request(
                "Invalid authorizationType specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS,JWT"
            ),
        ),
    ],
)
def test_a_guard_that_is_not_there_is_refused_and_never_left_open(kind: str, expected: Refusal, client: Any) -> None:
    """AWS's own errors go first, then ours. fact: control.not-built, control.chosen-texts"""
    place = a_method(client)
    operation = {"op": "replace", "path": "/authorizationType", "value": kind}

    assert refusal(client.put_method, **{**place, "httpMethod": "POST"}, authorizationType=kind) == expected
    assert refusal(client.update_method, **place, patchOperations=[operation]) == expected
    assert client.get_method(**place)["authorizationType"] == "NONE"


def test_an_authorizer_is_ignored_where_none_is_asked_for(client: Any) -> None:
    """AWS takes the patch and drops the identifier."""
    place = a_method(client)

    answer = _updated(client, place, {"op": "replace", "path": "/authorizerId", "value": "abc123"})

    assert answer == {"httpMethod": "GET", "authorizationType": "NONE", "apiKeyRequired": False}


def test_removing_a_validator_takes_an_empty_value(client: Any) -> None:
    """That is how clients take one away."""
    place = a_method(client)

    answer = _updated(client, place, {"op": "replace", "path": "/requestValidatorId", "value": ""})

    assert "requestValidatorId" not in answer


def test_a_map_that_lost_its_last_entry_is_left_out(client: Any) -> None:
    """Parameters and models alike."""
    place = a_method(
        client,
        requestParameters={"method.request.querystring.q": True},
        requestModels={"application/json": "Empty"},
    )

    answer = _updated(
        client,
        place,
        {"op": "remove", "path": "/requestParameters/method.request.querystring.q"},
        {"op": "remove", "path": "/requestModels/application~1json"},
    )

    assert answer == {"httpMethod": "GET", "authorizationType": "NONE", "apiKeyRequired": False}


def test_a_patched_method_is_checked_like_a_new_one(client: Any) -> None:
    """A model must be there, a parameter must be one of AWS's."""
    place = a_method(client)

    def refused(path: str, value: str) -> Refusal:
        return refusal(client.update_method, **place, patchOperations=[{"op": "add", "path": path, "value": value}])

    assert refused("/requestModels/application~1json", "petModel") == bad_request(
        "Invalid model identifier specified: petModel"
    )
    assert refused("/requestParameters/q", "true") == bad_request(
        "Invalid mapping expression specified: "
        "Validation Result: warnings : [], errors : [Invalid mapping expression specified: q]"
    )


def test_a_method_response_keeps_what_was_said(client: Any) -> None:
    """Empty maps come back as empty maps."""
    place = a_method(client)
    headers = {"method.response.header.X-Pets": True}

    made = client.put_method_response(**place, statusCode="200", responseParameters=headers, responseModels={})

    got = client.get_method_response(**place, statusCode="200")
    assert bare(made) == bare(got) == {"statusCode": "200", "responseParameters": headers, "responseModels": {}}


def test_a_method_response_is_created_once(client: Any) -> None:
    """PutMethodResponse does not replace. fact: control.reported-texts"""
    place = a_mock(client)

    assert refusal(client.put_method_response, **place, statusCode="200") == conflict(
        "Response already exists for this resource"
    )


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"responseModels": {"application/json": "petModel"}}, "Invalid model identifier specified: petModel"),
        (
            {"responseParameters": {"X-Pets": True}},
            f"{MAPPINGS}[Invalid mapping expression specified: X-Pets]",
        ),
    ],
)
def test_a_method_response_declares_only_what_there_is(said: dict[str, Any], message: str, client: Any) -> None:
    """Models of the API and headers of a response."""
    place = a_method(client)

    assert refusal(client.put_method_response, **place, statusCode="200", **said) == bad_request(message)


def test_updating_a_method_response_answers_201(client: Any) -> None:
    """A quirk of AWS's own model."""
    place = a_mock(client)
    operation = {"op": "add", "path": "/responseParameters/method.response.header.X-Pets", "value": "true"}

    answer = client.update_method_response(**place, statusCode="200", patchOperations=[operation])

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert answer["responseParameters"] == {"method.response.header.X-Pets": True}


def test_a_deleted_method_response_is_gone(client: Any) -> None:
    """The last one takes the member along."""
    place = a_mock(client)

    client.delete_method_response(**place, statusCode="200")

    assert "methodResponses" not in client.get_method(**place)
    assert refusal(client.delete_method_response, **place, statusCode="200") == not_found(
        "Invalid Response status code specified"
    )


def test_put_integration_on_a_verb_without_method_is_refused(client: Any) -> None:
    """The integration's own verb is not the method's."""
    place = a_method(client, verb="POST")

    assert refusal(client.put_integration, **{**place, "httpMethod": "GET"}, **TO_MOCK) == not_found(
        "Invalid Method identifier specified"
    )
