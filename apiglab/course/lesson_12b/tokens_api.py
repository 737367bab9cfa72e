"""What lesson 12b's exercises stand on: an API of two paths, and functions that decide about its callers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, answering_method, fresh_name
from apiglab.course.guards import guard_method, token_authorizer
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange

PATHS = ("/pets", "/owners")


class TwoPaths(NamedTuple):
    """An API with GET /pets and GET /owners."""

    api_id: str
    where: list[dict[str, str]]
    """``restApiId``, ``resourceId`` and ``httpMethod`` of each."""


def two_paths(apis: Any) -> TwoPaths:
    """The API, open to all, deployed to dev."""
    api_id = apis.create_rest_api(name=fresh_name("tokens"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    where = [answering_method(apis, api_id, path) for path in PATHS]
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    return TwoPaths(api_id, where)


def attach(lab: Any, apis: Any, made: TwoPaths, function_arn: str) -> str:
    """Put a TOKEN authorizer before both methods, deployed; its id."""
    authorizer_id = token_authorizer(lab, made.api_id, function_arn)
    for method in made.where:
        guard_method(apis, method, "CUSTOM", authorizer_id)
    apis.create_deployment(restApiId=made.api_id, stageName=STAGE)
    return authorizer_id


@contextmanager
def a_tokens_api(lab: Any) -> Iterator[TwoPaths]:
    """The open API, gone afterwards."""
    apis = lab.client("apigateway")
    made = two_paths(apis)
    try:
        yield made
    finally:
        apis.delete_rest_api(restApiId=made.api_id)


def call(lab: Any, api_id: str, token: str | None, *, path: str = "/pets", wanted: int) -> Exchange:
    """GET a path with a token or without, on AWS until the status is ``wanted``."""
    headers = {} if token is None else {"Authorization": token}
    url = lab.url(api_id, STAGE, path)
    return ask(lab, "GET", url, headers=headers, until=lambda answer: answer.status == wanted)
