"""The Lambda custom integration over a real server, and what no AWS integration can call."""

import pytest

from tests.integration.aws_api import ACCOUNT, Api, an_api, trust
from tests.integration.surroundings_client import a_zip
from tests.integration.surroundings_lab import eventually
from tests.serving import Served

pytestmark = pytest.mark.slow

HANDLER = """
import boto3, os
def handler(event, context):
    if event.get("fail"):
        raise ValueError("404 " + event["fail"])
    if event.get("mark"):
        boto3.client("s3").put_object(Bucket="marks", Key=event["mark"], Body=b"here")
    return {"got": event, "version": context.function_version}
"""


@pytest.fixture(scope="module")
def api(server: Served) -> Api:
    """An API on a server of its own."""
    return an_api(server)


@pytest.fixture(scope="module")
def function(api: Api) -> str:
    """The URI of a function that API Gateway may invoke by its own policy."""
    role = api.aws("iam").create_role(RoleName="runs", AssumeRolePolicyDocument=trust("lambda"))["Role"]["Arn"]
    api.aws("iam").attach_role_policy(RoleName="runs", PolicyArn="arn:aws:iam::aws:policy/AmazonS3FullAccess")
    api.aws("lambda").create_function(
        FunctionName="custom",
        Runtime="python3.13",
        Handler="app.handler",
        Role=role,
        Code={"ZipFile": a_zip(HANDLER)},
        Timeout=20,
    )
    api.aws("lambda").add_permission(
        FunctionName="custom", StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com"
    )
    arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:custom"
    return f"lambda:path/2015-03-31/functions/{arn}/invocations"


def test_lambda_with_error_patterns(api: Api, function: str) -> None:
    """The handler's error chooses the response; a success takes the default. fact: lambda-custom.selector"""
    ask = api.method(
        function,
        credentials=None,
        template='{"fail": "$input.params(\'fail\')"}',
        responses={
            "200": {"responseTemplates": {"application/json": "$input.json('$.version')"}},
            "404": {
                "selectionPattern": "404.*",
                "responseTemplates": {"application/json": '{"why": $input.json("$.errorMessage")}'},
            },
        },
    )

    answers = ask("?fail=no+such+pet", json={}), ask(json={})

    assert [(answer.status_code, answer.text) for answer in answers] == [
        (404, '{"why": "404 no such pet"}'), (200, '"$LATEST"')
    ]  # fmt: skip


def test_lambda_as_an_event(api: Api, function: str) -> None:
    """Nobody waits for the function, and it runs. fact: lambda-custom.asynchronous"""
    api.aws("s3").create_bucket(Bucket="marks")
    ask = api.method(
        function,
        template='{"mark": "later"}',
        mappings={"integration.request.header.X-Amz-Invocation-Type": "'Event'"},
    )

    answer = ask(json={})

    assert (answer.status_code, answer.content) == (200, b"")
    assert eventually(lambda: api.aws("s3").list_objects_v2(Bucket="marks").get("Contents"), 30)


def test_a_role_stands_in_for_the_functions_policy(api: Api) -> None:
    """Without a permission the function is closed to API Gateway, but open to a role. fact: aws-integration.role"""
    runs = f"arn:aws:iam::{ACCOUNT}:role/runs"
    arn = api.aws("lambda").create_function(
        FunctionName="closed", Runtime="python3.13", Handler="app.handler", Role=runs, Code={"ZipFile": a_zip()}
    )["FunctionArn"]
    uri = f"lambda:path/2015-03-31/functions/{arn}/invocations"
    closed, opened = api.method(uri, credentials=None), api.method(uri)

    refused = closed(json={}).status_code, api.reason()[0]
    answer = opened(json={})

    assert refused == (500, "integration.lambda.no_permission")
    assert (answer.status_code, answer.text) == (200, "1")


@pytest.mark.parametrize(
    ("uri", "credentials", "reason", "said"),
    [
        ("sqs:action/ListQueues", None, "integration.aws.no_credentials", "has no credentials"),
        ("sqs:action/ListQueues", f"arn:aws:iam::{ACCOUNT}:role/nobody", "integration.aws.role", "role/nobody"),
        ("sqs:action/ListQueues", f"arn:aws:iam::{ACCOUNT}:role/runs", "integration.aws.role", "role/runs"),
        ("sqs:action/ListQueues", "arn:aws:iam::*:user/*", "integration.aws.caller_credentials", "the caller's own"),
        ("sqs:action/Fly", "", "integration.aws.not_there", "sqs has no action Fly"),
        ("nothing:action/Fly", "", "integration.aws.not_there", "the service nothing"),
        ("states:action/TestState", "", "integration.aws.not_there", "states: TestState"),
    ],
)
def test_what_cannot_be_called(
    api: Api, function: str, uri: str, credentials: str | None, reason: str, said: str
) -> None:
    """500, and the journey says why.

    fact: aws-integration.credentials, aws-integration.role, aws-integration.errors, aws-integration.caller-credentials
    """
    ask = api.method(uri, template='{"stateMachineArn": "x"}', credentials=credentials)

    answer = ask(json={})

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})
    assert (api.reason()[0], said in api.reason()[1]) == (reason, True)
