"""What a request needs to be allowed: an action, and the resource where it can be told."""

import json
from typing import Any

import pytest

from apiglab.language.policy import AccessRequest, Decision, evaluate, parse_policy
from apiglab.model.http import Headers, HttpRequest
from apiglab.surroundings.service_actions import Access, Place, access_of, operation_named

FORM = Headers([("Content-Type", "application/x-www-form-urlencoded")])
HERE = "us-east-1:123456789012"


def asked(service: str, operation: str, body: Any = None, path: str = "/", host: str = "") -> Access:
    """What a request of the JSON or a REST protocol needs."""
    sent = b"" if body is None else json.dumps(body).encode()
    request = HttpRequest("POST", path, "", Headers([("Host", host)]), sent)
    return access_of(request, operation, Place(service, "us-east-1", "123456789012"))


@pytest.mark.parametrize(
    ("access", "action", "resource"),
    [
        (
            asked("sqs", "SendMessage", {"QueueUrl": "http://x/1/orders"}),
            "sqs:SendMessage",
            f"arn:aws:sqs:{HERE}:orders",
        ),
        (asked("sqs", "SendMessageBatch", {"QueueUrl": "x/q"}), "sqs:SendMessage", f"arn:aws:sqs:{HERE}:q"),
        (asked("sqs", "ListQueues"), "sqs:ListQueues", ""),
        (asked("sns", "Publish", {"TopicArn": "arn:aws:sns:x:1:t"}), "sns:Publish", "arn:aws:sns:x:1:t"),
        (asked("dynamodb", "PutItem", {"TableName": "t"}), "dynamodb:PutItem", f"arn:aws:dynamodb:{HERE}:table/t"),
        (asked("s3", "GetObject", path="/b/a%2Fk"), "s3:GetObject", "arn:aws:s3:::b/a/k"),
        (asked("s3", "PutObject", path="/k", host="b.s3.amazonaws.com"), "s3:PutObject", "arn:aws:s3:::b/k"),
        (asked("s3", "ListObjectsV2", path="/b"), "s3:ListBucket", "arn:aws:s3:::b"),
        (asked("s3", "ListBuckets"), "s3:ListAllMyBuckets", "*"),
        (
            asked("lambda", "Invoke", path="/2015-03-31/functions/f/invocations"),
            "lambda:InvokeFunction",
            f"arn:aws:lambda:{HERE}:function:f",
        ),
        (
            asked("events", "PutEvents", {"Entries": [{}]}),
            "events:PutEvents",
            f"arn:aws:events:{HERE}:event-bus/default",
        ),
        (asked("events", "PutEvents", {"Entries": [{}, {"EventBusName": "b"}]}), "events:PutEvents", ""),
        (asked("states", "StartExecution", {"stateMachineArn": "arn:m"}), "states:StartExecution", "arn:m"),
        (asked("monitoring", "PutMetricData"), "cloudwatch:PutMetricData", ""),
        (asked("kms", "Decrypt", {"KeyId": "k"}), "kms:Decrypt", ""),
    ],
)
def test_actions_and_resources(access: Access, action: str, resource: str) -> None:
    """By AWS's names, and empty where nothing can be told. fact: policy.untold-resources"""
    assert access == Access(action, resource)


def test_a_form_tells_operation_and_queue() -> None:
    """As SQS's older protocol has it."""
    request = HttpRequest("POST", "/1/orders", "", FORM, b"Action=SendMessage&MessageBody=x")

    assert operation_named(request) == "SendMessage"
    assert (
        access_of(request, "SendMessage", Place("sqs", "us-east-1", "1")).resource == "arn:aws:sqs:us-east-1:1:orders"
    )


@pytest.mark.parametrize(
    ("effect", "element", "decision"),
    [
        ("Allow", {"Resource": "arn:aws:kms:*:*:key/1"}, Decision.ALLOW),
        ("Allow", {"NotResource": "arn:aws:kms:*:*:key/1"}, Decision.ALLOW),
        ("Deny", {"Resource": "arn:aws:kms:*:*:key/1"}, Decision.SILENT),
        ("Deny", {"NotResource": "arn:aws:kms:*:*:key/1"}, Decision.SILENT),
        ("Deny", {"Resource": "*"}, Decision.DENY),
    ],
)
def test_a_resource_that_cannot_be_told_is_any(effect: str, element: dict[str, str], decision: Decision) -> None:
    """An Allow is taken for it, a Deny only if it is of all. fact: policy.untold-resources"""
    policy = parse_policy({"Statement": {"Effect": effect, "Action": "kms:*", **element}})

    assert evaluate([policy], AccessRequest("kms:Decrypt", "")).decision is decision
