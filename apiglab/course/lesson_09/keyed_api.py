"""The API of lesson 09's exercises: one method that wants a key, and what sells keys for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from apiglab.course.build import STAGE, answering_method, fresh_name
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange


def keyed_api(apis: Any) -> str:
    """An API whose GET /pets wants a key, deployed; its id. ``apis`` is the client that makes it."""
    api_id: str = apis.create_rest_api(name=fresh_name("keyed"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    answering_method(apis, api_id, "/pets", apiKeyRequired=True)
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    return api_id


@contextmanager
def traffic_removed(lab: Any) -> Iterator[Any]:
    """A client of API Gateway; every API, key and plan that it makes is gone afterwards."""
    apis = lab.client("apigateway")
    made: dict[str, list[str]] = {"CreateRestApi": [], "CreateApiKey": [], "CreateUsagePlan": []}

    def note(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name in made and "id" in parsed:
            made[model.name].append(parsed["id"])

    apis.meta.events.register("after-call.api-gateway", note)
    try:
        yield apis
    finally:
        apis.meta.events.unregister("after-call.api-gateway", note)
        for plan_id in made["CreateUsagePlan"]:
            _delete_plan(apis, plan_id)
        for key_id in made["CreateApiKey"]:
            apis.delete_api_key(apiKey=key_id)
        for api_id in made["CreateRestApi"]:
            apis.delete_rest_api(restApiId=api_id)


def call(lab: Any, api_id: str, key: str | None, *, wanted: int) -> Exchange:
    """GET /pets with a key or without, on AWS until the status is ``wanted``."""
    headers = {} if key is None else {"x-api-key": key}
    url = lab.url(api_id, STAGE, "/pets")
    return ask(lab, "GET", url, headers=headers, until=lambda answer: answer.status == wanted)


def _delete_plan(apis: Any, plan_id: str) -> None:
    stages = apis.get_usage_plan(usagePlanId=plan_id).get("apiStages", ())
    gone = [{"op": "remove", "path": "/apiStages", "value": f"{each['apiId']}:{each['stage']}"} for each in stages]
    if gone:
        apis.update_usage_plan(usagePlanId=plan_id, patchOperations=gone)
    apis.delete_usage_plan(usagePlanId=plan_id)
