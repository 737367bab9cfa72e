"""A message for a queue as API Gateway's users send it: by form, in the quickest way that there is.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
"""

import json
import uuid
from typing import NamedTuple

from apiglab.model.backend import AwsCall
from apiglab.model.http import Headers, Response
from apiglab.surroundings.service_request import ServiceRequest

_PLAIN = frozenset({"Action", "MessageBody", "QueueUrl", "Version"})


class PlainMessage(NamedTuple):
    """A message without attributes or a delay of its own."""

    queue_name: str
    body: str


def plain_message(call: AwsCall, request: ServiceRequest) -> PlainMessage | None:
    """The message that ``request`` sends; None where it sends none, or more than a plain one, or accepts no JSON."""
    query = request.query
    if call.service != "sqs" or query is None or query.get("Action") != "SendMessage" or not query.keys() <= _PLAIN:
        return None
    queue_name = (query.get("QueueUrl") or request.http.path).rpartition("/")[2]
    if not queue_name or "MessageBody" not in query or "json" not in (call.headers.get("Accept") or ""):
        return None
    return PlainMessage(queue_name, query["MessageBody"])


def sent(message_id: str, body_md5: str) -> Response:
    """SQS's answer. fact: aws-integration.query-json"""
    request_id = str(uuid.uuid4())
    result = {
        "MD5OfMessageAttributes": None,
        "MD5OfMessageBody": body_md5,
        "MD5OfMessageSystemAttributes": None,
        "MessageId": message_id,
        "SequenceNumber": None,
    }
    answer = {"SendMessageResponse": {"SendMessageResult": result, "ResponseMetadata": {"RequestId": request_id}}}
    headers = Headers((("x-amzn-requestid", request_id), ("Content-Type", "application/json")))
    return Response(200, headers, json.dumps(answer, separators=(",", ":")).encode())
