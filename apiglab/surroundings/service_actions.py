"""What a request to a service does to what, in the words of IAM's policies.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html

Most operations are actions of the same name. The resource is told for the services that integrations and functions call
most; of others only the action is looked at. fact: policy.untold-resources
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from apiglab.model.http import HttpRequest
from apiglab.surroundings.target import form

_PREFIXES = {"monitoring": "cloudwatch", "email": "ses"}
_ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "lambda:InvokeAsync": "lambda:InvokeFunction",
    "lambda:InvokeWithResponseStream": "lambda:InvokeFunction",
    "s3:AbortMultipartUpload": "s3:AbortMultipartUpload",
    "s3:CompleteMultipartUpload": "s3:PutObject",
    "s3:CopyObject": "s3:PutObject",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:DeleteObjects": "s3:DeleteObject",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:UploadPart": "s3:PutObject",
    "sns:PublishBatch": "sns:Publish",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
}

Parameters = Mapping[str, Any]


class Place(NamedTuple):
    """Where a request goes."""

    service: str
    """By its SigV4 name."""
    region: str
    account_id: str


class Access(NamedTuple):
    """An action, and the ARN that it is on; empty where that cannot be told."""

    action: str
    resource: str


def access_of(request: HttpRequest, operation: str, place: Place) -> Access:
    """What ``request``, which asks for ``operation``, needs to be allowed."""
    named = f"{_PREFIXES.get(place.service, place.service)}:{operation}"
    action = _ACTIONS.get(named, named)
    find = _RESOURCES.get(place.service)
    return Access(action, find(request, _parameters(request), place) if find is not None else "")


def operation_named(request: HttpRequest) -> str:
    """The operation that the request itself names; empty where only its path tells."""
    return (request.headers.get("X-Amz-Target") or "").rpartition(".")[2] or form(request).get("Action") or ""


def _parameters(request: HttpRequest) -> Parameters:
    sent: Parameters = form(request)
    if sent or not request.body:
        return sent
    try:
        parsed = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _text(parameters: Parameters, *names: str) -> str:
    """The first of these members that is a text."""
    return next((value for name in names if isinstance(value := parameters.get(name), str)), "")


def _named(kind: str, *names: str) -> Callable[[HttpRequest, Parameters, Place], str]:
    """For services whose resources are named by a member that is an ARN, or the end of one."""

    def find(_: HttpRequest, parameters: Parameters, place: Place) -> str:
        name = _text(parameters, *names)
        if not name or name.startswith("arn:"):
            return name
        return f"arn:aws:{place.service}:{place.region}:{place.account_id}:{kind}{name}"

    return find


def _queue(request: HttpRequest, parameters: Parameters, place: Place) -> str:
    url = _text(parameters, "QueueUrl") or request.path
    name = _text(parameters, "QueueName") or url.rstrip("/").rpartition("/")[2]
    return f"arn:aws:sqs:{place.region}:{place.account_id}:{name}" if name else ""


def _object(request: HttpRequest, _: Parameters, __: Place) -> str:
    bucket, virtual, _rest = (request.headers.get("Host") or "").partition(".s3.")
    path = unquote(request.path.strip("/"))
    if virtual:
        path = f"{bucket}/{path}".rstrip("/")
    return f"arn:aws:s3:::{path}" if path else "*"


def _function(request: HttpRequest, _: Parameters, place: Place) -> str:
    parts = request.path.split("/")
    name = unquote(parts[3]) if len(parts) > 3 and parts[2] == "functions" else ""
    if not name or name.startswith("arn:"):
        return name
    return f"arn:aws:lambda:{place.region}:{place.account_id}:function:{name}"


def _event_bus(_: HttpRequest, parameters: Parameters, place: Place) -> str:
    entries = parameters.get("Entries")
    named = {_text(entry, "EventBusName") or "default" for entry in entries or () if isinstance(entry, dict)}
    name = named.pop() if len(named) == 1 else ""
    if not name or name.startswith("arn:"):
        return name
    return f"arn:aws:events:{place.region}:{place.account_id}:event-bus/{name}"


_RESOURCES: dict[str, Callable[[HttpRequest, Parameters, Place], str]] = {
    "dynamodb": _named("table/", "TableName"),
    "events": _event_bus,
    "firehose": _named("deliverystream/", "DeliveryStreamName"),
    "kinesis": _named("stream/", "StreamARN", "StreamName"),
    "lambda": _function,
    "s3": _object,
    "sns": _named("", "TopicArn", "TargetArn", "Name"),
    "sqs": _queue,
    "states": _named("stateMachine:", "stateMachineArn", "executionArn", "name"),
}
