"""The event that a function gets for messages of a queue, and what its answer says of them.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import base64
import json
from collections.abc import Iterable
from typing import Any


def event_of(messages: Iterable[Any], queue_arn: str, region: str) -> dict[str, Any]:
    """The event for messages as moto has them."""
    return {"Records": [_record(message, queue_arn, region) for message in messages]}


def _record(message: Any, queue_arn: str, region: str) -> dict[str, Any]:
    record = {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": _system_attributes(message),
        "messageAttributes": {name: _attribute(value) for name, value in message.message_attributes.items()},
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": region,
    }
    if message.message_attributes:
        record["md5OfMessageAttributes"] = message.attribute_md5
    return record


def _system_attributes(message: Any) -> dict[str, str]:
    trace_header = (message.system_attributes.get("AWSTraceHeader") or {}).get("StringValue")
    attributes = {
        "ApproximateReceiveCount": message.approximate_receive_count,
        "AWSTraceHeader": trace_header,
        "SentTimestamp": message.sent_timestamp,
        "SequenceNumber": message.sequence_number,
        "MessageGroupId": message.group_id,
        "SenderId": message.sender_id,
        "MessageDeduplicationId": message.deduplication_id,
        "ApproximateFirstReceiveTimestamp": message.approximate_first_receive_timestamp,
    }
    return {name: str(value) for name, value in attributes.items() if value is not None}


def _attribute(value: dict[str, Any]) -> dict[str, Any]:
    """A message attribute in Lambda's spelling, which begins members in lower case."""
    attribute: dict[str, Any] = {"stringListValues": [], "binaryListValues": [], "dataType": value["DataType"]}
    if value.get("StringValue") is not None:
        attribute["stringValue"] = value["StringValue"]
    binary = value.get("BinaryValue")
    if binary is not None:
        attribute["binaryValue"] = base64.b64encode(binary).decode() if isinstance(binary, bytes) else binary
    return attribute


def failed_messages(payload: bytes, message_ids: set[str]) -> set[str]:
    """The messages of a batch that the function reports as failed; all of them where its report is not a good one.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
    """
    try:
        report = json.loads(payload or b"null")
    except ValueError:
        return message_ids
    if not report:
        return set()
    failures = report.get("batchItemFailures") if isinstance(report, dict) else report
    if not failures:
        return set()
    if not isinstance(failures, list):
        return message_ids
    failed = {str(item.get("itemIdentifier")) if isinstance(item, dict) else "" for item in failures}
    return failed if failed.issubset(message_ids) else message_ids
