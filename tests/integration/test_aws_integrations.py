"""AWS services behind an API, over a real server: each is reached, as the role, in its own protocol."""

import json

import pytest

from tests.integration.aws_api import ACCOUNT, Api, an_api, trust
from tests.integration.surroundings_lab import eventually
from tests.serving import Served

pytestmark = pytest.mark.slow

FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}


@pytest.fixture(scope="module")
def api(server: Served) -> Api:
    """An API on a server of its own."""
    return an_api(server)


def test_sqs_by_path(api: Api) -> None:
    """The template is a form; the message arrives, and the answer is JSON. fact: aws-integration.query-json"""
    url = api.aws("sqs").create_queue(QueueName="orders")["QueueUrl"]
    send = api.method(
        f"sqs:path/{ACCOUNT}/orders",
        template="Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
        mappings=FORM,
        passthroughBehavior="NEVER",
    )

    answer = send(json={"item": "a&b", "count": 2})

    message = api.aws("sqs").receive_message(QueueUrl=url)["Messages"][0]
    assert json.loads(message["Body"]) == {"item": "a&b", "count": 2}
    result = answer.json()["SendMessageResponse"]
    assert (answer.status_code, sorted(result)) == (200, ["ResponseMetadata", "SendMessageResult"])
    assert result["SendMessageResult"] == {
        "MD5OfMessageAttributes": None,
        "MD5OfMessageBody": message["MD5OfBody"],
        "MD5OfMessageSystemAttributes": None,
        "MessageId": message["MessageId"],
        "SequenceNumber": None,
    }


def test_sqs_by_action_and_in_the_json_protocol(api: Api) -> None:
    """Parameters go into the query string; a mapped X-Amz-Target speaks JSON instead."""
    url = api.aws("sqs").create_queue(QueueName="both")["QueueUrl"]
    by_action = api.method(
        "sqs:action/SendMessage",
        mappings={
            "integration.request.querystring.QueueUrl": f"'{url}'",
            "integration.request.querystring.MessageBody": "method.request.querystring.text",
        },
    )
    in_json = api.method(
        f"sqs:path/{ACCOUNT}/both",
        template=f'{{"QueueUrl": "{url}", "MessageBody": $input.json(\'$.text\')}}',
        mappings={
            "integration.request.header.X-Amz-Target": "'AmazonSQS.SendMessage'",
            "integration.request.header.Content-Type": "'application/x-amz-json-1.0'",
        },
    )

    answers = [by_action("?text=one"), in_json(json={"text": "two"})]

    messages = api.aws("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert sorted(message["Body"] for message in messages) == ["one", "two"]
    assert [next(iter(answer.json())) for answer in answers] == ["SendMessageResponse", "MD5OfMessageBody"]


def test_sqs_receives(api: Api) -> None:
    """An empty queue's answer is null, a full one's a list, as API Gateway's users know them."""
    url = api.aws("sqs").create_queue(QueueName="read")["QueueUrl"]
    receive = api.method(
        f"sqs:path/{ACCOUNT}/read",
        verb="GET",
        backend_verb="GET",
        mappings={
            "integration.request.querystring.Action": "'ReceiveMessage'",
            "integration.request.querystring.AttributeName": "'SentTimestamp'",
        },
    )

    empty = receive().json()
    api.aws("sqs").send_message(QueueUrl=url, MessageBody="x")
    full = receive().json()

    assert empty["ReceiveMessageResponse"]["ReceiveMessageResult"] == {"messages": None}
    message = full["ReceiveMessageResponse"]["ReceiveMessageResult"]["messages"][0]
    assert (message["Body"], [pair["Name"] for pair in message["Attributes"]]) == ("x", ["SentTimestamp"])


def test_errors_of_the_query_protocol(api: Api) -> None:
    """A queue that is not there is the service's 400, which a pattern catches; XML where that is accepted.

    fact: aws-integration.selector, aws-integration.query-json
    """
    template = "Action=SendMessage&MessageBody=x"
    caught = {"200": {}, "404": {"selectionPattern": "4\\d\\d"}}
    in_json = api.method(f"sqs:path/{ACCOUNT}/nope", template=template, mappings=FORM, responses=caught)
    accepted = {**FORM, "integration.request.header.Accept": "'application/xml'"}
    in_xml = api.method(f"sqs:path/{ACCOUNT}/nope", template=template, mappings=accepted)

    answers = in_json(json={}), in_xml(json={})

    assert [answer.status_code for answer in answers] == [404, 200]
    assert answers[0].json()["Error"] == {
        "Code": "AWS.SimpleQueueService.NonExistentQueue",
        "Message": "The specified queue does not exist for this wsdl version.",
        "Type": "Sender",
    }
    assert answers[1].content.startswith(b"<ErrorResponse")


def test_a_form_under_another_content_type(api: Api) -> None:
    """SQS finds no Action in it and says 404; without a pattern that is a success to the client, and nothing is queued.

    fact: aws-integration.unknown-operation
    """
    url = api.aws("sqs").create_queue(QueueName="strict")["QueueUrl"]
    template = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
    unmapped = api.method(f"sqs:path/{ACCOUNT}/strict", template=template)
    caught = api.method(f"sqs:path/{ACCOUNT}/strict", template=template, responses={"404": {"selectionPattern": "404"}})

    answers = unmapped(json={"id": 7}), caught(json={"id": 7})

    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].content == b"<UnknownOperationException/>\n"
    assert "Messages" not in api.aws("sqs").receive_message(QueueUrl=url)


def test_dynamodb_by_action(api: Api) -> None:
    """Templates make PutItem and GetItem, and read the item back. fact: aws-integration.target"""
    api.aws("dynamodb").create_table(
        TableName="pets",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    put = api.method(
        "dynamodb:action/PutItem",
        template='{"TableName": "pets", "Item": {"id": {"S": "$input.path(\'$.id\')"}, "name": {"S": "Rex"}}}',
    )
    get = api.method(
        "dynamodb:action/GetItem",
        verb="GET",
        part="{id}",
        template='{"TableName": "pets", "Key": {"id": {"S": "$input.params(\'id\')"}}}',
        responses={"200": {"responseTemplates": {"application/json": '{"name": $input.json("$.Item.name.S")}'}}},
    )

    answers = put(json={"id": "7"}), get("/7")

    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {}), (200, {"name": "Rex"})]


def test_sns_publish(api: Api) -> None:
    """The topic's queue gets the message; SNS answers JSON."""
    url = api.aws("sqs").create_queue(QueueName="news")["QueueUrl"]
    topic = api.aws("sns").create_topic(Name="news")["TopicArn"]
    api.aws("sns").subscribe(
        TopicArn=topic,
        Protocol="sqs",
        Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:news",
        Attributes={"RawMessageDelivery": "true"},
    )
    publish = api.method(
        "sns:action/Publish",
        mappings={
            "integration.request.querystring.TopicArn": f"'{topic}'",
            "integration.request.querystring.Message": "method.request.body.text",
        },
    )

    answer = publish(json={"text": "hello"})

    assert api.aws("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"] == "hello"
    assert list(answer.json()["PublishResponse"]["PublishResult"]) == ["MessageId", "SequenceNumber"]


def test_eventbridge_needs_its_target_mapped(api: Api) -> None:
    """PutEvents reaches a rule's queue; without X-Amz-Target EventBridge does not know the operation.

    fact: aws-integration.target, aws-integration.unknown-operation
    """
    url = api.aws("sqs").create_queue(QueueName="heard")["QueueUrl"]
    api.aws("events").put_rule(Name="all", EventPattern='{"source": ["shop"]}')
    api.aws("events").put_targets(Rule="all", Targets=[{"Id": "q", "Arn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:heard"}])
    template = '{"Entries": [{"Source": "shop", "DetailType": "order", "Detail": "{\\"id\\": 7}"}]}'
    mappings = {
        "integration.request.header.X-Amz-Target": "'AWSEvents.PutEvents'",
        "integration.request.header.Content-Type": "'application/x-amz-json-1.1'",
    }
    put = api.method("events:action/PutEvents", template=template, mappings=mappings)
    unmapped = api.method("events:action/PutEvents", template=template, responses={"404": {}})

    answers = put(json={}), unmapped(json={})

    assert json.loads(api.aws("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"])["detail"] == {"id": 7}
    assert answers[0].json()["FailedEntryCount"] == 0
    assert answers[1].content == b"<UnknownOperationException/>\n"


def test_kinesis_put_record(api: Api) -> None:
    """The record can be read from the stream."""
    kinesis = api.aws("kinesis")
    kinesis.create_stream(StreamName="clicks", ShardCount=1)
    put = api.method(
        "kinesis:action/PutRecord",
        template='{"StreamName": "clicks", "PartitionKey": "1", "Data": "$util.base64Encode($input.json(\'$\'))"}',
    )

    answer = put(json={"page": 1})

    shard = kinesis.get_shard_iterator(
        StreamName="clicks", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )
    records = kinesis.get_records(ShardIterator=shard["ShardIterator"])["Records"]
    assert (answer.json()["ShardId"], json.loads(records[0]["Data"])) == ("shardId-000000000000", {"page": 1})


def test_s3_by_path_and_by_action(api: Api) -> None:
    """An object goes in and comes out by its path; by action its parameters stand in the URI."""
    api.aws("s3").create_bucket(Bucket="files")
    key = {"integration.request.path.key": "method.request.path.key"}
    put = api.method("s3:path/files/{key}", verb="PUT", backend_verb="PUT", part="{key}", mappings=key)
    get = api.method(
        "s3:path/files/{key}",
        verb="GET",
        backend_verb="GET",
        part="{key}",
        mappings=key,
        responses={"200": {}, "404": {"selectionPattern": "404"}},
    )
    by_action = api.method(
        "s3:action/GetObject&Bucket=files&Key={key}", verb="GET", backend_verb="GET", part="{key}", mappings=key
    )

    put("/a%20b.txt", data=b"hello", headers={"Content-Type": "text/plain"})
    answers = get("/a%20b.txt"), get("/none"), by_action("/a%20b.txt")

    assert [(answer.status_code, answer.content[:5]) for answer in answers] == [
        (200, b"hello"), (404, b"<?xml"), (200, b"hello")
    ]  # fmt: skip
    assert api.aws("s3").get_object(Bucket="files", Key="a b.txt")["ContentType"] == "text/plain"


def test_start_execution(api: Api) -> None:
    """A workflow is started without a function. fact: aws-integration.target"""
    role = api.aws("iam").create_role(RoleName="machine", AssumeRolePolicyDocument=trust("states"))["Role"]["Arn"]
    definition = {"StartAt": "Say", "States": {"Say": {"Type": "Pass", "End": True}}}
    states = api.aws("stepfunctions")
    machine = states.create_state_machine(name="say", definition=json.dumps(definition), roleArn=role)
    text = "$util.escapeJavaScript($input.json('$'))"
    start = api.method(
        "states:action/StartExecution",
        template=f'{{"stateMachineArn": "{machine["stateMachineArn"]}", "input": "{text}"}}',
    )

    execution = start(json={"id": 7}).json()["executionArn"]

    done = eventually(lambda: (found := states.describe_execution(executionArn=execution)).get("output") and found)
    assert (done["status"], json.loads(done["output"])) == ("SUCCEEDED", {"id": 7})
