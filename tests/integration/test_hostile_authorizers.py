"""Lambda authorizers that hang, call their own API, or answer megabytes: nobody gets in, and all others go on."""

import io
import time
import zipfile
from typing import Any

import pytest
import requests

from tests.integration.aws_api import trust
from tests.serving import Served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

CODE = """
import os
import time
import urllib.error
import urllib.request


def hangs(event, context):
    time.sleep(60)


def calls_itself(event, context):
    url = os.environ["ITSELF"]
    asked = urllib.request.Request(url, headers={"Authorization": event["authorizationToken"] + "+"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        answer.read()
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "*"}
    return {"principalId": "me", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


def megabytes(event, context):
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": "me", "policyDocument": policy, "context": {"all": "x" * 5_000_000}}
"""
SECONDS = 2
"""What a function may take."""


def _zip() -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("hostile.py", CODE)
    return package.getvalue()


def _guarded(server: Served, name: str) -> str:
    """The path of an API that is guarded by one of these functions, and answers by itself."""
    gateway, functions, iam = server.client("apigateway"), server.client("lambda"), server.client("iam")
    role = iam.create_role(RoleName=f"hostile-{name}", AssumeRolePolicyDocument=trust("lambda"))["Role"]["Arn"]
    made = gateway.create_rest_api(name=name)
    path = f"/_aws/execute-api/{made['id']}/dev/"
    arn = functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler=f"hostile.{name}",
        Role=role,
        Timeout=SECONDS,
        Environment={"Variables": {"ITSELF": server.url + path}},
        Code={"ZipFile": _zip()},
    )["FunctionArn"]
    authorizer = gateway.create_authorizer(
        restApiId=made["id"],
        name=name,
        type="TOKEN",
        authorizerUri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations",
        identitySource="method.request.header.Authorization",
    )["id"]
    functions.add_permission(
        FunctionName=name, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    method = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="CUSTOM", authorizerId=authorizer)
    gateway.put_integration(**method, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**method, statusCode="200")
    gateway.put_integration_response(**method, statusCode="200")
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    return path


def _ask(server: Served, path: str) -> requests.Response:
    return server.ask("GET", path, headers={"Authorization": "me"})


def _reason(server: Served) -> Any:
    return server.ask("GET", "/_apiglab/requests?limit=1").json()["requests"][0]["reason"]


def test_one_that_hangs_lets_nobody_in(server: Served) -> None:
    """Its time ends, and that is a failure. fact: authorizers.errors"""
    began = time.monotonic()

    answer = _ask(server, _guarded(server, "hangs"))

    assert (answer.status_code, answer.json()) == (500, {"message": None})
    assert time.monotonic() - began < 20


def test_one_that_calls_its_own_api_ends(server: Served) -> None:
    """Each call waits for the next one, until the time of one is over; nobody gets in, and others are served."""
    path = _guarded(server, "calls_itself")

    answer = _ask(server, path)

    assert (answer.status_code, answer.json()) == (500, {"message": None})
    assert server.ask("GET", "/_apiglab/health").status_code == 200


def test_one_that_answers_megabytes_lets_nobody_in(server: Served) -> None:
    """What it answers may have 8 KB or so, not five million. fact: authorizers.limits"""
    answer = _ask(server, _guarded(server, "megabytes"))

    assert (answer.status_code, answer.json()) == (500, {"message": None})
    assert str(_reason(server)).startswith("authorization.lambda.")
