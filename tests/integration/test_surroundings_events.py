"""What services have invoked is handed over, with the events that AWS sends, and never while a lock is held."""

import base64
import gzip
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from apiglab.model.clock import Clock
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import a_function, in_process
from tests.integration.surroundings_lab import ARN, Lab, a_queue, eventually


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A fresh lab with the function ``pets``."""
    fresh = Lab()
    with in_process(fresh.surroundings) as fresh.aws:
        a_function(fresh.aws)
        yield fresh


def test_sns_sends_its_event(lab: Lab) -> None:
    """The event has the topic, the message and its attributes: moto's has fixed ones."""
    sns = lab.aws.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    subscription = sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=ARN)["SubscriptionArn"]
    message_id = sns.publish(
        TopicArn=topic,
        Message="hello",
        Subject="greeting",
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "cat"}},
    )["MessageId"]
    record = lab.payload()["Records"][0]
    timestamp = record["Sns"].pop("Timestamp")

    assert (lab.event().function, lab.event().source, lab.event().source_arn) == (ARN, "sns.amazonaws.com", topic)
    assert timestamp.endswith("Z")
    assert record == {
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription,
        "Sns": {
            "SignatureVersion": "1",
            "Signature": "EXAMPLE",
            "SigningCertUrl": "EXAMPLE",
            "UnsubscribeUrl": "EXAMPLE",
            "Type": "Notification",
            "MessageId": message_id,
            "TopicArn": topic,
            "Subject": "greeting",
            "Message": "hello",
            "MessageAttributes": {"kind": {"Type": "String", "Value": "cat"}},
        },
    }


def test_sns_filters_before_it_sends(lab: Lab) -> None:
    """A filter policy keeps a message from the function."""
    sns = lab.aws.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=ARN, Attributes={"FilterPolicy": '{"kind": ["cat"]}'})
    for kind in ("dog", "cat"):
        sns.publish(
            TopicArn=topic, Message=kind, MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}}
        )

    assert lab.payload()["Records"][0]["Sns"]["Message"] == "cat"


def test_s3_sends_its_notification(lab: Lab) -> None:
    """The object's key is in the event, and the bucket is what the function's policy has to let in."""
    s3 = lab.aws.client("s3")
    s3.create_bucket(Bucket="photos")
    s3.put_bucket_notification_configuration(
        Bucket="photos",
        NotificationConfiguration={
            "LambdaFunctionConfigurations": [{"LambdaFunctionArn": ARN, "Events": ["s3:ObjectCreated:*"]}]
        },
    )
    s3.put_object(Bucket="photos", Key="cat.png", Body=b"meow")

    assert lab.payload()["Records"][0]["s3"]["object"]["key"] == "cat.png"
    assert (lab.event().source, lab.event().source_arn) == ("s3.amazonaws.com", "arn:aws:s3:::photos")


def test_kinesis_sends_its_records(lab: Lab) -> None:
    """A mapped stream hands every record over; Lambda reads streams as the function's role, so no policy is asked.

    fact: surroundings.stream-mappings
    """
    kinesis = lab.aws.client("kinesis")
    kinesis.create_stream(StreamName="clicks", ShardCount=1)
    arn = kinesis.describe_stream(StreamName="clicks")["StreamDescription"]["StreamARN"]
    client = lab.aws.client("lambda")
    mapping = client.create_event_source_mapping(FunctionName="pets", EventSourceArn=arn, StartingPosition="LATEST")
    kinesis.put_record(StreamName="clicks", Data=b"click", PartitionKey="a")
    record = lab.payload()["Records"][0]
    client.delete_event_source_mapping(UUID=mapping["UUID"])
    kinesis.put_record(StreamName="clicks", Data=b"later", PartitionKey="a")

    assert (base64.b64decode(record["kinesis"]["data"]), record["eventSourceARN"]) == (b"click", arn)
    assert (lab.event().source, lab.event().source_arn) == ("lambda.amazonaws.com", None)


def test_dynamodb_sends_its_changes_until_the_mapping_is_disabled(lab: Lab) -> None:
    """A table's stream hands every change over."""
    dynamodb = lab.aws.client("dynamodb")
    table = dynamodb.create_table(
        TableName="pets",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]
    client = lab.aws.client("lambda")
    mapping = client.create_event_source_mapping(
        FunctionName="pets", EventSourceArn=table["LatestStreamArn"], StartingPosition="LATEST"
    )
    dynamodb.put_item(TableName="pets", Item={"id": {"S": "1"}})
    record = lab.payload()["Records"][0]
    client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    dynamodb.put_item(TableName="pets", Item={"id": {"S": "2"}})

    assert (record["eventName"], record["dynamodb"]["NewImage"]) == ("INSERT", {"id": {"S": "1"}})
    assert (lab.event().source, lab.event().source_arn) == ("lambda.amazonaws.com", None)


def test_logs_send_what_subscribers_asked_for(lab: Lab) -> None:
    """A subscription's event is gzip in base64."""
    logs = lab.aws.client("logs")
    logs.create_log_group(logGroupName="/app")
    logs.create_log_stream(logGroupName="/app", logStreamName="one")
    logs.put_subscription_filter(logGroupName="/app", filterName="all", filterPattern="", destinationArn=ARN)
    logs.put_log_events(
        logGroupName="/app",
        logStreamName="one",
        logEvents=[{"timestamp": int(time.time() * 1000), "message": "hello"}],
    )
    packed = base64.b64decode(lab.payload()["awslogs"]["data"])

    assert [event["message"] for event in json.loads(gzip.decompress(packed))["logEvents"]] == ["hello"]
    assert lab.event().source == "logs.amazonaws.com"


def test_eventbridge_sends_its_event(lab: Lab) -> None:
    """The event has AWS's members, its time in words; a rule with a schedule is silent. fact: surroundings.schedules"""
    events = lab.aws.client("events")
    rule = events.put_rule(Name="sold", EventPattern='{"source": ["shop"]}')["RuleArn"]
    events.put_rule(Name="every-minute", ScheduleExpression="rate(1 minute)")
    events.put_targets(
        Rule="sold", Targets=[{"Id": "1", "Arn": ARN}, {"Id": "2", "Arn": ARN, "InputPath": "$.detail.pet"}]
    )
    events.put_targets(Rule="every-minute", Targets=[{"Id": "1", "Arn": ARN}])
    entry = {"Source": "shop", "DetailType": "sale", "Detail": '{"pet": "cat"}', "Resources": ["r"]}
    event_id = events.put_events(Entries=[entry, {**entry, "Source": "other"}])["Entries"][0]["EventId"]
    eventually(lambda: len(lab.events) == 2)
    whole, part = [json.loads(event.payload) for event in lab.events]
    moment = whole.pop("time")

    assert (lab.events[0].source, lab.events[0].source_arn) == ("events.amazonaws.com", rule)
    assert part == "cat"
    assert (len(moment), moment[-1]) == (20, "Z")
    assert whole == {
        "version": "0",
        "id": event_id,
        "detail-type": "sale",
        "source": "shop",
        "account": "123456789012",
        "region": "us-east-1",
        "resources": ["r"],
        "detail": {"pet": "cat"},
    }


def test_eventbridge_reaches_queues_topics_and_streams_too(lab: Lab) -> None:
    """A constant goes to a queue through a topic, and the event itself to a stream."""
    sqs, url, queue = a_queue(lab)
    sns, kinesis, events = (lab.aws.client(service) for service in ("sns", "kinesis", "events"))
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
    kinesis.create_stream(StreamName="clicks", ShardCount=1)
    stream = kinesis.describe_stream(StreamName="clicks")["StreamDescription"]
    events.put_rule(Name="sold", EventPattern='{"source": ["shop"]}')
    targets = [{"Id": "1", "Arn": topic, "Input": '"sold"'}, {"Id": "2", "Arn": stream["StreamARN"]}]
    events.put_targets(Rule="sold", Targets=targets)
    events.put_events(Entries=[{"Source": "shop", "DetailType": "sale", "Detail": "{}"}])
    shard = kinesis.get_shard_iterator(
        StreamName="clicks", ShardId=stream["Shards"][0]["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )
    record = kinesis.get_records(ShardIterator=shard["ShardIterator"])["Records"][0]

    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == '"sold"'
    assert json.loads(record["Data"])["detail-type"] == "sale"


def test_a_target_that_would_get_nothing_is_refused(lab: Lab) -> None:
    """A rule does not pretend to reach what it cannot. fact: surroundings.eventbridge-targets"""
    events = lab.aws.client("events")
    events.put_rule(Name="sold", EventPattern='{"source": ["shop"]}')
    task = "arn:aws:ecs:us-east-1:123456789012:cluster/pets"

    with pytest.raises(events.exceptions.ClientError) as raised:
        events.put_targets(Rule="sold", Targets=[{"Id": "1", "Arn": task}])

    assert raised.value.response["Error"]["Message"] == (
        f"apiglab's surroundings (moto) do not have EventBridge targets such as {task}."
    )


def test_a_disabled_rule_sends_nothing(lab: Lab) -> None:
    """Only the rule that is enabled reaches its target."""
    events = lab.aws.client("events")
    for name in ("off", "on"):
        events.put_rule(Name=name, EventPattern='{"source": ["shop"]}')
        events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": ARN, "Input": json.dumps(name)}])
    events.disable_rule(Name="off")
    events.put_events(Entries=[{"Source": "shop", "DetailType": "sale", "Detail": "{}"}])

    assert lab.payload() == "on"


def test_events_come_in_the_event_loop_with_no_lock_held(lab: Lab) -> None:
    """Whoever takes an event may call the service that sent it."""
    sns = lab.aws.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=ARN)
    sns.publish(TopicArn=topic, Message="hello")
    lab.event()

    assert lab.threads == {"surroundings-test-loop"}


def test_a_url_that_subscribed_is_called_outside_of_sns(lab: Lab) -> None:
    """The subscriber may publish while it is called: SNS is free. AWS's headers say what it gets."""
    sns = lab.aws.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    calls: list[tuple[str, Any]] = []

    class Subscriber(BaseHTTPRequestHandler):
        """Publishes to another topic before it answers."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            sns.create_topic(Name="made-by-the-subscriber")
            calls.append((self.headers["x-amz-sns-message-type"], body["Message"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    server = HTTPServer(("127.0.0.1", 0), Subscriber)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=f"http://127.0.0.1:{server.server_port}/")
        sns.publish(TopicArn=topic, Message="hello")
        eventually(lambda: calls)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    assert calls == [("Notification", "hello")]


def test_without_a_runtime_events_are_dropped_with_a_word(caplog: Any) -> None:
    """Surroundings that were given nobody to invoke functions say what they drop."""
    with in_process(Surroundings(Clock())) as aws:
        a_function(aws)
        sns = aws.client("sns")
        topic = sns.create_topic(Name="news")["TopicArn"]
        sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=ARN)
        sns.publish(TopicArn=topic, Message="hello")

    assert f"nothing runs functions here: an event of sns.amazonaws.com for {ARN} is dropped" in caplog.text
