"""What lesson 12d's exercises stand on: one API of three paths, and an identity for each of three guards."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, a_function, fresh_name, resource_at
from apiglab.course.lesson_12a.guarded import User, a_user, allowing
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange

PATHS = ("/stock", "/partner", "/mine")
TOKEN = "partner-7"  # noqa: S105  a partner's token, for a function that lives as long as a check
PASSWORD = "Secret-1234"  # noqa: S105  of a user who lives as long as a check


class Guards(NamedTuple):
    """What may stand before a method of an API, and who gets in by it."""

    api_id: str
    where: Mapping[str, dict[str, str]]
    """``restApiId``, ``resourceId`` and ``httpMethod`` of each path."""
    function_authorizer: str
    pool_authorizer: str
    user: User
    pool_id: str
    client_id: str


def doorkeeper(event: Any, _context: Any) -> Any:
    """Lets the partner in."""
    if event["authorizationToken"] != "partner-7":
        raise Exception("Unauthorized")  # noqa: TRY002  the word is what API Gateway reads
    stage = "/".join(event["methodArn"].split("/")[:2])
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{stage}/*"}
    return {"principalId": "partner", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


@contextmanager
def three_guards(lab: Any) -> Iterator[Guards]:
    """An API that is open and deployed, with two authorizers that no method names yet; all is gone afterwards."""
    apis, pools = lab.client("apigateway"), lab.client("cognito-idp")
    api_id = apis.create_rest_api(name=fresh_name("guards"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    pool = pools.create_user_pool(PoolName=fresh_name("guards"))["UserPool"]
    try:
        where = {path: _open_method(apis, api_id, path) for path in PATHS}
        apis.create_deployment(restApiId=api_id, stageName=STAGE)
        mine = allowing(f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{api_id}/*")
        with a_function(lab, doorkeeper) as function_arn, a_user(lab, mine) as user:
            yield Guards(
                api_id,
                where,
                _of_function(lab, api_id, function_arn),
                _of_pool(apis, api_id, pool["Arn"]),
                user,
                pool["Id"],
                _client_with_user(pools, pool["Id"]),
            )
    finally:
        apis.delete_rest_api(restApiId=api_id)
        pools.delete_user_pool(UserPoolId=pool["Id"])


def guard(apis: Any, made: Guards) -> None:
    """Put the three guards before the three paths, deployed."""
    settings = {
        "/stock": {"/authorizationType": "AWS_IAM"},
        "/partner": {"/authorizationType": "CUSTOM", "/authorizerId": made.function_authorizer},
        "/mine": {"/authorizationType": "COGNITO_USER_POOLS", "/authorizerId": made.pool_authorizer},
    }
    for path, each in settings.items():
        operations = [{"op": "replace", "path": name, "value": value} for name, value in each.items()]
        apis.update_method(**made.where[path], patchOperations=operations)
    apis.create_deployment(restApiId=made.api_id, stageName=STAGE)


def sign_in(lab: Any, made: Guards) -> Mapping[str, Any]:
    """The tokens of the pool's one user."""
    tokens: Mapping[str, Any] = lab.client("cognito-idp").initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=made.client_id,
        AuthParameters={"USERNAME": "cleo", "PASSWORD": PASSWORD},
    )["AuthenticationResult"]
    return tokens


def call(lab: Any, made: Guards, path: str, *, wanted: int, **proof: Any) -> Exchange:
    """GET a path with what proves the caller, or with nothing; on AWS until the status is ``wanted``."""
    return ask(lab, "GET", lab.url(made.api_id, STAGE, path), until=lambda answer: answer.status == wanted, **proof)


def _open_method(apis: Any, api_id: str, path: str) -> dict[str, str]:
    where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, path), "httpMethod": "GET"}
    apis.put_method(**where, authorizationType="NONE")
    apis.put_method_response(**where, statusCode="200")
    apis.put_integration(**where, type="MOCK", requestTemplates={"application/json": json.dumps({"statusCode": 200})})
    apis.put_integration_response(**where, statusCode="200")
    return where


def _of_function(lab: Any, api_id: str, function_arn: str) -> str:
    authorizer_id: str = lab.client("apigateway").create_authorizer(
        restApiId=api_id,
        name="function",
        type="TOKEN",
        authorizerUri=f"arn:aws:apigateway:{lab.region}:lambda:path/2015-03-31/functions/{function_arn}/invocations",
        identitySource="method.request.header.Authorization",
    )["id"]
    lab.client("lambda").add_permission(
        FunctionName=function_arn,
        StatementId="authorizer",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{api_id}/authorizers/{authorizer_id}",
    )
    return authorizer_id


def _of_pool(apis: Any, api_id: str, pool_arn: str) -> str:
    authorizer_id: str = apis.create_authorizer(
        restApiId=api_id,
        name="pool",
        type="COGNITO_USER_POOLS",
        providerARNs=[pool_arn],
        identitySource="method.request.header.Authorization",
    )["id"]
    return authorizer_id


def _client_with_user(pools: Any, pool_id: str) -> str:
    client_id: str = pools.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName="app",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    pools.admin_create_user(UserPoolId=pool_id, Username="cleo", MessageAction="SUPPRESS")
    pools.admin_set_user_password(UserPoolId=pool_id, Username="cleo", Password=PASSWORD, Permanent=True)
    return client_id
