"""An AWS without its API Gateway whose functions only note what they were asked to do."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any

from apiglab.model.clock import Clock
from apiglab.model.function import Invocation, LambdaError
from apiglab.surroundings.lambda_hook import LambdaEvent
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import InProcess

ARN = "arn:aws:lambda:us-east-1:123456789012:function:pets"


class Lab:
    """An AWS without its API Gateway, and what its functions were asked to do."""

    def __init__(self) -> None:
        self.events: list[LambdaEvent] = []
        self.batches: list[dict[str, Any]] = []
        self.outcomes: list[Invocation | LambdaError] = []
        self.threads: set[str] = set()
        self.functions: set[str] = set()
        self.surroundings = Surroundings(Clock())
        self.surroundings.invoke_with(on_event=self.on_event, on_batch=self.on_batch)
        self.aws: InProcess

    def on_event(self, event: LambdaEvent) -> None:
        """Take an event in."""
        self.threads.add(threading.current_thread().name)
        self.events.append(event)

    async def on_batch(self, event: LambdaEvent) -> Invocation:
        """Process a batch as the next outcome says; successfully where there is none."""
        self.functions.add(event.function)
        self.batches.append(json.loads(event.payload))
        outcome = self.outcomes.pop(0) if self.outcomes else Invocation(request_id="1", payload=b"null")
        if isinstance(outcome, LambdaError):
            raise outcome
        return outcome

    def event(self) -> LambdaEvent:
        """The one event that has come, or comes soon."""
        eventually(lambda: self.events)
        assert len(self.events) == 1
        return self.events[0]

    def payload(self) -> Any:
        """What the one event says."""
        return json.loads(self.event().payload)

    def bodies(self) -> list[list[str]]:
        """The bodies of the messages of every batch."""
        return [[record["body"] for record in batch["Records"]] for batch in self.batches]


def eventually(condition: Callable[[], Any], seconds: float = 10.0) -> Any:
    """What ``condition`` gives once it is true; another thread makes it so."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.005)
    return value


def a_queue(lab: Lab, name: str = "orders", **attributes: str) -> tuple[Any, str, str]:
    """A client of SQS, and the URL and ARN of a new queue."""
    sqs = lab.aws.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return sqs, url, f"arn:aws:sqs:us-east-1:123456789012:{name}"


def left(sqs: Any, url: str) -> tuple[str, str]:
    """How many messages of a queue are visible, and how many are hidden."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return attributes[names[0]], attributes[names[1]]
