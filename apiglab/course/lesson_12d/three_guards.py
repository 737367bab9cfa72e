"""What lesson 12d's exercises stand on: one API of three paths, and an identity for each of three guards."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, a_function, answering_method, fresh_name
from apiglab.course.guards import guard_method, pool_authorizer, token_authorizer
from apiglab.course.lesson_12a.guarded import User, a_user, allowing
from apiglab.course.lesson_12c.customers import Pool, a_pool
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange

PATHS = ("/stock", "/partner", "/mine")
TOKEN = "partner-7"  # noqa: S105  a partner's token, for a function that lives as long as a check


class Guards(NamedTuple):
    """What may stand before a method of an API, and who gets in by it."""

    api_id: str
    where: Mapping[str, dict[str, str]]
    """``restApiId``, ``resourceId`` and ``httpMethod`` of each path."""
    function_authorizer: str
    pool_authorizer: str
    user: User
    pool: Pool


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
    apis = lab.client("apigateway")
    api_id = apis.create_rest_api(name=fresh_name("guards"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    try:
        where = {path: answering_method(apis, api_id, path) for path in PATHS}
        apis.create_deployment(restApiId=api_id, stageName=STAGE)
        mine = allowing(f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{api_id}/*")
        with a_function(lab, doorkeeper) as function_arn, a_pool(lab) as pool, a_user(lab, mine) as user:
            by_function = token_authorizer(lab, api_id, function_arn)
            yield Guards(api_id, where, by_function, pool_authorizer(apis, api_id, pool.arn), user, pool)
    finally:
        apis.delete_rest_api(restApiId=api_id)


def guard(apis: Any, made: Guards) -> None:
    """Put the three guards before the three paths, deployed."""
    guard_method(apis, made.where["/stock"], "AWS_IAM")
    guard_method(apis, made.where["/partner"], "CUSTOM", made.function_authorizer)
    guard_method(apis, made.where["/mine"], "COGNITO_USER_POOLS", made.pool_authorizer)
    apis.create_deployment(restApiId=made.api_id, stageName=STAGE)


def call(lab: Any, made: Guards, path: str, *, wanted: int, **proof: Any) -> Exchange:
    """GET a path with what proves the caller, or with nothing; on AWS until the status is ``wanted``."""
    return ask(lab, "GET", lab.url(made.api_id, STAGE, path), until=lambda answer: answer.status == wanted, **proof)
