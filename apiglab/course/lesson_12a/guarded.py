"""What lesson 12a's exercises stand on: an API, users with keys, and calls that they sign."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, answering_method, fresh_name
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange

Where = dict[str, str]


class Guarded(NamedTuple):
    """An API with GET and POST /pets."""

    api_id: str
    where: Where
    """``restApiId``, ``resourceId`` and ``httpMethod`` of GET /pets."""


class User(NamedTuple):
    """A user and its key, as IAM gave it out."""

    name: str
    key: Mapping[str, str]


@contextmanager
def pets_api(lab: Any, authorization: str = "AWS_IAM") -> Iterator[Guarded]:
    """An API that is deployed to dev and to prod; it is gone afterwards."""
    apis = lab.client("apigateway")
    api_id = apis.create_rest_api(name=fresh_name("guarded"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    try:
        where = answering_method(apis, api_id, "/pets", authorizationType=authorization)
        answering_method(apis, api_id, "/pets", "POST", authorizationType=authorization)
        for stage in (STAGE, "prod"):
            apis.create_deployment(restApiId=api_id, stageName=stage)
        yield Guarded(api_id, where)
    finally:
        apis.delete_rest_api(restApiId=api_id)


@contextmanager
def a_user(lab: Any, *policies: Any) -> Iterator[User]:
    """A user with these policies and a key; it is gone afterwards, with whatever policies it has by then."""
    iam, name = lab.client("iam"), fresh_name("ann")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    try:
        for number, policy in enumerate(policies):
            iam.put_user_policy(UserName=name, PolicyName=f"given-{number}", PolicyDocument=json.dumps(policy))
        yield User(name, key)
    finally:
        for policy_name in iam.list_user_policies(UserName=name)["PolicyNames"]:
            iam.delete_user_policy(UserName=name, PolicyName=policy_name)
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user(UserName=name)


def call(
    lab: Any, api_id: str, user: User | None, *, wanted: int, verb: str = "GET", path: str = "/pets", stage: str = STAGE
) -> Exchange:
    """One request, signed by a user or by nobody; on AWS until the status is ``wanted``."""
    signed = {} if user is None else {"auth": user.key}
    return ask(lab, verb, lab.url(api_id, stage, path), until=lambda answer: answer.status == wanted, **signed)


def arn_of(lab: Any, api_id: str, what: str) -> str:
    """The ARN of something of an API's, ``dev/GET/pets``, as policies name it."""
    return f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{api_id}/{what}"


def allowing(*resources: str, action: str = "execute-api:Invoke") -> dict[str, Any]:
    """A policy that allows one action on some resources."""
    statement = {"Effect": "Allow", "Action": action, "Resource": list(resources)}
    return {"Version": "2012-10-17", "Statement": [statement]}
