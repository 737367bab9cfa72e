"""The error texts recorded from AWS for API keys and usage plans: aws-api-gateway.md, appendix E."""

from typing import Any

import pytest

from tests.contract.control_acts import Act, patch
from tests.control_client import Refusal, a_stage, bad_request, not_found, refusal


def update_plan(**api_stage: str | None) -> Act:
    """UpdateUsagePlan that adds a stage, of a new API with the stage ``dev``, to a new plan."""

    def act(client: Any) -> Refusal:
        api_id = a_stage(client)["restApiId"]
        plan_id = client.create_usage_plan(name="basic")["id"]
        value = (api_stage["value"] or "").format(api=api_id) or None
        found = refusal(
            client.update_usage_plan, usagePlanId=plan_id, patchOperations=patch("add", "/apiStages", value)
        )
        message = found.message.replace(plan_id, "<plan>").replace(api_id, "<api>")
        return found._replace(message=message)

    return act


def update_key(**operation: str) -> Act:
    """UpdateApiKey of a new key."""
    return lambda client: refusal(
        client.update_api_key, apiKey=client.create_api_key()["id"], patchOperations=patch(**operation)
    )


RECORDED: dict[str, tuple[Act, Refusal]] = {
    "a key of 19 characters": (
        lambda client: refusal(client.create_api_key, value="x" * 19),
        bad_request("API Key value should be at least 20 characters"),
    ),
    "a key of 129 characters": (
        lambda client: refusal(client.create_api_key, value="x" * 129),
        bad_request("API Key value exceeds maximum size of 128 characters"),
    ),
    "a name of 1025 characters": (
        lambda client: refusal(client.create_api_key, name="x" * 1025),
        bad_request("Invalid API Key name, can be at most 1024 characters."),
    ),
    "a description that is too long": (
        update_key(op="replace", path="/description", value="x" * 125_001),
        bad_request("Invalid API Key description specified."),
    ),
    "a path that no key has": (
        update_key(op="replace", path="/id", value="x"),
        bad_request(
            "Invalid patch path  '/id' specified for op 'replace'. "
            "Must be one of: [/description, /enabled, /name, /customerId]"
        ),
    ),
    "a plan that is not there": (
        lambda client: refusal(client.update_usage_plan, usagePlanId="nope", patchOperations=[]),
        not_found("Invalid Usage Plan ID specified"),
    ),
    "a stage without a value": (update_plan(value=None), bad_request("Invalid API Stage specified")),
    "a stage that is not there": (
        update_plan(value="{api}:fakestagename"),
        not_found("Invalid API Stage {api: <api>, stage: fakestagename} specified for usageplan <plan>"),
    ),
    "an API that is not there": (
        update_plan(value="{api}b:dev"),
        not_found("Invalid API Stage {api: <api>b, stage: dev} specified for usageplan <plan>"),
    ),
}


@pytest.mark.parametrize(("act", "expected"), RECORDED.values(), ids=RECORDED.keys())
def test_an_error_has_the_text_recorded_from_aws(act: Act, expected: Refusal, client: Any) -> None:
    """Code, status and message are AWS's own. fact: control.recorded-errors"""
    assert act(client) == expected
