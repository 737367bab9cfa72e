"""The whole of it: services invoke real functions, which call the services that invoked them."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from apiglab.edge.callers import RootKeys
from apiglab.stack import Stack
from tests.integration.surroundings_client import TRUST, a_zip

pytestmark = pytest.mark.slow

ROOT = RootKeys(access_key_id="AKIAROOTROOTROOTROOT", secret_access_key="root-secret")
ACCOUNT = "123456789012"
MAY = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
HANDLER = """
import json, os, boto3

def handler(event, context):
    record = (event.get("Records") or [{}])[0]
    said = record.get("body") or (record.get("Sns") or {}).get("Message") or json.dumps(event)
    kind, _, text = said.partition(":")
    if kind == "fail":
        raise ValueError(text)
    sqs = boto3.client("sqs")
    sqs.send_message(QueueUrl=os.environ["ANSWERS"], MessageBody="heard " + said)
    if kind == "again":
        boto3.client("sns").publish(TopicArn=record["Sns"]["TopicArn"], Message=text)
    return {"heard": said}
"""


class Served:
    """A stack that is listening, in an event loop of its own."""

    def __init__(self, stack: Stack, loop: asyncio.AbstractEventLoop) -> None:
        self.stack = stack
        self.loop = loop

    def run(self, coroutine: Any) -> Any:
        """What ``coroutine`` gives, run in the stack's event loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(60)

    def client(self, service: str) -> Any:
        """A boto3 client of the stack."""
        return boto3.client(
            service,
            region_name="us-east-1",
            endpoint_url=self.stack.url,
            aws_access_key_id=ROOT.access_key_id,
            aws_secret_access_key=ROOT.secret_access_key,
        )

    def answers(self, count: int) -> list[str]:
        """The first ``count`` messages of the queue that the function answers to."""
        sqs = self.client("sqs")
        url = sqs.get_queue_url(QueueName="answers")["QueueUrl"]
        heard: list[str] = []
        end = time.monotonic() + 30
        while len(heard) < count:
            assert time.monotonic() < end, f"only {heard}"
            for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5).get("Messages", []):
                heard.append(message["Body"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return heard


@pytest.fixture
def served() -> Iterator[Served]:
    """A strict stack with the function ``listener``, which calls the services that invoke it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serving = Served(Stack(root=ROOT), loop)
    try:
        serving.run(serving.stack.start("127.0.0.1", 0))
        make_listener(serving)
        yield serving
    finally:
        # moto's state is the process's: the next test wants an empty one.
        serving.run(serving.stack.reset())
        serving.run(serving.stack.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def make_listener(serving: Served) -> None:
    """Make the function ``listener``, its role and state machines' own, and the queue that it answers to."""
    for role in ("runs", "steps"):
        serving.client("iam").create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(TRUST))
        serving.client("iam").put_role_policy(RoleName=role, PolicyName="may", PolicyDocument=json.dumps(MAY))
    answers = serving.client("sqs").create_queue(QueueName="answers")["QueueUrl"]
    serving.client("lambda").create_function(
        FunctionName="listener",
        Runtime="python3.13",
        Handler="app.handler",
        Role=f"arn:aws:iam::{ACCOUNT}:role/runs",
        Code={"ZipFile": a_zip(HANDLER)},
        Environment={"Variables": {"ANSWERS": answers}},
        Timeout=30,
    )


def test_a_queue_s_function_may_send_to_queues(served: Served) -> None:
    """SQS invokes a function that calls SQS: nobody waits for nobody."""
    sqs = served.client("sqs")
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    served.client("lambda").create_event_source_mapping(
        FunctionName="listener", EventSourceArn=f"arn:aws:sqs:us-east-1:{ACCOUNT}:orders", BatchSize=1
    )
    for body in ("one", "two"):
        sqs.send_message(QueueUrl=url, MessageBody=body)

    assert sorted(served.answers(2)) == ["heard one", "heard two"]


def test_a_topic_s_function_may_publish_to_the_topic(served: Served) -> None:
    """SNS invokes a function that publishes to the topic that invoked it."""
    sns, client = served.client("sns"), served.client("lambda")
    topic = sns.create_topic(Name="news")["TopicArn"]
    arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:listener"
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=arn)
    client.add_permission(
        FunctionName="listener",
        StatementId="sns",
        Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com",
        SourceArn=topic,
    )
    sns.publish(TopicArn=topic, Message="again:hello")

    assert sorted(served.answers(2)) == ["heard again:hello", "heard hello"]


def test_a_state_machine_s_task_runs_on_a_strict_server(served: Served) -> None:
    """The task's call is signed by a session of the machine's role, which the strict server knows."""
    steps = served.client("stepfunctions")
    task = {"Type": "Task", "Resource": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:listener", "End": True}
    machine = steps.create_state_machine(
        name="m",
        definition=json.dumps({"StartAt": "Listen", "States": {"Listen": task}}),
        roleArn=f"arn:aws:iam::{ACCOUNT}:role/steps",
    )["stateMachineArn"]
    execution = steps.start_execution(stateMachineArn=machine, input='{"a": 1}')["executionArn"]
    end = time.monotonic() + 30
    while (described := steps.describe_execution(executionArn=execution))["status"] == "RUNNING":
        assert time.monotonic() < end
        time.sleep(0.05)

    assert (described["status"], json.loads(described["output"])) == ("SUCCEEDED", {"heard": '{"a": 1}'})
    assert served.answers(1) == ['heard {"a": 1}']


def test_a_function_s_lines_are_in_its_log_group(served: Served) -> None:
    """What ran is logged by the time somebody reads."""
    served.client("lambda").invoke(FunctionName="listener", Payload=b'{"a": 1}')
    events = served.client("logs").filter_log_events(logGroupName="/aws/lambda/listener")["events"]

    assert [event["message"].split(" ")[0] for event in events][-3:] == ["START", "END", "REPORT"]
