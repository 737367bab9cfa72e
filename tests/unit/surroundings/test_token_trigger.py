"""What a pre token generation trigger is asked, and what of its answer counts."""

import json
from typing import Any

import pytest

from apiglab.model.function import Invocation, LambdaError
from apiglab.surroundings.service_errors import ServiceError
from apiglab.surroundings.token_trigger import UNCHANGED, Overrides, Trigger, event_of, read_answer, trigger_of

OLD, NEW = Trigger("arn:old", "V1_0"), Trigger("arn:new", "V2_0")


def answered(response: Any, trigger: Trigger = OLD) -> Overrides:
    """What is made of a function's response."""
    return read_answer(trigger, Invocation(request_id="1", payload=json.dumps({"response": response}).encode()))


@pytest.mark.parametrize(
    ("config", "trigger"),
    [
        ({}, None),
        ({"LambdaConfig": None}, None),
        ({"LambdaConfig": {"PreTokenGeneration": ""}}, None),
        ({"LambdaConfig": {"PreTokenGeneration": "arn:old"}}, OLD),
        (
            {
                "LambdaConfig": {
                    "PreTokenGeneration": "arn:new",
                    "PreTokenGenerationConfig": {"LambdaArn": "arn:new", "LambdaVersion": "V2_0"},
                }
            },
            NEW,
        ),
    ],
)
def test_a_pool_has_a_trigger_of_one_version(config: dict[str, Any], trigger: Trigger | None) -> None:
    """The newer form counts where both are there. fact: cognito.trigger"""
    assert trigger_of(config) == trigger


@pytest.mark.parametrize(("trigger", "version"), [(OLD, "1"), (NEW, "2")])
def test_the_function_is_asked_about_the_user(trigger: Trigger, version: str) -> None:
    """As AWS's guide prints the event. fact: cognito.trigger"""
    event = json.loads(
        event_of(
            trigger,
            source="HostedAuth",
            region="us-east-1",
            user_pool_id="us-east-1_Pool1",
            client_id="client1",
            username="ann",
            attributes={"sub": "1"},
            groups={"cognito:groups": ["keepers"], "cognito:roles": ["arn:r"], "cognito:preferred_role": "arn:r"},
            scope="openid pets/read",
        )
    )

    scopes = {"scopes": ["openid", "pets/read"]} if version == "2" else {}
    assert event == {
        "version": version,
        "triggerSource": "TokenGeneration_HostedAuth",
        "region": "us-east-1",
        "userPoolId": "us-east-1_Pool1",
        "userName": "ann",
        "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "client1"},
        "request": {
            "userAttributes": {"sub": "1"},
            "groupConfiguration": {
                "groupsToOverride": ["keepers"],
                "iamRolesToOverride": ["arn:r"],
                "preferredRole": "arn:r",
            },
            **scopes,
        },
        "response": {"claimsAndScopeOverrideDetails" if version == "2" else "claimsOverrideDetails": None},
    }


def test_claims_are_added_changed_and_left_out() -> None:
    """But for those that say whose token it is, and of what kind. fact: cognito.trigger"""
    changes = answered(
        {
            "claimsOverrideDetails": {
                "claimsToAddOrOverride": {"shop": "north", "email": "x", "sub": "bob", "cognito:groups": "admins"},
                "claimsToSuppress": ["name", "exp", "aud"],
            }
        }
    ).id_token

    claims = {"sub": "ann", "email": "ann@example.com", "name": "Ann", "exp": 9, "aud": "client1"}
    assert changes.apply(claims) == {"sub": "ann", "email": "x", "exp": 9, "aud": "client1", "shop": "north"}


def test_the_newer_form_changes_access_tokens_and_scopes_too() -> None:
    """And takes values of any shape. fact: cognito.trigger"""
    found = answered(
        {
            "claimsAndScopeOverrideDetails": {
                "idTokenGeneration": {"claimsToAddOrOverride": {"pets": ["cat"]}},
                "accessTokenGeneration": {
                    "claimsToAddOrOverride": {"tenant": {"id": 7}, "client_id": "other"},
                    "claimsToSuppress": ["scope"],
                    "scopesToAdd": ["pets/write", "openid"],
                    "scopesToSuppress": ["email"],
                },
                "groupOverrideDetails": {"groupsToOverride": ["vets"], "preferredRole": "arn:r"},
            }
        },
        NEW,
    )

    assert found.id_token.apply({}) == {"pets": ["cat"]}
    assert found.access_token.apply({"client_id": "client1", "scope": "s"}) == {
        "client_id": "client1",
        "scope": "s",
        "tenant": {"id": 7},
    }
    assert found.scope("openid email pets/read") == "openid pets/read pets/write"
    assert found.groups == {"cognito:groups": ["vets"], "cognito:preferred_role": "arn:r"}


@pytest.mark.parametrize(
    "response", [{}, {"claimsOverrideDetails": None}, {"claimsOverrideDetails": {}}, {"anything": "else"}]
)
def test_a_function_may_have_nothing_to_say(response: dict[str, Any]) -> None:
    """fact: cognito.trigger"""
    assert answered(response) == UNCHANGED


@pytest.mark.parametrize(
    ("outcome", "code", "message"),
    [
        (
            None,
            "UnexpectedLambdaException",
            "PreTokenGeneration invocation failed due to error Socket timeout while invoking Lambda function.",
        ),
        (
            LambdaError("AccessDeniedException", 403, "no"),
            "UnexpectedLambdaException",
            "PreTokenGeneration invocation failed due to error AccessDeniedException.",
        ),
        (
            Invocation(request_id="1", payload=b'{"errorMessage": "no pets"}', function_error="Unhandled"),
            "UserLambdaValidationException",
            "PreTokenGeneration failed with error no pets.",
        ),
        *(
            (
                Invocation(request_id="1", payload=payload),
                "InvalidLambdaResponseException",
                "Unrecognizable lambda output",
            )
            for payload in (
                b"",
                b"null",
                b"[" * 100_000,
                b'{"response": 7}',
                b'{"response": {"claimsOverrideDetails": []}}',
                b'{"response": {"claimsOverrideDetails": {"claimsToAddOrOverride": {"a": 1}}}}',
                b'{"response": {"claimsOverrideDetails": {"claimsToSuppress": "name"}}}',
                b'{"response": {"claimsOverrideDetails": {"groupOverrideDetails": {"groupsToOverride": [1]}}}}',
            )
        ),
    ],
)
def test_a_function_that_fails_gives_no_tokens(outcome: Any, code: str, message: str) -> None:
    """fact: cognito.trigger"""
    with pytest.raises(ServiceError) as refused:
        read_answer(OLD, outcome)

    assert (refused.value.code, refused.value.message) == (code, message)
