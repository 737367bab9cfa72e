"""Resource policies of APIs: checked when they are saved, written out in full, and in force once deployed."""

import json
from typing import Any

import pytest

from tests.control_client import refusal
from tests.iam_builders import a_resource_policy, a_statement

REFUSED = "Invalid policy document. Please check the policy syntax and ensure that Principals are valid."


def kept(api: dict[str, Any]) -> Any:
    """The policy's document, as a client reads it."""
    return json.loads(json.loads(f'"{api["policy"]}"'))


@pytest.mark.parametrize(
    "policy",
    [
        "allow all",
        "{}",
        '{"Version": "2012-10-17", "Statement": []}',
        '{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}',
        '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "ann*"}, "Action": "*", "Resource": "*"}}',
        '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*"}}',
    ],
)
def test_a_policy_that_is_none_is_not_saved(policy: str, client: Any) -> None:
    """Neither at the beginning nor later. fact: resource-policy.checked-on-save"""
    api = client.create_rest_api(name="pets")
    operation = {"op": "replace", "path": "/policy", "value": policy}

    assert refusal(client.create_rest_api, name="dogs", policy=policy).message == REFUSED
    assert refusal(client.update_rest_api, restApiId=api["id"], patchOperations=[operation]).message == REFUSED
    assert "policy" not in client.get_rest_api(restApiId=api["id"])


def test_abbreviated_resources_are_written_out(client: Any) -> None:
    """In lists, too, and whatever is whole stays. fact: resource-policy.abbreviations"""
    whole = "arn:aws:execute-api:us-east-1:123456789012:other/*"
    policy = a_resource_policy(
        a_statement(resource="execute-api:/dev/GET/pets"),
        a_statement("Deny", resource=["execute-api:/*", whole]),
    )

    api = client.create_rest_api(name="pets", policy=policy)

    prefix = f"arn:aws:execute-api:us-east-1:123456789012:{api['id']}"
    assert [statement["Resource"] for statement in kept(api)["Statement"]] == [
        f"{prefix}/dev/GET/pets",
        [f"{prefix}/*", whole],
    ]


def test_a_policy_can_be_taken_away(client: Any) -> None:
    """By an empty value."""
    api = client.create_rest_api(name="pets", policy=a_resource_policy(a_statement()))

    changed = client.update_rest_api(
        restApiId=api["id"], patchOperations=[{"op": "replace", "path": "/policy", "value": ""}]
    )

    assert "policy" not in changed
