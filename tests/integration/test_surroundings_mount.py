"""boto3 works against moto in process, and what moto lacks is an error of AWS's kind."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from apiglab.model.clock import Clock
from apiglab.model.http import Headers, HttpRequest
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import InProcess, in_process


@pytest.fixture
def aws() -> Iterator[InProcess]:
    """A fresh AWS without its API Gateway."""
    with in_process(Surroundings(Clock())) as inside:
        yield inside


def _error(call: Any, **parameters: Any) -> tuple[str, str, int]:
    """Code, message and status of the error that ``call`` raises."""
    with pytest.raises(ClientError) as raised:
        call(**parameters)
    response = raised.value.response
    return response["Error"]["Code"], response["Error"]["Message"], response["ResponseMetadata"]["HTTPStatusCode"]


def test_json_services_answer(aws: InProcess) -> None:
    """A message that was sent to a queue is received from it."""
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="one")

    assert url == "http://127.0.0.1:4566/123456789012/orders"
    assert [message["Body"] for message in sqs.receive_message(QueueUrl=url)["Messages"]] == ["one"]


def test_query_services_answer(aws: InProcess) -> None:
    """A user of IAM that was made is listed."""
    iam = aws.client("iam")
    iam.create_user(UserName="ann")

    assert [user["UserName"] for user in iam.list_users()["Users"]] == ["ann"]


def test_objects_keep_their_names_and_types(aws: InProcess) -> None:
    """Empty segments, plus signs and other letters are part of an object's key; HTML stays HTML."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="pages")
    s3.put_object(
        Bucket="pages", Key="a//b+c/é .html", Body=b"<html>", ContentType="text/html", Metadata={"a_b": "1", "c-d": "2"}
    )
    found = s3.get_object(Bucket="pages", Key="a//b+c/é .html")

    assert found["Body"].read() == b"<html>"
    assert (found["ContentType"], found["Metadata"]) == ("text/html", {"a_b": "1", "c-d": "2"})


def test_a_key_of_12_digits_chooses_the_account(aws: InProcess) -> None:
    """Queues of one account are not seen from another."""
    aws.client("sqs", key="111111111111").create_queue(QueueName="mine")
    ones = [aws.client("sqs", key=key).list_queues().get("QueueUrls", []) for key in ("111111111111", "222222222222")]

    assert ones == [["http://127.0.0.1:4566/111111111111/mine"], []]


def test_a_strict_server_finds_accounts_by_the_keys_that_were_made() -> None:
    """Where digits choose no account, a user's key still belongs to the account that it was made in."""
    with in_process(Surroundings(Clock(), accounts_by_key=False)) as aws:
        identity = aws.client("sts", key="111111111111").get_caller_identity()

    assert identity["Account"] == "123456789012"


def test_a_key_belongs_to_the_account_it_was_made_in(aws: InProcess) -> None:
    """A user's access key acts in the user's account."""
    iam = aws.client("iam", key="111111111111")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]["AccessKeyId"]

    assert aws.client("sts", key=key).get_caller_identity()["Account"] == "111111111111"


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "name"),
    [
        ("sqs", "cancel_message_move_task", {"TaskHandle": "x"}, "sqs.CancelMessageMoveTask"),
        ("iam", "get_context_keys_for_custom_policy", {"PolicyInputList": ["x"]}, "iam.GetContextKeysForCustomPolicy"),
        ("lambda", "list_code_signing_configs", {}, "lambda.ListCodeSigningConfigs"),
        ("cloudwatch", "describe_anomaly_detectors", {}, "cloudwatch.DescribeAnomalyDetectors"),
        ("ec2", "describe_capacity_blocks", {}, "ec2.DescribeCapacityBlocks"),
        ("outposts", "list_outposts", {}, "the service outposts"),
        ("apigateway", "get_rest_apis", {}, "apigateway: apiglab serves API Gateway itself"),
        ("apigatewayv2", "get_apis", {}, "apigateway: apiglab serves API Gateway itself"),
    ],
)
def test_what_moto_lacks_is_named(
    aws: InProcess, service: str, operation: str, parameters: dict[str, Any], name: str
) -> None:
    """A missing operation or service is a 501 that names it, in JSON, query, REST and EC2 alike."""
    call = getattr(aws.client(service), operation)

    assert _error(call, **parameters) == (
        "NotImplementedException",
        f"apiglab's surroundings (moto) do not have {name}.",
        501,
    )


def test_moto_s_api_gateway_is_not_reached_by_another_name(aws: InProcess) -> None:
    """Neither a host name nor the management API's scope leads to moto's own."""
    by_host = aws.send(
        HttpRequest("GET", "/restapis", headers=Headers([("Host", "apigateway.us-east-1.amazonaws.com")]))
    )
    by_service = aws.send(HttpRequest("POST", "/@connections/x"), service="execute-api")

    assert (by_host.status, by_service.status) == (501, 501)


def test_moto_s_own_api_is_a_bucket_like_any_other(aws: InProcess) -> None:
    """moto's reset and dashboard are not served; the path is S3's."""
    response = aws.send(HttpRequest("POST", "/moto-api/reset"))

    assert response.status != 200


def test_a_crash_of_moto_s_is_an_internal_failure_that_says_what(aws: InProcess, caplog: Any) -> None:
    """An unhandled exception becomes a modelled 500 and a line in the log, never a page."""
    request = HttpRequest(
        "POST",
        "/",
        headers=Headers(
            [
                ("X-Amz-Target", "DynamoDB_20120810.CreateTable"),
                ("Content-Type", "application/x-amz-json-1.0"),
                (
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=a/20261123/us-east-1/dynamodb/aws4_request, Signature=0",
                ),
            ]
        ),
        body=b"no json",
    )
    response = aws.send(request)

    assert (response.status, response.headers.get("x-amzn-ErrorType")) == (500, "InternalFailure")
    assert json.loads(response.body)["message"].startswith(
        "apiglab's surroundings (moto) failed at dynamodb.CreateTable"
    )
    assert "moto failed at dynamodb.CreateTable" in caplog.text


def test_a_region_that_is_not_there_is_named(aws: InProcess) -> None:
    """AWS has no such host; the lab has no host to be missing, and says so instead."""
    assert _error(aws.client("sqs", region="nowhere-1").list_queues) == (
        "InvalidRegion",
        "sqs is not in the region nowhere-1, which apiglab's surroundings do not have.",
        400,
    )


def test_no_answer_is_marked_for_other_origins(aws: InProcess) -> None:
    """moto lets any web page read its answers; the lab's surroundings do not."""
    request = HttpRequest("GET", "/", headers=Headers([("Origin", "https://evil.example")]))
    names = [name.lower() for name, _ in aws.send(request).headers]

    assert [name for name in names if name.startswith("access-control")] == []


def test_reset_empties_every_service(aws: InProcess) -> None:
    """After a reset nothing that was made is there."""
    aws.client("sqs").create_queue(QueueName="orders")
    aws.client("iam").create_user(UserName="ann")
    aws.run(aws.surroundings.reset())

    assert aws.client("sqs").list_queues().get("QueueUrls") is None
    assert aws.client("iam").list_users()["Users"] == []


def test_counters_count_and_messages_come_once_under_many_threads(aws: InProcess) -> None:
    """160 atomic updates from 16 threads add up to 160, and each of 160 messages is received once."""
    dynamodb, sqs = aws.client("dynamodb", max_pool_connections=16), aws.client("sqs")
    dynamodb.create_table(
        TableName="counters",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    for number in range(16):
        entries = [{"Id": str(i), "MessageBody": f"{number}.{i}"} for i in range(10)]
        sqs.send_message_batch(QueueUrl=url, Entries=entries)

    def count(_: int) -> list[str]:
        dynamodb.update_item(
            TableName="counters",
            Key={"id": {"S": "n"}},
            UpdateExpression="ADD hits :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )
        return [message["MessageId"] for message in sqs.receive_message(QueueUrl=url).get("Messages", [])]

    with ThreadPoolExecutor(16) as pool:
        received = [message for messages in pool.map(count, range(160)) for message in messages]

    assert dynamodb.get_item(TableName="counters", Key={"id": {"S": "n"}})["Item"]["hits"] == {"N": "160"}
    assert (len(received), len(set(received))) == (160, 160)


def test_nothing_of_moto_is_imported_before_the_first_request() -> None:
    """A server that is only started costs neither moto's second nor its memory."""
    program = "import sys, apiglab.surroundings.mount as m, apiglab.model.clock as c; m.Surroundings(c.Clock());"
    program += "print([name for name in sys.modules if name.split('.')[0] in ('moto', 'boto3', 'botocore', 'flask')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_stopped_mount_can_be_started_again() -> None:
    """Stopping ends the worker threads; the next request has new ones."""

    async def twice() -> list[int]:
        surroundings = Surroundings(Clock())
        statuses = []
        for _ in range(2):
            await surroundings.start()
            statuses.append((await surroundings.respond(HttpRequest("GET", "/"), service="s3")).status)
            await surroundings.stop()
        return statuses

    assert asyncio.run(twice()) == [200, 200]
