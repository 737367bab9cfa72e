"""Integrations that call a service or a function as whoever signed the request."""

from typing import Any

import pytest

from tests.deploying import deploy_function
from tests.integration.iam_calls import ALLOW, a_user
from tests.serving import Served

pytestmark = pytest.mark.slow

PASSED_ON = "arn:aws:iam::*:user/*"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:wishes"


def may(action: str, resource: str = "*") -> dict[str, Any]:
    """A statement that lets a caller do it."""
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def deploy(served: Served, uri: str, authorization_type: str = "AWS_IAM", **integration: Any) -> str:
    """An API whose root calls a service as its caller, and answers what the service does; its id."""
    gateway = served.client("apigateway")
    made = gateway.create_rest_api(name="passing on")
    at = {"restApiId": made["id"], "resourceId": made["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**at, authorizationType=authorization_type)
    gateway.put_integration(
        **at,
        type="AWS",
        integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:us-east-1:{uri}",
        credentials=PASSED_ON,
        **integration,
    )
    for status, pattern in (("200", None), ("403", "403")):
        gateway.put_method_response(**at, statusCode=status)
        chosen = {} if pattern is None else {"selectionPattern": pattern}
        gateway.put_integration_response(**at, statusCode=status, **chosen)
    gateway.create_deployment(restApiId=made["id"], stageName="dev")
    return str(made["id"])


def test_a_service_asks_the_policies_of_the_caller(server: Served) -> None:
    """No role is involved: who may not send, may not send through the API either.

    fact: aws-integration.caller-credentials
    """
    url = server.client("sqs").create_queue(QueueName="wishes")["QueueUrl"]
    form = "Action=SendMessage&MessageBody=$context.identity.userArn"
    api = deploy(
        server,
        "sqs:path/123456789012/wishes",
        requestTemplates={"application/json": form},
        requestParameters={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
    )
    ann = a_user(server, "ann-sends", ALLOW, may("sqs:SendMessage", QUEUE))
    bob = a_user(server, "bob-does-not", ALLOW, may("sqs:SendMessage", QUEUE.replace("wishes", "other")))

    sent, refused = ann.call(api), bob.call(api)
    waiting = server.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])

    assert (sent.status_code, refused.status_code) == (200, 403)
    assert f"user/bob-does-not is not authorized to perform: sqs:sendmessage on resource: {QUEUE}" in refused.text
    assert [message["Body"] for message in waiting] == ["arn:aws:iam::123456789012:user/ann-sends"]


def test_a_call_that_nobody_signed_has_no_credentials_to_pass_on(server: Served) -> None:
    """fact: aws-integration.caller-credentials"""
    api = deploy(server, "sqs:action/ListQueues", "NONE")

    answer = a_user(server, "eve-signs-in-vain", ALLOW, may("sqs:*")).call(api)

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})


def test_a_function_is_invoked_as_the_caller(server: Served) -> None:
    """Its own policy is not asked; the caller's is. fact: aws-integration.caller-credentials"""
    arn = deploy_function(server, "invoked-as-caller", "def handler(event, context):\n    return 'hello'\n")
    server.client("lambda").remove_permission(FunctionName="invoked-as-caller", StatementId="api")
    api = deploy(server, f"lambda:path/2015-03-31/functions/{arn}/invocations")

    allowed = a_user(server, "ann-invokes", ALLOW, may("lambda:InvokeFunction", arn)).call(api)
    refused = a_user(server, "bob-must-not", ALLOW).call(api)

    assert (allowed.status_code, allowed.text, refused.status_code) == (200, '"hello"', 500)
