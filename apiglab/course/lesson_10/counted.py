"""A backend that counts how often it was asked, and an API before it whose answers a cache may keep."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, add_route, fresh_name, permit, resource_at
from apiglab.course.live import ask

Where = dict[str, str]
CACHED = (
    ("/cacheClusterEnabled", "true"),
    ("/cacheClusterSize", "0.5"),
)


class Counted(NamedTuple):
    """An API with one GET method, and what names it."""

    api_id: str
    where: Where
    """``restApiId``, ``resourceId`` and ``httpMethod`` of its method."""


def counted_api(apis: Any, lab: Any, function_arn: str, path: str, *, cached: bool = False) -> Counted:
    """GET ``path`` before the function, deployed to dev, with a cache or without."""
    api_id = apis.create_rest_api(name=fresh_name("counted"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    add_route(lab, api_id, "GET", path, function_arn)
    permit(lab, function_arn, api_id)
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    if cached:
        operations = [{"op": "replace", "path": path, "value": value} for path, value in CACHED]
        apis.update_stage(restApiId=api_id, stageName=STAGE, patchOperations=operations)
    where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, path), "httpMethod": "GET"}
    return Counted(api_id, where)


@contextmanager
def a_counted_api(lab: Any, function_arn: str, path: str, *, cached: bool = False) -> Iterator[Counted]:
    """The same, gone afterwards."""
    apis = lab.client("apigateway")
    made = counted_api(apis, lab, function_arn, path, cached=cached)
    try:
        yield made
    finally:
        apis.delete_rest_api(restApiId=made.api_id)


def get(
    lab: Any,
    api_id: str,
    path: str,
    *,
    shop: str | None = None,
    until: Callable[[dict[str, Any]], bool] = lambda _: True,
) -> dict[str, Any]:
    """What the backend said to a ``shop``, on AWS until it is the thing hoped for; nothing where it is no JSON."""

    def said(answer: Any) -> dict[str, Any]:
        try:
            found = json.loads(answer.text)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    url = lab.url(api_id, STAGE, path)
    headers = {} if shop is None else {"X-Shop": shop}
    return said(ask(lab, "GET", url, headers=headers, until=lambda answer: until(said(answer))))
