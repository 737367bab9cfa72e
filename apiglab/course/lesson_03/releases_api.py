"""What lesson 03's exercises stand on: two releases of a function, and an API that calls them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, a_function, fresh_name, permit, resource_at
from apiglab.course.live import ask

PROD = "prod"
CALLS = 200
"""Requests that are enough to tell a share of 20 % from none and from all."""


def release_one(_event: Any, _context: Any) -> Any:
    """What everybody has."""
    return {"statusCode": 200, "body": json.dumps({"release": 1})}


def release_two(_event: Any, _context: Any) -> Any:
    """What is new."""
    return {"statusCode": 200, "body": json.dumps({"release": 2})}


class Releases(NamedTuple):
    """An API with GET /pets, on dev and prod."""

    api_id: str
    where: dict[str, str]
    one: str
    """The name of the function that is release 1."""
    two: str


@contextmanager
def releases(lab: Any, *, by_variable: bool = True) -> Iterator[Releases]:
    """The API and both functions, gone afterwards; it calls what ``release`` names, or release 1 on all stages."""
    with a_function(lab, release_one) as one_arn, a_function(lab, release_two) as two_arn:
        apis = lab.client("apigateway")
        api_id = apis.create_rest_api(name=fresh_name("releases"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
        try:
            where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, "/pets"), "httpMethod": "GET"}
            one, two = (arn.rpartition(":")[2] for arn in (one_arn, two_arn))
            prefix = one_arn.rpartition(":")[0]
            called = f"{prefix}:${{stageVariables.release}}" if by_variable else one_arn
            uri = f"arn:aws:apigateway:{lab.region}:lambda:path/2015-03-31/functions/{called}/invocations"
            apis.put_method(**where, authorizationType="NONE")
            apis.put_integration(**where, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
            for arn in (one_arn, two_arn):
                permit(lab, arn, api_id)
            for stage, name in ((STAGE, two), (PROD, one)):
                apis.create_deployment(restApiId=api_id, stageName=stage, variables={"release": name})
            yield Releases(api_id, where, one, two)
        finally:
            apis.delete_rest_api(restApiId=api_id)


def release_of(lab: Any, api_id: str, stage: str, *, wanted: int) -> int:
    """Which release answers on a stage, on AWS until it is ``wanted``; 0 where none does."""
    url = lab.url(api_id, stage, "/pets")
    return _release(ask(lab, "GET", url, until=lambda answer: _release(answer) == wanted))


def count_two(lab: Any, api_id: str, calls: int = CALLS) -> int:
    """How many of so many requests to prod release 2 answers."""
    url, newest = lab.url(api_id, PROD, "/pets"), lab.last
    try:
        return sum(_release(lab.send("GET", url)) == 2 for _ in range(calls))
    finally:
        lab.last = newest


def _release(answer: Any) -> int:
    try:
        return int(json.loads(answer.text)["release"])
    except (ValueError, KeyError, TypeError):
        return 0
