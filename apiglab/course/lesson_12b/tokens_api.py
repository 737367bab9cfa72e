"""What lesson 12b's exercises stand on: an API of two paths, and functions that decide about its callers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, fresh_name, resource_at
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
    where = []
    for path in PATHS:
        method = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, path), "httpMethod": "GET"}
        apis.put_method(**method, authorizationType="NONE")
        apis.put_method_response(**method, statusCode="200")
        template = {"application/json": '{"statusCode": 200}'}
        apis.put_integration(**method, type="MOCK", requestTemplates=template)
        apis.put_integration_response(**method, statusCode="200")
        where.append(method)
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    return TwoPaths(api_id, where)


def attach(lab: Any, apis: Any, made: TwoPaths, function_arn: str) -> str:
    """Put a TOKEN authorizer before both methods, deployed; its id."""
    uri = f"arn:aws:apigateway:{lab.region}:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    authorizer_id: str = apis.create_authorizer(
        restApiId=made.api_id,
        name="tokens",
        type="TOKEN",
        authorizerUri=uri,
        identitySource="method.request.header.Authorization",
        authorizerResultTtlInSeconds=300,
    )["id"]
    lab.client("lambda").add_permission(
        FunctionName=function_arn,
        StatementId=fresh_name("authorizer"),
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{made.api_id}/authorizers/{authorizer_id}",
    )
    for method in made.where:
        guard = {"/authorizationType": "CUSTOM", "/authorizerId": authorizer_id}
        operations = [{"op": "replace", "path": path, "value": value} for path, value in guard.items()]
        apis.update_method(**method, patchOperations=operations)
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
