"""Gateway responses: an API's own wording of AWS's 21 refusals."""

from typing import Any

import pytest

from tests.control_client import bad_request, bare, refusal

MAPPINGS = "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
TEMPLATE = {"application/json": '{"message":$context.error.messageString}'}
STATUSES = {
    "ACCESS_DENIED": "403",
    "API_CONFIGURATION_ERROR": "500",
    "AUTHORIZER_CONFIGURATION_ERROR": "500",
    "AUTHORIZER_FAILURE": "500",
    "BAD_REQUEST_BODY": "400",
    "BAD_REQUEST_PARAMETERS": "400",
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
    "EXPIRED_TOKEN": "403",
    "INTEGRATION_FAILURE": "504",
    "INTEGRATION_TIMEOUT": "504",
    "INVALID_API_KEY": "403",
    "INVALID_SIGNATURE": "403",
    "MISSING_AUTHENTICATION_TOKEN": "403",
    "QUOTA_EXCEEDED": "429",
    "REQUEST_TOO_LARGE": "413",
    "RESOURCE_NOT_FOUND": "404",
    "THROTTLED": "429",
    "UNAUTHORIZED": "401",
    "UNSUPPORTED_MEDIA_TYPE": "415",
    "WAF_FILTERED": "403",
}


@pytest.fixture
def api_id(client: Any) -> str:
    """A new API."""
    made: str = client.create_rest_api(name="pets")["id"]
    return made


def test_all_21_are_listed_with_aws_s_defaults(client: Any, api_id: str) -> None:
    """By type; the two families have no status. fact: control.list-order"""
    listed = client.get_gateway_responses(restApiId=api_id)["items"]

    expected = [
        {
            "responseType": kind,
            **({"statusCode": status} if status else {}),
            "responseParameters": {},
            "responseTemplates": TEMPLATE,
            "defaultResponse": True,
        }
        for kind, status in STATUSES.items()
    ]
    assert listed == expected


def test_what_is_put_is_kept_and_the_rest_is_aws_s_default(client: Any, api_id: str) -> None:
    """A header alone leaves status and template as they were."""
    headers = {"gatewayresponse.header.X-Path": "method.request.path.petId"}

    made = client.put_gateway_response(restApiId=api_id, responseType="THROTTLED", responseParameters=headers)

    assert made["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert bare(made) == bare(client.get_gateway_response(restApiId=api_id, responseType="THROTTLED"))
    assert bare(made) == {
        "responseType": "THROTTLED",
        "statusCode": "429",
        "responseParameters": headers,
        "responseTemplates": TEMPLATE,
        "defaultResponse": False,
    }


def test_a_family_s_wording_shows_in_those_without_their_own(client: Any, api_id: str) -> None:
    """They still count as defaults. fact: control.gateway-response-family"""
    family = {
        "statusCode": "599",
        "responseParameters": {"gatewayresponse.header.x": "'y'"},
        "responseTemplates": {"application/json": "{}"},
    }
    client.put_gateway_response(restApiId=api_id, responseType="DEFAULT_5XX", **family)
    client.put_gateway_response(restApiId=api_id, responseType="AUTHORIZER_FAILURE", statusCode="501")

    listed = {each["responseType"]: each for each in client.get_gateway_responses(restApiId=api_id)["items"]}

    failure = listed["INTEGRATION_FAILURE"]
    assert failure == {"responseType": "INTEGRATION_FAILURE", **family, "defaultResponse": True}
    assert (listed["AUTHORIZER_FAILURE"]["statusCode"], listed["THROTTLED"]["statusCode"]) == ("501", "429")


def test_patching_a_default_makes_it_the_api_s_own(client: Any, api_id: str) -> None:
    """With AWS's template to begin with."""
    answer = client.update_gateway_response(
        restApiId=api_id,
        responseType="DEFAULT_4XX",
        patchOperations=[{"op": "replace", "path": "/statusCode", "value": "444"}],
    )

    assert bare(answer) == {
        "responseType": "DEFAULT_4XX",
        "statusCode": "444",
        "responseParameters": {},
        "responseTemplates": TEMPLATE,
        "defaultResponse": False,
    }


@pytest.mark.parametrize("status", ["abc", "600", "20", "\u0664\u0660\u0663"])
def test_a_patched_status_must_be_one(status: str, client: Any, api_id: str) -> None:
    """AWS's model looks at put statuses only. fact: control.chosen-texts"""
    operation = {"op": "replace", "path": "/statusCode", "value": status}

    found = refusal(
        client.update_gateway_response, restApiId=api_id, responseType="THROTTLED", patchOperations=[operation]
    )

    assert found == bad_request(f"Invalid status code specified: {status}")


def test_a_deleted_wording_is_aws_s_again(client: Any, api_id: str) -> None:
    """And can't be deleted twice."""
    place = {"restApiId": api_id, "responseType": "THROTTLED"}
    client.put_gateway_response(**place, statusCode="503")

    client.delete_gateway_response(**place)

    assert client.get_gateway_response(**place)["defaultResponse"] is True
    assert refusal(client.delete_gateway_response, **place).status == 404


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            {"responseParameters": {"method.response.header.x": "'y'"}},
            f"{MAPPINGS}[Invalid mapping expression specified: method.response.header.x]",
        ),
        (
            {"responseParameters": {"gatewayresponse.header.x": "integration.response.header.y"}},
            f"{MAPPINGS}[Invalid mapping expression specified: integration.response.header.y]",
        ),
        ({"responseTemplates": {"application/json": ""}}, "Invalid null or empty value in responseTemplates"),
        (
            {"responseParameters": {"gatewayresponse.header.x": None}},
            "Invalid null or empty value in responseParameters",
        ),
        (
            {"responseTemplates": {"json": "{}"}},
            "Validation Result: warnings : [], errors : [Invalid content type specified: json]",
        ),
    ],
)
def test_a_wording_that_cannot_be_is_refused(said: dict[str, Any], message: str, client: Any, api_id: str) -> None:
    """Targets, sources, values and content types are AWS's."""
    found = refusal(client.put_gateway_response, restApiId=api_id, responseType="THROTTLED", **said)

    assert found == bad_request(message)


def test_a_clone_takes_the_api_s_own_wordings_along(client: Any, api_id: str) -> None:
    """What was put, and AWS's defaults for the rest. fact: control.clone"""
    client.put_gateway_response(restApiId=api_id, responseType="THROTTLED", statusCode="503")

    copy = client.create_rest_api(name="copy", cloneFrom=api_id)["id"]

    assert client.get_gateway_response(restApiId=copy, responseType="THROTTLED")["statusCode"] == "503"
    assert client.get_gateway_response(restApiId=copy, responseType="ACCESS_DENIED")["defaultResponse"] is True
