"""SQS behind an API, where most messages take the short way and some have to take moto's."""

import inspect
import threading
from typing import Any

import pytest

from tests.integration.aws_api import ACCOUNT, Api, an_api, trust
from tests.integration.surroundings_client import a_zip
from tests.integration.surroundings_lab import eventually
from tests.serving import Served

pytestmark = pytest.mark.slow

FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}


@pytest.fixture(scope="module")
def api(server: Served) -> Api:
    """An API on a server of its own."""
    return an_api(server)


def a_sender(api: Api, queue: str, more: str = "", **attributes: str) -> tuple[str, Any]:
    """A new queue's URL, and a method that sends it its bodies."""
    url = api.aws("sqs").create_queue(QueueName=queue, Attributes=attributes)["QueueUrl"]
    template = f"Action=SendMessage{more}&MessageBody=$util.urlEncode($input.path('$.text'))"
    return url, api.method(f"sqs:path/{ACCOUNT}/{queue}", template=template, mappings=FORM)


def test_moto_still_counts_a_queue_to_send_a_message() -> None:
    """``moto_sqs`` and ``queue_send`` can go once it does not, and once its way in is quick."""
    from moto.sqs.models import Queue, SQSBackend

    assert "queue.attributes.get" in inspect.getsource(SQSBackend.send_message)
    assert "for m in self._messages" in inspect.getsource(Queue.approximate_number_of_messages_delayed.fget or Queue)


def test_both_ways_answer_alike(api: Api) -> None:
    """A message with a delay of none goes through moto; only the ids differ. fact: aws-integration.query-json"""
    _, plain = a_sender(api, "plain")
    _, delayed = a_sender(api, "delayed", "&DelaySeconds=0")

    answers = [send(json={"text": "caf\u00e9"}) for send in (plain, delayed)]

    documents = [answer.json()["SendMessageResponse"] for answer in answers]
    for document in documents:
        document["SendMessageResult"]["MessageId"] = document["ResponseMetadata"]["RequestId"] = "id"
    assert documents[0] == documents[1]


def test_a_queues_own_delay_holds(api: Api) -> None:
    """The message is there, and not to be seen yet."""
    url, send = a_sender(api, "slow", DelaySeconds="900")

    send(json={"text": "later"})

    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
    counts = api.aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"]
    assert counts == {wanted[0]: "0", wanted[1]: "1"}


@pytest.mark.parametrize(
    ("queue", "more", "text", "said"),
    [
        ("orders.fifo", "", "x", "MessageGroupId"),
        ("small", "", "x" * 1025, "Message must be shorter than 1024 bytes"),
    ],
)
def test_what_sqs_refuses(api: Api, queue: str, more: str, text: str, said: str) -> None:
    """A FIFO queue wants a group, a queue its largest size: in SQS's own words."""
    attributes = {"FifoQueue": "true"} if queue.endswith(".fifo") else {"MaximumMessageSize": "1024"}
    url, send = a_sender(api, queue, more, **attributes)

    answer = send(json={"text": text})

    assert said in answer.json()["Error"]["Message"]
    assert "Messages" not in api.aws("sqs").receive_message(QueueUrl=url)


def test_a_fifo_queue(api: Api) -> None:
    """Its messages have a sequence number."""
    _, send = a_sender(
        api,
        "lines.fifo",
        "&MessageGroupId=g&MessageDeduplicationId=d1",
        FifoQueue="true",
    )

    answer = send(json={"text": "one"})

    assert len(answer.json()["SendMessageResponse"]["SendMessageResult"]["SequenceNumber"]) == 20


def test_a_function_gets_what_is_sent(api: Api) -> None:
    """The queue that the API fills may have a function behind it, as any other."""
    role = api.aws("iam").create_role(RoleName="reads", AssumeRolePolicyDocument=trust("lambda"))["Role"]["Arn"]
    handler = "def handler(event, context): print('GOT', [r['body'] for r in event['Records']])"
    arn = api.aws("lambda").create_function(
        FunctionName="reads", Runtime="python3.13", Handler="app.handler", Role=role, Code={"ZipFile": a_zip(handler)}
    )["FunctionArn"]
    url, send = a_sender(api, "work")
    queue = api.aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    api.aws("lambda").create_event_source_mapping(FunctionName=arn, EventSourceArn=queue)

    send(json={"text": "job"})

    def logged() -> list[str]:
        groups = api.aws("logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/reads")["logGroups"]
        events = api.aws("logs").filter_log_events(logGroupName=groups[0]["logGroupName"])["events"] if groups else []
        return [event["message"].strip() for event in events if event["message"].startswith("GOT")]

    assert eventually(logged, 30) == ["GOT ['job']"]


def test_a_waiting_receiver_is_woken(api: Api) -> None:
    """Long polling ends with the message, not with its time."""
    url, send = a_sender(api, "waited")
    got: list[str] = []

    def receive() -> None:
        client = api.server.client("sqs")
        answer = client.receive_message(QueueUrl=url, WaitTimeSeconds=20)
        got.extend(message["Body"] for message in answer.get("Messages", []))

    waiting = threading.Thread(target=receive)
    waiting.start()
    send(json={"text": "now"})
    waiting.join(15)

    assert (got, waiting.is_alive()) == (["now"], False)
