"""Which messages take the short way into a queue."""

import pytest

from apiglab.model.backend import AwsCall
from apiglab.model.credentials import RoleCredentials
from apiglab.model.http import Headers
from apiglab.surroundings.queue_send import PlainMessage, plain_message
from apiglab.surroundings.service_request import FORM, build_request
from tests.unit.surroundings.test_service_request import model


@pytest.mark.parametrize(
    ("target", "body", "accept", "message"),
    [
        ("1/orders", b"Action=SendMessage&MessageBody=a+%26", "application/json", PlainMessage("orders", "a &")),
        (
            "",
            b"Action=SendMessage&MessageBody=a&QueueUrl=https%3A%2F%2Fsqs%2F1%2Fq",
            "application/json",
            PlainMessage("q", "a"),
        ),
        ("1/orders", b"Action=SendMessage&MessageBody=a", "application/xml", None),
        ("1/orders", b"Action=SendMessage&MessageBody=a&DelaySeconds=5", "application/json", None),
        ("1/orders", b"Action=SendMessage&MessageBody=a&MessageAttribute.1.Name=x", "application/json", None),
        ("1/orders", b"Action=DeleteMessage&ReceiptHandle=a", "application/json", None),
        ("1/orders", b"Action=SendMessage", "application/json", None),
        ("", b"Action=SendMessage&MessageBody=a", "application/json", None),
    ],
)
def test_plain_messages(target: str, body: bytes, accept: str, message: PlainMessage | None) -> None:
    """Only a body for a queue, to be answered in JSON: all else is moto's."""
    call = AwsCall(
        service="sqs",
        region="us-east-1",
        account_id="123456789012",
        kind="path",
        target=target,
        method="POST",
        headers=Headers((("Content-Type", FORM), ("Accept", accept))),
        body=body,
        credentials=RoleCredentials("arn:aws:iam::123456789012:role/gateway"),
        source_arn="arn:aws:execute-api:us-east-1:123456789012:abc/*",
    )

    assert plain_message(call, build_request(call, model("sqs"))) == message
