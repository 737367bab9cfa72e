"""A key, its plan and its limits, as a client meets them on a running server."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import requests

from tests.serving import Served

pytestmark = pytest.mark.slow

Ask = Callable[[str], requests.Response]


def deploy_keyed(served: Served) -> tuple[str, Ask]:
    """An API whose root wants a key, deployed to dev: its id, and how to call it with a key's value."""
    gateway = served.client("apigateway")
    made = gateway.create_rest_api(name="keyed")
    at = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**at, authorizationType="NONE", apiKeyRequired=True)
    gateway.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**at, statusCode="200")
    gateway.put_integration_response(
        **at, statusCode="200", responseTemplates={"application/json": "$context.identity.apiKeyId"}
    )
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    url = f"{served.url}/_aws/execute-api/{made['id']}/dev/"
    return str(made["id"]), lambda value: requests.get(url, headers={"x-api-key": value}, timeout=30)


def test_a_client_has_its_plan_s_requests_and_no_more(server: Served) -> None:
    """From the key to the numbers in GetUsage. fact: quota.counted, api-keys.refused"""
    gateway = server.client("apigateway")
    api_id, ask = deploy_keyed(server)
    key = gateway.create_api_key(name="mobile", enabled=True)
    before = ask(key["value"])
    plan = gateway.create_usage_plan(
        name="trial",
        apiStages=[{"apiId": api_id, "stage": "dev"}],
        throttle={"rateLimit": 1000.0, "burstLimit": 1000},
        quota={"limit": 3, "period": "MONTH"},
    )["id"]
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")

    answers = [ask(key["value"]) for _ in range(4)]

    today = datetime.now(UTC).date().isoformat()
    usage = gateway.get_usage(usagePlanId=plan, startDate=today, endDate=today)["items"]
    assert (before.status_code, [answer.status_code for answer in answers]) == (403, [200, 200, 200, 429])
    assert (answers[0].text, answers[3].json()) == (key["id"], {"message": "Limit Exceeded"})
    assert usage == {key["id"]: [[3, 0]]}
    more = [{"op": "replace", "path": "/remaining", "value": "1"}]
    gateway.update_usage(usagePlanId=plan, keyId=key["id"], patchOperations=more)
    assert [ask(key["value"]).status_code for _ in range(2)] == [200, 429]


def test_a_key_that_is_switched_off_opens_nothing(server: Served) -> None:
    """At once, and so does one that is switched on again. fact: api-keys.refused"""
    gateway = server.client("apigateway")
    api_id, ask = deploy_keyed(server)
    key = gateway.create_api_key(name="web", enabled=True)
    plan = gateway.create_usage_plan(name="open", apiStages=[{"apiId": api_id, "stage": "dev"}])["id"]
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")

    statuses = []
    for enabled in ("true", "false", "true"):
        switch = [{"op": "replace", "path": "/enabled", "value": enabled}]
        gateway.update_api_key(apiKey=key["id"], patchOperations=switch)
        statuses.append(ask(key["value"]).status_code)
    gateway.delete_usage_plan_key(usagePlanId=plan, keyId=key["id"])
    statuses.append(ask(key["value"]).status_code)

    assert statuses == [200, 403, 200, 403]


def test_a_method_s_limit_needs_no_deployment(server: Served) -> None:
    """A rate of 0 and a burst of 0 block it at once, until they are gone. fact: throttling.zero"""
    gateway = server.client("apigateway")
    api_id, ask = deploy_keyed(server)
    key = gateway.create_api_key(name="blocked", enabled=True)
    plan = gateway.create_usage_plan(name="blocked", apiStages=[{"apiId": api_id, "stage": "dev"}])["id"]
    gateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    block = [
        {"op": "replace", "path": "/~1/GET/throttling/rateLimit", "value": "0"},
        {"op": "replace", "path": "/~1/GET/throttling/burstLimit", "value": "0"},
    ]

    open_before = ask(key["value"]).status_code
    gateway.update_stage(restApiId=api_id, stageName="dev", patchOperations=block)
    blocked = ask(key["value"])
    gateway.update_stage(restApiId=api_id, stageName="dev", patchOperations=[{"op": "remove", "path": "/~1/GET"}])

    assert (open_before, blocked.status_code, ask(key["value"]).status_code) == (200, 429, 200)
    assert blocked.headers["x-amzn-ErrorType"] == "TooManyRequestsException"
