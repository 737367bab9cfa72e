"""A strict server does for users and roles what their policies allow, and refuses the rest as each service does."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.serving import Served

pytestmark = pytest.mark.slow
ACCOUNT = "123456789012"


def a_user(server: Served, name: str, *statements: dict[str, Any]) -> dict[str, str]:
    """The credentials of a new user whose policy has these statements."""
    iam = server.client("iam")
    iam.create_user(UserName=name)
    if statements:
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        iam.put_user_policy(UserName=name, PolicyName="may", PolicyDocument=document)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {"key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}


def allow(*actions: str, resource: str = "*") -> dict[str, Any]:
    """A statement that allows these actions."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def code(call: Any, **arguments: Any) -> str:
    """The code with which a call is refused, empty where it is not."""
    try:
        call(**arguments)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return ""


@pytest.mark.parametrize(
    ("service", "operation", "arguments", "expected"),
    [
        ("apigateway", "get_rest_apis", {}, "AccessDeniedException"),
        ("lambda", "list_functions", {}, "AccessDeniedException"),
        ("dynamodb", "list_tables", {}, "AccessDeniedException"),
        ("s3", "list_buckets", {}, "AccessDenied"),
        ("iam", "list_users", {}, "AccessDenied"),
        ("ec2", "describe_vpcs", {}, "AccessDeniedException"),
        ("lambda", "invoke", {"FunctionName": "none"}, "AccessDeniedException"),
        ("sts", "get_caller_identity", {}, ""),
    ],
)
def test_a_user_without_a_policy_may_ask_who_it_is(
    strict_server: Served, service: str, operation: str, arguments: dict[str, Any], expected: str
) -> None:
    """And nothing else. fact: permissions.strict"""
    bob = a_user(strict_server, f"bob-{service}-{operation}")

    assert code(getattr(strict_server.client(service, **bob), operation), **arguments) == expected


def test_what_is_allowed_is_done(strict_server: Served) -> None:
    """On the resource that the policy names. fact: permissions.strict, permissions.identity-policies"""
    queue = f"arn:aws:sqs:us-east-1:{ACCOUNT}:orders"
    ann = a_user(
        strict_server,
        "ann",
        allow("sqs:SendMessage", resource=queue),
        allow("apigateway:GET", resource="arn:aws:apigateway:us-east-1::/restapis"),
        allow("s3:PutObject", resource="arn:aws:s3:::pets/cats/*"),
        allow("dynamodb:PutItem", resource=f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/cats"),
    )
    root = strict_server.client("sqs")
    orders, other = (root.create_queue(QueueName=name)["QueueUrl"] for name in ("orders", "other"))
    strict_server.client("s3").create_bucket(Bucket="pets")
    api = strict_server.client("apigateway").create_rest_api(name="x")["id"]
    sqs, s3 = strict_server.client("sqs", **ann), strict_server.client("s3", **ann)
    gateway, dynamodb = strict_server.client("apigateway", **ann), strict_server.client("dynamodb", **ann)

    assert code(sqs.send_message, QueueUrl=orders, MessageBody="x") == ""
    assert code(sqs.send_message, QueueUrl=other, MessageBody="x").startswith("AccessDenied")
    assert code(sqs.receive_message, QueueUrl=orders).startswith("AccessDenied")
    assert code(s3.put_object, Bucket="pets", Key="cats/1") == ""
    assert code(s3.put_object, Bucket="pets", Key="dogs/1") == "AccessDenied"
    assert code(s3.get_object, Bucket="pets", Key="cats/1") == "AccessDenied"
    assert code(gateway.get_rest_apis) == ""
    assert code(gateway.get_rest_api, restApiId=api) == "AccessDeniedException"
    assert code(gateway.delete_rest_api, restApiId=api) == "AccessDeniedException"
    assert code(dynamodb.put_item, TableName="dogs", Item={"id": {"S": "1"}}) == "AccessDeniedException"
    assert code(dynamodb.put_item, TableName="cats", Item={"id": {"S": "1"}}) == "ResourceNotFoundException"


def test_a_role_is_taken_on_by_whom_it_trusts(strict_server: Served) -> None:
    """By name, or by account with the caller's own leave. fact: permissions.assume-role"""
    eve, zoe = a_user(strict_server, "eve"), a_user(strict_server, "zoe", allow("sts:AssumeRole"))

    def role(name: str, principal: Any) -> str:
        trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        made = strict_server.client("iam").create_role(
            RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        )
        return str(made["Role"]["Arn"])

    named = role("named", {"AWS": f"arn:aws:iam::{ACCOUNT}:user/eve"})
    account = role("account", {"AWS": ACCOUNT})
    service = role("service", {"Service": "lambda.amazonaws.com"})

    def taken(who: dict[str, str], arn: str) -> str:
        return code(strict_server.client("sts", **who).assume_role, RoleArn=arn, RoleSessionName="session")

    assert (taken(eve, named), taken(eve, account), taken(eve, service)) == ("", "AccessDenied", "AccessDenied")
    assert (taken(zoe, named), taken(zoe, account), taken(zoe, service)) == ("AccessDenied", "", "AccessDenied")
