"""What an integration's role may do is what its policies say, in every mode."""

import json
from typing import Any

import pytest

from tests.integration.aws_api import Api, an_api
from tests.serving import Served

pytestmark = pytest.mark.slow
FORM = "Action=SendMessage&MessageBody=hello"


@pytest.fixture
def api(server: Served) -> Api:
    """An API whose role has no policies, and the queue ``orders``."""
    iam = server.client("iam")
    if "gateway" in {role["RoleName"] for role in iam.list_roles()["Roles"]}:
        for name in iam.list_role_policies(RoleName="gateway")["PolicyNames"]:
            iam.delete_role_policy(RoleName="gateway", PolicyName=name)
        iam.delete_role(RoleName="gateway")
    made = an_api(server)
    iam.delete_role_policy(RoleName="gateway", PolicyName="all")
    server.client("sqs").create_queue(QueueName="orders")
    return made


def let(server: Served, *actions: str, resource: str = "*", effect: str = "Allow") -> None:
    """Give the role a policy."""
    statement = {"Effect": effect, "Action": list(actions), "Resource": resource}
    server.client("iam").put_role_policy(
        RoleName="gateway",
        PolicyName=effect,
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )


def sending(api: Api) -> Any:
    """A method that sends a message to the queue."""
    return api.method(
        "sqs:path/123456789012/orders",
        template=FORM,
        mappings={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
    )


def test_a_role_without_a_policy_is_refused_by_the_service(api: Api, server: Served) -> None:
    """The queue stays empty, and the answer is SQS's. fact: permissions.integration-roles"""
    ask = sending(api)

    refused = ask(json={})
    let(server, "sqs:SendMessage", resource="arn:aws:sqs:us-east-1:123456789012:other")
    elsewhere = ask(json={})
    let(server, "sqs:SendMessage", resource="arn:aws:sqs:us-east-1:123456789012:orders")
    allowed = ask(json={})

    assert "sqs:sendmessage on resource: arn:aws:sqs:us-east-1:123456789012:orders" in refused.text
    assert "because no identity-based policy allows the sqs:sendmessage action" in refused.text
    assert "AccessDenied" in elsewhere.text
    assert "MessageId" in allowed.text


def test_a_deny_goes_before_an_allow(api: Api, server: Served) -> None:
    """fact: permissions.identity-policies"""
    let(server, "*")
    let(server, "sqs:*", effect="Deny")

    assert "with an explicit deny in an identity-based policy" in sending(api)(json={}).text
