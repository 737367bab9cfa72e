"""Queues that functions are mapped to are polled in batches, and receivers wait without a lock."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from apiglab.model.function import Invocation, LambdaError
from tests.integration.surroundings_client import a_function, in_process
from tests.integration.surroundings_lab import ARN, Lab, a_queue, eventually, left


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A fresh lab with the function ``pets``."""
    fresh = Lab()
    with in_process(fresh.surroundings) as fresh.aws:
        a_function(fresh.aws)
        yield fresh


def test_a_batch_is_processed_and_deleted(lab: Lab) -> None:
    """Messages that are there together come together, with their real stamps. fact: surroundings.sqs-mapping"""
    sqs, url, queue = a_queue(lab)
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": f"m{i}"} for i in range(5)])
    lab.aws.client("lambda").create_event_source_mapping(FunctionName="pets", EventSourceArn=queue, BatchSize=3)
    eventually(lambda: left(sqs, url) == ("0", "0"))

    assert lab.functions == {ARN}
    assert sorted(body for batch in lab.bodies() for body in batch) == ["m0", "m1", "m2", "m3", "m4"]
    assert sorted(len(batch) for batch in lab.bodies()) == [2, 3]
    assert abs(int(lab.batches[0]["Records"][0]["attributes"]["SentTimestamp"]) / 1000 - time.time()) < 60


def test_a_message_that_comes_later_is_processed_at_once(lab: Lab) -> None:
    """A poller waits for messages; sending one, directly or through a topic, wakes it."""
    sqs, url, queue = a_queue(lab)
    lab.aws.client("lambda").create_event_source_mapping(FunctionName="pets", EventSourceArn=queue)
    sns = lab.aws.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
    sqs.send_message(QueueUrl=url, MessageBody="one")
    eventually(lambda: lab.bodies() == [["one"]])
    sns.publish(TopicArn=topic, Message="two")

    eventually(lambda: lab.bodies() == [["one"], ["two"]])


def test_a_failed_batch_comes_again_after_its_visibility_timeout(lab: Lab) -> None:
    """The messages stay hidden until the lab's clock has passed the timeout."""
    sqs, url, queue = a_queue(lab, VisibilityTimeout="30")
    lab.outcomes = [
        Invocation(request_id="1", payload=b"{}", function_error="Unhandled"),
        LambdaError("TooManyRequestsException", 429, "Rate Exceeded."),
    ]
    sqs.send_message(QueueUrl=url, MessageBody="one")
    lab.aws.client("lambda").create_event_source_mapping(FunctionName="pets", EventSourceArn=queue)
    for attempt in range(1, 3):
        eventually(partial(_has_batches, lab, attempt))
        assert left(sqs, url) == ("0", "1")
        lab.surroundings.clock.advance(31)
    eventually(lambda: left(sqs, url) == ("0", "0"))
    counts = [batch["Records"][0]["attributes"]["ApproximateReceiveCount"] for batch in lab.batches]

    assert counts == ["1", "2", "3"]


def _has_batches(lab: Lab, count: int) -> bool:
    return len(lab.batches) == count


def test_a_function_may_fail_a_part_of_a_batch(lab: Lab) -> None:
    """With ReportBatchItemFailures only what the function did not report is deleted."""
    sqs, url, queue = a_queue(lab)
    ids = {
        sent["Id"]: sent["MessageId"]
        for sent in sqs.send_message_batch(
            QueueUrl=url, Entries=[{"Id": name, "MessageBody": name} for name in ("good", "bad")]
        )["Successful"]
    }
    report = {"batchItemFailures": [{"itemIdentifier": ids["bad"]}]}
    lab.outcomes = [Invocation(request_id="1", payload=json.dumps(report).encode())]
    lab.aws.client("lambda").create_event_source_mapping(
        FunctionName="pets", EventSourceArn=queue, FunctionResponseTypes=["ReportBatchItemFailures"]
    )
    eventually(lambda: left(sqs, url) == ("0", "1"))

    assert [sorted(batch) for batch in lab.bodies()] == [["bad", "good"]]


def test_a_deleted_mapping_polls_no_more(lab: Lab) -> None:
    """What comes after its end stays in the queue; moto would go on."""
    sqs, url, queue = a_queue(lab)
    client = lab.aws.client("lambda")
    mapping = client.create_event_source_mapping(FunctionName="pets", EventSourceArn=queue)
    sqs.send_message(QueueUrl=url, MessageBody="one")
    eventually(lambda: lab.bodies() == [["one"]])
    client.delete_event_source_mapping(UUID=mapping["UUID"])
    eventually(lambda: lab.aws.run(_tasks("polling")) == [])
    sqs.send_message(QueueUrl=url, MessageBody="two")

    assert left(sqs, url) == ("1", "0")


async def _tasks(beginning: str) -> list[str]:
    """The names of the event loop's tasks that begin so."""
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith(beginning)]


def test_a_mapping_of_an_alias_follows_the_alias(lab: Lab) -> None:
    """The alias is invoked, and not the version that it meant when it was mapped."""
    sqs, url, queue = a_queue(lab)
    client = lab.aws.client("lambda")
    client.publish_version(FunctionName="pets")
    client.create_alias(FunctionName="pets", Name="live", FunctionVersion="1")
    client.create_event_source_mapping(FunctionName=f"{ARN}:live", EventSourceArn=queue)
    sqs.send_message(QueueUrl=url, MessageBody="one")
    eventually(lambda: lab.batches)

    assert lab.functions == {f"{ARN}:live"}


def test_messages_gather_within_a_batching_window(lab: Lab) -> None:
    """With a window, the poller waits for more before it invokes."""
    sqs, url, queue = a_queue(lab)
    lab.aws.client("lambda").create_event_source_mapping(
        FunctionName="pets", EventSourceArn=queue, MaximumBatchingWindowInSeconds=1
    )
    for body in ("one", "two"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    eventually(lambda: lab.batches)

    assert [sorted(batch) for batch in lab.bodies()] == [["one", "two"]]


def test_a_long_poll_lets_others_send(lab: Lab) -> None:
    """A receiver that waits holds neither a thread nor a lock, and has the message as soon as it is sent."""
    sqs, url, _ = a_queue(lab)
    received: list[Any] = []
    pollers = [
        threading.Thread(
            target=lambda: received.append(sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages"))
        )
        for _ in range(12)
    ]
    for poller in pollers:
        poller.start()
    started = time.monotonic()
    for number in range(12):
        sqs.send_message(QueueUrl=url, MessageBody=str(number))
    for poller in pollers:
        poller.join(15)

    assert sorted(messages[0]["Body"] for messages in received) == sorted(str(number) for number in range(12))
    assert time.monotonic() - started < 10


def test_a_long_poll_ends_with_nothing(lab: Lab) -> None:
    """The request's time, or else the queue's, is how long an empty queue keeps a receiver."""
    sqs, url, _ = a_queue(lab, ReceiveMessageWaitTimeSeconds="1")
    started = time.monotonic()
    by_queue = sqs.receive_message(QueueUrl=url)
    middle = time.monotonic()
    at_once = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0)

    assert ("Messages" in by_queue, "Messages" in at_once) == (False, False)
    assert 0.9 < middle - started < 5
    assert time.monotonic() - middle < 0.9


def test_a_wait_that_is_too_long_is_refused(lab: Lab) -> None:
    """moto's own check of the parameter still applies."""
    sqs, url, _ = a_queue(lab)

    with pytest.raises(sqs.exceptions.ClientError, match="InvalidParameterValue"):
        sqs.receive_message(QueueUrl=url, WaitTimeSeconds=21)
