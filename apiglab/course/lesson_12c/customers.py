"""What lesson 12c's exercises stand on: a user pool with two customers, and an API of two paths."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, answering_method, fresh_name
from apiglab.course.guards import guard_method, pool_authorizer
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange

PATHS = ("/mine", "/orders")
PASSWORD = "Secret-1234"  # noqa: S105  of users who live as long as a check
FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]


class Pool(NamedTuple):
    """A user pool with the customers cleo and dora."""

    id: str
    arn: str
    client_id: str


class Customers(NamedTuple):
    """An API, open and deployed, and the pool that is to guard it."""

    api_id: str
    where: Mapping[str, dict[str, str]]
    """``restApiId``, ``resourceId`` and ``httpMethod`` of GET at each path."""
    pool: Pool


@contextmanager
def a_pool(lab: Any) -> Iterator[Pool]:
    """The pool, gone afterwards, with its domain if it has got one."""
    pools = lab.client("cognito-idp")
    made = pools.create_user_pool(PoolName=fresh_name("customers"))["UserPool"]
    try:
        client_id = pools.create_user_pool_client(UserPoolId=made["Id"], ClientName="app", ExplicitAuthFlows=FLOWS)
        for name in ("cleo", "dora"):
            pools.admin_create_user(UserPoolId=made["Id"], Username=name, MessageAction="SUPPRESS")
            pools.admin_set_user_password(UserPoolId=made["Id"], Username=name, Password=PASSWORD, Permanent=True)
        yield Pool(made["Id"], made["Arn"], client_id["UserPoolClient"]["ClientId"])
    finally:
        domain = pools.describe_user_pool(UserPoolId=made["Id"])["UserPool"].get("Domain")
        if domain:
            pools.delete_user_pool_domain(Domain=domain, UserPoolId=made["Id"])
        pools.delete_user_pool(UserPoolId=made["Id"])


@contextmanager
def customers(lab: Any) -> Iterator[Customers]:
    """The pool and the API; both are gone afterwards."""
    apis = lab.client("apigateway")
    api_id = apis.create_rest_api(name=fresh_name("customers"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    try:
        where = {path: answering_method(apis, api_id, path) for path in PATHS}
        apis.create_deployment(restApiId=api_id, stageName=STAGE)
        with a_pool(lab) as pool:
            yield Customers(api_id, where, pool)
    finally:
        apis.delete_rest_api(restApiId=api_id)


def guard(apis: Any, made: Customers, *scopes: str) -> None:
    """Let the pool guard both paths; /orders wants an access token with one of ``scopes``."""
    authorizer_id = pool_authorizer(apis, made.api_id, made.pool.arn)
    for path, method in made.where.items():
        guard_method(apis, method, "COGNITO_USER_POOLS", authorizer_id, *(scopes if path == "/orders" else ()))
    apis.create_deployment(restApiId=made.api_id, stageName=STAGE)


def sign_in(lab: Any, pool: Pool, name: str = "cleo") -> dict[str, str]:
    """A customer's tokens: IdToken, AccessToken, RefreshToken."""
    tokens: dict[str, str] = lab.client("cognito-idp").initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=pool.client_id,
        AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]
    return tokens


def call(lab: Any, api_id: str, path: str, token: str | None, *, wanted: int) -> Exchange:
    """GET a path with a token or without, on AWS until the status is ``wanted``."""
    url = lab.url(api_id, STAGE, path)
    return ask(lab, "GET", url, auth=token, until=lambda answer: answer.status == wanted)
