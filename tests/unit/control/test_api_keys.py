"""API keys in the control plane."""

from typing import Any

import pytest

from tests.control_client import Plane, Refusal, bad_request, not_found, refusal

VALUE = "a-key-of-at-least-20-characters"


def a_key(client: Any, **members: Any) -> dict[str, Any]:
    """A new key, without what boto3 adds."""
    made: dict[str, Any] = client.create_api_key(**{"name": "mobile", "value": VALUE, **members})
    made.pop("ResponseMetadata")
    return made


def test_a_new_key(client: Any) -> None:
    """Disabled unless told otherwise, and shown with its value this once. fact: api-keys.values"""
    made = a_key(client, description="the app", customerId="c1", tags={"team": "pets"})

    assert {name: made[name] for name in ("name", "value", "description", "customerId", "enabled", "tags")} == {
        "name": "mobile",
        "value": VALUE,
        "description": "the app",
        "customerId": "c1",
        "enabled": False,
        "tags": {"team": "pets"},
    }
    assert (made["stageKeys"], made["createdDate"] == made["lastUpdatedDate"], len(made["id"])) == ([], True, 10)


def test_a_generated_value(client: Any) -> None:
    """Forty letters and digits. fact: api-keys.values"""
    value = client.create_api_key()["value"]

    assert (len(value), value.isalnum()) == (40, True)


def test_the_value_is_shown_where_it_is_asked_for(client: Any) -> None:
    """fact: api-keys.values"""
    key_id = a_key(client)["id"]

    assert "value" not in client.get_api_key(apiKey=key_id)
    assert client.get_api_key(apiKey=key_id, includeValue=True)["value"] == VALUE
    assert "value" not in client.get_api_keys()["items"][0]
    assert client.get_api_keys(includeValues=True)["items"][0]["value"] == VALUE


def test_keys_are_found_by_name_and_customer(client: Any) -> None:
    """By the beginning of the name, page by page."""
    for name, customer in (("app-1", "a"), ("app-2", "b"), ("web", "a")):
        client.create_api_key(name=name, customerId=customer)

    def names(**query: Any) -> list[str]:
        return sorted(key["name"] for key in client.get_api_keys(**query)["items"])

    assert (names(nameQuery="app"), names(customerId="a")) == (["app-1", "app-2"], ["app-1", "web"])
    first = client.get_api_keys(limit=2)
    assert len(client.get_api_keys(position=first["position"])["items"]) == 1


def test_an_update_changes_all_but_the_value(client: Any, control_plane: Plane) -> None:
    """And notes when."""
    key_id = a_key(client)["id"]
    control_plane.clock.advance(60)

    changed = client.update_api_key(
        apiKey=key_id,
        patchOperations=[
            {"op": "replace", "path": "/enabled", "value": "true"},
            {"op": "replace", "path": "/name", "value": "web"},
        ],
    )

    assert (changed["enabled"], changed["name"], "value" in changed) == (True, "web", False)
    assert (changed["lastUpdatedDate"] - changed["createdDate"]).total_seconds() == 60


def test_a_deleted_key_is_gone(client: Any) -> None:
    """Its value may be used again."""
    key_id = a_key(client)["id"]

    client.delete_api_key(apiKey=key_id)

    assert refusal(client.get_api_key, apiKey=key_id) == not_found("Invalid API Key identifier specified")
    a_key(client)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"value": "x" * 19}, bad_request("API Key value should be at least 20 characters")),
        ({"value": "x" * 129}, bad_request("API Key value exceeds maximum size of 128 characters")),
        ({"name": "x" * 1025}, bad_request("Invalid API Key name, can be at most 1024 characters.")),
        ({"value": VALUE}, Refusal("ConflictException", 409, "API Key already exists")),
        ({"generateDistinctId": True}, "generateDistinctId"),
        ({"stageKeys": [{"restApiId": "a", "stageName": "b"}]}, "stageKeys"),
    ],
)
def test_what_no_key_can_be(members: dict[str, Any], expected: Refusal | str, client: Any) -> None:
    """fact: api-keys.values, usage-plans.texts, control.not-built"""
    a_key(client)

    found = refusal(client.create_api_key, **members)

    assert found == expected or (isinstance(expected, str) and expected in found.message)


@pytest.mark.parametrize("size", [20, 128])
def test_the_bounds_of_a_value(size: int, client: Any) -> None:
    """fact: api-keys.values"""
    assert client.create_api_key(value="x" * size)["value"] == "x" * size


def test_the_account_s_ten_thousand_keys(client: Any, control_plane: Plane) -> None:
    """fact: control.chosen-texts"""
    made = a_key(client)
    keys = control_plane.control._store.region("123456789012", "us-east-1").api_keys
    keys |= {f"k{index}": keys[made["id"]] for index in range(9_999)}

    assert refusal(client.create_api_key) == Refusal(
        "LimitExceededException", 429, "Maximum number of API keys for this account has been reached."
    )


CSV = b"""\
Description, UsagePlanIds ,name,KEY,enabled
"the first, best","{plan}",app,first-key-of-20-characters,true

,,web,second-key-of-20-characters,FALSE
,nope,bad plan,third-key-of-20-characters,
,,short,too-short,true
"""


def test_keys_come_from_a_file(client: Any) -> None:
    """Columns in any order and case; what cannot be taken is a warning. fact: api-keys.import"""
    plan = client.create_usage_plan(name="basic")["id"]

    imported = client.import_api_keys(body=CSV.replace(b"{plan}", plan.encode()), format="csv")

    keys = {key["name"]: (key["enabled"], key.get("description")) for key in client.get_api_keys()["items"]}
    assert keys == {"app": (True, "the first, best"), "web": (False, None), "bad plan": (True, None)}
    assert imported["warnings"] == [
        "Line 5: Invalid Usage Plan ID specified",
        "Line 6: API Key value should be at least 20 characters",
    ]
    assert (len(imported["ids"]), len(client.get_usage_plan_keys(usagePlanId=plan)["items"])) == (2, 1)


def test_importing_again_changes_what_is_there(client: Any) -> None:
    """A key is known by its value. fact: api-keys.import"""
    first = client.import_api_keys(body=b"Name,Key\nold,first-key-of-20-characters", format="csv")
    again = client.import_api_keys(body=b"Name,Key,Enabled\nnew,first-key-of-20-characters,false", format="csv")

    keys = [(key["id"], key["name"], key["enabled"]) for key in client.get_api_keys()["items"]]
    assert (again["ids"], keys) == (first["ids"], [(first["ids"][0], "new", False)])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"Name,Value\na,b", "the column Key is missing"),
        (b"\n\n", "the file is empty"),
        (b"\xff\xfe", "invalid start byte"),
        (b"Name,Key\napp,too-short", "Line 2: API Key value should be at least 20 characters"),
        (b'Name,Key,UsagePlanIds\napp,first-key-of-20-characters,"x"', "Line 2: Invalid Usage Plan ID specified"),
    ],
)
def test_a_file_that_fails_imports_nothing(body: bytes, said: str, client: Any) -> None:
    """With failOnWarnings also for the sake of one line. fact: api-keys.import"""
    found = refusal(client.import_api_keys, body=body, format="csv", failOnWarnings=True)

    assert (found.code, said in found.message, client.get_api_keys()["items"]) == ("BadRequestException", True, [])
