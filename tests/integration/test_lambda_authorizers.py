"""A Lambda authorizer on a real server: permission, answer, cache and flush, with real functions."""

import io
import zipfile
from typing import Any

import pytest
import requests

from tests.integration.aws_api import trust
from tests.serving import Served

pytestmark = pytest.mark.slow

CODE = """
SEEN = []


def doorman(event, context):
    SEEN.append(1)
    token = event["authorizationToken"]
    if token == "nobody":
        raise Exception("Unauthorized")
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow" if token == "ann" else "Deny", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"principalId": token, "policyDocument": policy, "context": {"asked": len(SEEN)}}


def pets(event, context):
    told = event["requestContext"]["authorizer"]
    return {"statusCode": 200, "body": told["principalId"] + " " + told["asked"]}
"""


def _zip() -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("doors.py", CODE)
    return package.getvalue()


@pytest.fixture(scope="module")
def api(server: Served) -> dict[str, str]:
    """An API whose GET / asks a doorman; the doorman may not be invoked yet."""
    gateway, functions = server.client("apigateway"), server.client("lambda")
    role = server.client("iam").create_role(RoleName="doors", AssumeRolePolicyDocument=trust("lambda"))["Role"]["Arn"]
    arns = {
        name: functions.create_function(
            FunctionName=name, Runtime="python3.13", Handler=f"doors.{name}", Role=role, Code={"ZipFile": _zip()}
        )["FunctionArn"]
        for name in ("doorman", "pets")
    }

    def uri(name: str) -> str:
        return f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arns[name]}/invocations"

    made = gateway.create_rest_api(name="doors")
    authorizer = gateway.create_authorizer(
        restApiId=made["id"],
        name="doorman",
        type="TOKEN",
        authorizerUri=uri("doorman"),
        identitySource="method.request.header.Authorization",
    )["id"]
    method = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**method, authorizationType="CUSTOM", authorizerId=authorizer)
    gateway.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri("pets"))
    _permit(functions, "pets", f"{made['id']}/*/*")
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    return {"restApiId": made["id"], "authorizerId": authorizer}


def _permit(functions: Any, name: str, rest: str) -> None:
    functions.add_permission(
        FunctionName=name,
        StatementId="api",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:123456789012:{rest}",
    )


def _ask(server: Served, api: dict[str, str], token: str) -> requests.Response:
    return server.ask("GET", f"/_aws/execute-api/{api['restApiId']}/dev/", headers={"Authorization": token})


def test_a_doorman_needs_a_permission_of_its_own(server: Served, api: dict[str, str]) -> None:
    """For the authorizer's ARN, not a method's. fact: authorizers.bad-answers"""
    without = _ask(server, api, "ann")
    _permit(server.client("lambda"), "doorman", f"{api['restApiId']}/authorizers/{api['authorizerId']}")

    answer = _ask(server, api, "ann")

    assert (without.status_code, without.json()) == (500, {"message": None})
    assert (answer.status_code, answer.text) == (200, "ann 1")


def test_a_doorman_says_who_gets_in(server: Served, api: dict[str, str]) -> None:
    """Yes, no, and who are you. fact: authorizers.denied, authorizers.errors"""
    answers = [_ask(server, api, token) for token in ("ann", "bob", "nobody")]

    assert [answer.status_code for answer in answers] == [200, 403, 401]
    assert answers[1].json() == {"Message": "User is not authorized to access this resource with an explicit deny"}


def test_a_flush_has_the_doorman_asked_again(server: Served, api: dict[str, str]) -> None:
    """What was kept is forgotten. fact: authorizers.cache"""
    before = _ask(server, api, "ann").text
    assert _ask(server, api, "ann").text == before

    server.client("apigateway").flush_stage_authorizers_cache(restApiId=api["restApiId"], stageName="dev")

    assert _ask(server, api, "ann").text != before


def test_a_doorman_can_be_tried_out(server: Served, api: dict[str, str]) -> None:
    """Without a deployment."""
    told = server.client("apigateway").test_invoke_authorizer(**api, headers={"Authorization": "bob"})

    assert (told["clientStatus"], told["principalId"]) == (0, "bob")
