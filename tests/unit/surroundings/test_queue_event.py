"""A function gets messages as Lambda sends them, and may say which of them have failed."""

from types import SimpleNamespace
from typing import Any

import pytest

from apiglab.surroundings.queue_event import event_of, failed_messages

QUEUE = "arn:aws:sqs:us-east-1:123456789012:orders"


def a_message(**changes: Any) -> SimpleNamespace:
    """A message as moto has it."""
    members = {
        "id": "m-1",
        "receipt_handle": "r-1",
        "body": "hello",
        "body_md5": "5d41402abc4b2a76b9719d911017c592",
        "message_attributes": {},
        "attribute_md5": "00",
        "system_attributes": {},
        "approximate_receive_count": 2,
        "sent_timestamp": 1700000000000,
        "approximate_first_receive_timestamp": 1700000001000,
        "sender_id": "AIDA",
        "sequence_number": None,
        "group_id": None,
        "deduplication_id": None,
    }
    return SimpleNamespace(**{**members, **changes})


def test_a_record_has_aws_s_members() -> None:
    """Numbers are strings, and what a standard queue lacks is left out."""
    assert event_of([a_message()], QUEUE, "us-east-1") == {
        "Records": [
            {
                "messageId": "m-1",
                "receiptHandle": "r-1",
                "body": "hello",
                "attributes": {
                    "ApproximateReceiveCount": "2",
                    "SentTimestamp": "1700000000000",
                    "SenderId": "AIDA",
                    "ApproximateFirstReceiveTimestamp": "1700000001000",
                },
                "messageAttributes": {},
                "md5OfBody": "5d41402abc4b2a76b9719d911017c592",
                "eventSource": "aws:sqs",
                "eventSourceARN": QUEUE,
                "awsRegion": "us-east-1",
            }
        ]
    }


def test_attributes_are_in_lambda_s_spelling() -> None:
    """Binary values are base64, empty lists are there, and a digest tells that there are attributes."""
    message = a_message(
        message_attributes={
            "kind": {"DataType": "String", "StringValue": "cat"},
            "raw": {"DataType": "Binary", "BinaryValue": b"\x00\x01"},
        },
        system_attributes={"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-2-3"}},
        group_id="g",
        deduplication_id="d",
        sequence_number="18849496460467696128",
    )
    record = event_of([message], QUEUE, "us-east-1")["Records"][0]

    assert record["messageAttributes"] == {
        "kind": {"stringListValues": [], "binaryListValues": [], "dataType": "String", "stringValue": "cat"},
        "raw": {"stringListValues": [], "binaryListValues": [], "dataType": "Binary", "binaryValue": "AAE="},
    }
    assert record["md5OfMessageAttributes"] == "00"
    assert {name: record["attributes"][name] for name in ("AWSTraceHeader", "MessageGroupId", "SequenceNumber")} == {
        "AWSTraceHeader": "Root=1-2-3",
        "MessageGroupId": "g",
        "SequenceNumber": "18849496460467696128",
    }


@pytest.mark.parametrize(
    ("payload", "failed"),
    [
        (b"", set()),
        (b"null", set()),
        (b"{}", set()),
        (b'{"batchItemFailures": []}', set()),
        (b'{"batchItemFailures": null}', set()),
        (b'{"batchItemFailures": [{"itemIdentifier": "b"}]}', {"b"}),
        (b'{"batchItemFailures": [{"itemIdentifier": "unknown"}]}', {"a", "b"}),
        (b'{"batchItemFailures": [{"itemIdentifier": ""}]}', {"a", "b"}),
        (b'{"batchItemFailures": [{"itemIdentifier": null}]}', {"a", "b"}),
        (b'{"batchItemFailures": [{"wrong": "b"}]}', {"a", "b"}),
        (b'{"batchItemFailures": ["b"]}', {"a", "b"}),
        (b'{"batchItemFailures": "b"}', {"a", "b"}),
        (b"not json", {"a", "b"}),
        (b'"done"', {"a", "b"}),
    ],
)
def test_a_report_that_is_not_good_fails_the_whole_batch(payload: bytes, failed: set[str]) -> None:
    """An empty report is success; one that names no message of the batch is failure of all."""
    assert failed_messages(payload, {"a", "b"}) == failed
