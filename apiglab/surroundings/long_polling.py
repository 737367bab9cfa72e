"""SQS's long polling without a thread and without a lock: moto would hold both until a message comes.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, urlencode

from apiglab.model.http import HttpRequest, Response
from apiglab.surroundings.bell import Bell
from apiglab.surroundings.target import form

_LONGEST_SECONDS = 20
# How often to look where nobody rings: a message's delay or its time out of sight may have passed.
_LOOK_SECONDS = 0.25

Answer = Callable[[HttpRequest], Awaitable[Response]]
QueueWait = Callable[[str], Awaitable[int]]


def is_receive(request: HttpRequest) -> bool:
    """Whether this is SQS's ReceiveMessage."""
    target = request.headers.get("X-Amz-Target")
    return target == "AmazonSQS.ReceiveMessage" or (target is None and form(request).get("Action") == "ReceiveMessage")


async def receive(request: HttpRequest, answer: Answer, queue_wait: QueueWait, bell: Bell) -> Response:
    """Ask for messages until there are some or the time to wait is over.

    ``queue_wait`` tells the time of the queue whose URL it is given, for a request that names none.
    """
    parameters = _parameters(request)
    wait = parameters.get("WaitTimeSeconds")
    if wait is None:
        wait = await queue_wait(str(parameters.get("QueueUrl", "")))
    if not str(wait).isdigit() or not 0 < int(wait) <= _LONGEST_SECONDS:
        return await answer(request)
    at_once = _with_no_wait(request)
    end = monotonic() + int(wait)
    while True:
        response = await answer(at_once)
        left = end - monotonic()
        if response.status != 200 or b"MessageId" in response.body or left <= 0:
            return response
        await bell.wait(min(left, _LOOK_SECONDS))


def _parameters(request: HttpRequest) -> dict[str, Any]:
    if "X-Amz-Target" not in request.headers:
        return dict(form(request))
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}


def _with_no_wait(request: HttpRequest) -> HttpRequest:
    if "X-Amz-Target" in request.headers:
        return replace(request, body=json.dumps({**_parameters(request), "WaitTimeSeconds": 0}).encode())
    if request.body:
        return replace(request, body=_without_wait(request.body.decode()).encode())
    return replace(request, query=_without_wait(request.query))


def _without_wait(text: str) -> str:
    pairs = [pair for pair in parse_qsl(text, keep_blank_values=True) if pair[0] != "WaitTimeSeconds"]
    return urlencode([*pairs, ("WaitTimeSeconds", "0")])
