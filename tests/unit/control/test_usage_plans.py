"""Usage plans and their keys in the control plane."""

from typing import Any

import pytest

from tests.control_client import Plane, Refusal, a_stage, bad_request, not_found, refusal

VALUE = "a-key-of-at-least-20-characters"
GONE = not_found("Invalid Usage Plan ID specified")


def conflict(message: str) -> Refusal:
    """AWS's 409."""
    return Refusal("ConflictException", 409, message)


@pytest.fixture
def api_id(client: Any) -> str:
    """An API with the stage ``dev``."""
    return str(a_stage(client)["restApiId"])


def a_plan(client: Any, **members: Any) -> str:
    """A new plan; its id."""
    return str(client.create_usage_plan(**{"name": "basic", **members})["id"])


def a_key(client: Any, **members: Any) -> str:
    """A new key that is enabled; its id."""
    return str(client.create_api_key(**{"enabled": True, **members})["id"])


def join(client: Any, plan_id: str, key_id: str) -> Any:
    """Make the key a member of the plan."""
    return client.create_usage_plan_key(usagePlanId=plan_id, keyId=key_id, keyType="API_KEY")


def patch(client: Any, plan_id: str, *operations: tuple[str, str, str | None]) -> dict[str, Any]:
    """The plan after these operations."""
    given = [{"op": op, "path": path} | ({} if value is None else {"value": value}) for op, path, value in operations]
    changed: dict[str, Any] = client.update_usage_plan(usagePlanId=plan_id, patchOperations=given)
    changed.pop("ResponseMetadata")
    return changed


def test_a_plan_as_it_was_made(client: Any, api_id: str) -> None:
    """All of it comes back."""
    members = {
        "name": "basic",
        "description": "for everybody",
        "apiStages": [
            {"apiId": api_id, "stage": "dev", "throttle": {"/pets/GET": {"rateLimit": 1.5, "burstLimit": 2}}}
        ],
        "throttle": {"rateLimit": 10.0, "burstLimit": 20},
        "quota": {"limit": 1000, "offset": 10, "period": "MONTH"},
        "tags": {"team": "pets"},
    }

    plan_id = a_plan(client, **members)

    found = client.get_usage_plan(usagePlanId=plan_id)
    assert {name: found[name] for name in members} == members
    assert [plan["id"] for plan in client.get_usage_plans()["items"]] == [plan_id]


def test_a_throttle_without_one_of_its_numbers(client: Any) -> None:
    """fact: throttling.missing-member"""
    plan = client.create_usage_plan(name="basic", throttle={"rateLimit": 2.0})

    assert plan["throttle"] == {"rateLimit": 2.0, "burstLimit": 5000}


def test_every_path_of_a_patch(client: Any, api_id: str) -> None:
    """Limits, quota, stages and the limits of single methods."""
    plan_id = a_plan(client)
    method = f"/apiStages/{api_id}:dev/throttle/~1pets~1{{id}}/GET"

    plan = patch(
        client,
        plan_id,
        ("replace", "/name", "gold"),
        ("replace", "/productCode", "p0"),
        ("replace", "/throttle/rateLimit", "2.5"),
        ("replace", "/throttle/burstLimit", "5"),
        ("replace", "/quota/limit", "100"),
        ("replace", "/quota/period", "DAY"),
        ("replace", "/quota/offset", "1"),
        ("add", "/apiStages", f"{api_id}:dev"),
        ("add", "/apiStages", f"{api_id}:dev"),
        ("replace", f"{method}/rateLimit", "0.5"),
        ("replace", f"{method}/burstLimit", "1"),
    )

    assert plan == {
        "id": plan_id,
        "name": "gold",
        "productCode": "p0",
        "throttle": {"rateLimit": 2.5, "burstLimit": 5},
        "quota": {"limit": 100, "period": "DAY", "offset": 1},
        "apiStages": [
            {"apiId": api_id, "stage": "dev", "throttle": {"/pets/{id}/GET": {"rateLimit": 0.5, "burstLimit": 1}}}
        ],
    }
    assert patch(
        client,
        plan_id,
        ("remove", method, None),
        ("remove", "/quota", None),
        ("remove", "/throttle", None),
        ("remove", "/productCode", None),
        ("remove", "/apiStages", f"{api_id}:dev"),
    ) == {"id": plan_id, "name": "gold", "apiStages": []}


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"name": ""}, "Name cannot be empty"),
        ({"throttle": {"rateLimit": -1.0}}, "rateLimit"),
        ({"throttle": {"burstLimit": -1}}, "burstLimit"),
        ({"throttle": {"burstLimit": 2**31}}, "burstLimit"),
        ({"quota": {"limit": 10}}, "both a limit and a period"),
        ({"quota": {"period": "DAY"}}, "both a limit and a period"),
        ({"quota": {"limit": -1, "period": "DAY"}}, "limit"),
        ({"quota": {"limit": 10, "period": "DAY", "offset": 11}}, "offset"),
        ({"quota": {"limit": 10, "period": "DAY", "offset": -1}}, "offset"),
    ],
)
def test_limits_that_are_none(members: dict[str, Any], said: str, client: Any) -> None:
    """Negative, huge, missing. fact: control.chosen-texts"""
    found = refusal(client.create_usage_plan, **{"name": "basic", **members})

    assert (found.code, said in found.message, client.get_usage_plans()["items"]) == ("BadRequestException", True, [])


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (("replace", "/throttle/burstLimit", "1.5"), bad_request("Invalid burstLimit specified: 1.5")),
        (("replace", "/throttle/rateLimit", "fast"), bad_request("Invalid rateLimit specified: fast")),
        (("add", "/apiStages", None), bad_request("Invalid API Stage specified")),
        (("add", "/apiStages", "nonsense"), bad_request("Invalid API Stage specified")),
        (("remove", "/apiStages", "abc:dev"), bad_request("Invalid API Stage specified")),
        (
            ("remove", "/apiStages/abc:dev", None),
            bad_request(
                "Invalid patch path  '/apiStages/abc:dev' specified for op 'remove'. Must be one of: [/apiStages, "
                "/quota, /throttle, /productCode, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, "
                "/apiStages/<apidId:stageName>/throttle]"
            ),
        ),
    ],
)
def test_what_no_patch_takes(operation: tuple[str, str, str | None], expected: Refusal, client: Any) -> None:
    """fact: usage-plans.texts"""
    plan_id = a_plan(client)

    op, path, value = operation
    given = {"op": op, "path": path} | ({} if value is None else {"value": value})
    assert refusal(client.update_usage_plan, usagePlanId=plan_id, patchOperations=[given]) == expected


def test_a_plan_with_stages_is_not_deleted(client: Any, api_id: str) -> None:
    """fact: usage-plans.texts"""
    plan_id = a_plan(client, apiStages=[{"apiId": api_id, "stage": "dev"}])

    refused = refusal(client.delete_usage_plan, usagePlanId=plan_id)
    patch(client, plan_id, ("remove", "/apiStages", f"{api_id}:dev"))
    client.delete_usage_plan(usagePlanId=plan_id)

    assert refused == bad_request(
        f"Cannot delete Usage Plan {plan_id} because there are API Stages associated with it, including {api_id}:dev"
    )
    assert refusal(client.get_usage_plan, usagePlanId=plan_id) == GONE


@pytest.mark.parametrize("whole", [True, False], ids=["with its API", "alone"])
def test_a_stage_that_is_gone_leaves_its_plans(client: Any, api_id: str, whole: bool) -> None:
    """fact: usage-plans.stage-is-gone"""
    plan_id = a_plan(client, apiStages=[{"apiId": api_id, "stage": "dev"}])

    if whole:
        client.delete_rest_api(restApiId=api_id)
    else:
        client.delete_stage(restApiId=api_id, stageName="dev")

    assert client.get_usage_plan(usagePlanId=plan_id)["apiStages"] == []


def test_keys_join_and_leave(client: Any) -> None:
    """A plan lists its keys; a key finds its plans."""
    plan_id, key_id = a_plan(client), a_key(client, name="mobile", value=VALUE)

    joined = join(client, plan_id, key_id)
    member = {"id": key_id, "type": "API_KEY", "value": VALUE, "name": "mobile"}

    assert {name: joined[name] for name in member} == member
    assert client.get_usage_plan_keys(usagePlanId=plan_id)["items"] == [member]
    assert client.get_usage_plan_keys(usagePlanId=plan_id, nameQuery="web")["items"] == []
    assert client.get_usage_plan_key(usagePlanId=plan_id, keyId=key_id)["id"] == key_id
    assert [plan["id"] for plan in client.get_usage_plans(keyId=key_id)["items"]] == [plan_id]
    client.delete_usage_plan_key(usagePlanId=plan_id, keyId=key_id)
    assert client.get_usage_plans(keyId=key_id)["items"] == []


def test_what_no_member_can_be(client: Any) -> None:
    """fact: usage-plans.texts, control.chosen-texts"""
    plan_id, key_id = a_plan(client), a_key(client)
    join(client, plan_id, key_id)

    def joining(**members: str) -> Refusal:
        given = {"usagePlanId": plan_id, "keyId": key_id, "keyType": "API_KEY", **members}
        return refusal(client.create_usage_plan_key, **given)

    assert joining() == conflict("Usage Plan already contains this API Key")
    assert joining(keyId="nope") == not_found("Invalid API Key identifier specified")
    assert joining(usagePlanId="nope") == GONE
    assert joining(keyType="JWT") == bad_request("Invalid keyType specified: JWT. Must be API_KEY")
    assert refusal(client.delete_usage_plan_key, usagePlanId=plan_id, keyId="nope") == not_found(
        "Invalid Usage Plan Key identifier specified"
    )


def test_a_key_has_one_plan_for_each_stage(client: Any, api_id: str) -> None:
    """Whether the key comes to the plan or the stage does. fact: api-keys.one-plan-per-stage"""
    stages = [{"apiId": api_id, "stage": "dev"}]
    first, second, third = a_plan(client, apiStages=stages), a_plan(client, apiStages=stages), a_plan(client)
    key_id = a_key(client)
    join(client, first, key_id)
    join(client, third, key_id)
    expected = conflict(f"API Key cannot reference multiple Usage Plans with the same API Stage: {api_id}:dev")

    assert refusal(client.create_usage_plan_key, usagePlanId=second, keyId=key_id, keyType="API_KEY") == expected
    add = [{"op": "add", "path": "/apiStages", "value": f"{api_id}:dev"}]
    assert refusal(client.update_usage_plan, usagePlanId=third, patchOperations=add) == expected


def test_a_key_has_ten_plans(client: Any) -> None:
    """fact: api-keys.one-plan-per-stage, control.chosen-texts"""
    key_id = a_key(client)
    for number in range(10):
        join(client, a_plan(client, name=f"plan {number}"), key_id)

    found = refusal(client.create_usage_plan_key, usagePlanId=a_plan(client), keyId=key_id, keyType="API_KEY")

    assert found == Refusal("LimitExceededException", 429, "An API Key can be associated with at most 10 usage plans.")


def test_a_deleted_key_leaves_its_plans(client: Any) -> None:
    """And can be made anew."""
    plan_id, key_id = a_plan(client), a_key(client)
    join(client, plan_id, key_id)

    client.delete_api_key(apiKey=key_id)

    assert client.get_usage_plan_keys(usagePlanId=plan_id)["items"] == []


def test_tags_of_keys_and_plans(client: Any) -> None:
    """By their ARNs."""
    for kind, found in (("apikeys", a_key(client)), ("usageplans", a_plan(client))):
        arn = f"arn:aws:apigateway:us-east-1::/{kind}/{found}"
        client.tag_resource(resourceArn=arn, tags={"team": "pets", "old": "1"})
        client.untag_resource(resourceArn=arn, tagKeys=["old"])
        assert client.get_tags(resourceArn=arn)["tags"] == {"team": "pets"}


def test_usage_of_a_plan_without_a_quota_is_empty(client: Any) -> None:
    """Nothing is counted where nothing is limited."""
    plan_id, key_id = a_plan(client), a_key(client)
    join(client, plan_id, key_id)

    usage = client.get_usage(usagePlanId=plan_id, startDate="2023-11-14", endDate="2023-11-14")
    extended = refusal(
        client.update_usage,
        usagePlanId=plan_id,
        keyId=key_id,
        patchOperations=[{"op": "replace", "path": "/remaining", "value": "5"}],
    )

    assert (usage["items"], extended) == ({}, bad_request("Usage Plan has no quota to extend"))


def test_usage_counts_and_can_be_extended(client: Any, control_plane: Plane) -> None:
    """A pair for each day that has begun. fact: quota.usage-by-day, quota.extension"""
    plan_id, key_id = a_plan(client, quota={"limit": 10, "period": "DAY"}), a_key(client)
    join(client, plan_id, key_id)

    def usage(**query: str) -> Any:
        days = {"startDate": "2023-11-13", "endDate": "2023-11-20", **query}
        return client.get_usage(usagePlanId=plan_id, **days)["items"]

    fresh = usage()
    more = [{"op": "replace", "path": "/remaining", "value": "25"}]
    extended = client.update_usage(usagePlanId=plan_id, keyId=key_id, patchOperations=more)
    control_plane.clock.advance(86_400)

    assert (fresh, extended["items"]) == ({key_id: [[0, 10], [0, 10]]}, {key_id: [[0, 25]]})
    assert usage(keyId=key_id) == {key_id: [[0, 10], [0, 25], [0, 10]]}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"startDate": "yesterday"}, "BadRequestException"),
        ({"startDate": "2023-11-14", "endDate": "2023-11-13"}, "BadRequestException"),
        ({"keyId": "nope"}, "NotFoundException"),
        ({"usagePlanId": "nope"}, "NotFoundException"),
    ],
)
def test_usage_of_what_is_not_there(query: dict[str, str], code: str, client: Any) -> None:
    """fact: control.chosen-texts"""
    days = {"startDate": "2023-11-14", "endDate": "2023-11-14"}

    assert refusal(client.get_usage, **{"usagePlanId": a_plan(client), **days, **query}).code == code
