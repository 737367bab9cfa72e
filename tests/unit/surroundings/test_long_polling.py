"""A receiver waits in SQS's stead: moto is asked for what is there now, until something is or the time is over."""

import asyncio
import json

import pytest

from apiglab.model.http import Headers, HttpRequest, Response
from apiglab.surroundings.bell import Bell
from apiglab.surroundings.long_polling import is_receive, receive

EMPTY, FULL = Response(200, body=b"{}"), Response(200, body=b'{"Messages": [{"MessageId": "1"}]}')
FORM = ("Content-Type", "application/x-www-form-urlencoded")
JSON = Headers([("X-Amz-Target", "AmazonSQS.ReceiveMessage")])


class Queue:
    """A queue that answers one response after the other, the last one for ever."""

    def __init__(self, *responses: Response, wait: int = 0) -> None:
        self.responses = list(responses)
        self.asked: list[HttpRequest] = []
        self.wait = wait

    async def answer(self, request: HttpRequest) -> Response:
        """The next response."""
        self.asked.append(request)
        return self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]

    async def queue_wait(self, url: str) -> int:
        """The queue's own time to wait."""
        assert url == "http://127.0.0.1/1/orders"
        return self.wait


def by_json(**more: int) -> HttpRequest:
    """ReceiveMessage as new clients send it."""
    body = {"QueueUrl": "http://127.0.0.1/1/orders", **more}
    return HttpRequest("POST", "/", headers=JSON, body=json.dumps(body).encode())


@pytest.mark.parametrize(
    ("request_", "wait_free"),
    [
        (by_json(WaitTimeSeconds=20), b'{"QueueUrl": "http://127.0.0.1/1/orders", "WaitTimeSeconds": 0}'),
        (
            HttpRequest("POST", "/", headers=Headers([FORM]), body=b"Action=ReceiveMessage&WaitTimeSeconds=20&A=%20"),
            b"Action=ReceiveMessage&A=+&WaitTimeSeconds=0",
        ),
    ],
)
async def test_moto_is_asked_without_a_wait(request_: HttpRequest, wait_free: bytes) -> None:
    """In both of SQS's protocols; the bell brings the next look."""
    queue, bell = Queue(EMPTY, FULL), Bell()
    # Rings once the receiver waits, which it does before anything else has its turn.
    asyncio.get_running_loop().call_soon(bell.ring)

    assert await receive(request_, queue.answer, queue.queue_wait, bell) == FULL
    assert [asked.body for asked in queue.asked] == [wait_free, wait_free]


async def test_parameters_may_stand_in_the_query() -> None:
    """A GET of the query protocol has no body."""
    request = HttpRequest("GET", "/", "Action=ReceiveMessage&WaitTimeSeconds=3")
    queue = Queue(FULL)
    await receive(request, queue.answer, queue.queue_wait, Bell())

    assert queue.asked[0].query == "Action=ReceiveMessage&WaitTimeSeconds=0"


@pytest.mark.parametrize("wait", [0, 21, -1])
async def test_what_is_no_wait_is_asked_as_it_is(wait: int) -> None:
    """A short poll is one question; a time that is not allowed is moto's to refuse."""
    request, queue = by_json(WaitTimeSeconds=wait), Queue(EMPTY)

    assert await receive(request, queue.answer, queue.queue_wait, Bell()) == EMPTY
    assert queue.asked == [request]


async def test_the_queue_s_time_stands_in() -> None:
    """A request without a time waits as long as its queue says."""
    queue = Queue(EMPTY, FULL, wait=20)

    assert await receive(by_json(), queue.answer, queue.queue_wait, Bell()) == FULL
    assert json.loads(queue.asked[0].body)["WaitTimeSeconds"] == 0


async def test_an_error_ends_the_wait() -> None:
    """A queue that does not exist is told at once."""
    refusal, queue = Response(400, body=b"{}"), Queue(Response(400, body=b"{}"))

    assert await receive(by_json(WaitTimeSeconds=20), queue.answer, queue.queue_wait, Bell()) == refusal
    assert len(queue.asked) == 1


def test_only_receive_message_waits() -> None:
    """Neither another operation nor another service does."""
    send = HttpRequest("POST", "/", headers=Headers([("X-Amz-Target", "AmazonSQS.SendMessage")]))
    by_form = HttpRequest("POST", "/", headers=Headers([FORM]), body=b"Action=ReceiveMessage")

    assert [is_receive(request) for request in (by_json(), by_form, send, HttpRequest("GET", "/"))] == [
        True,
        True,
        False,
        False,
    ]
