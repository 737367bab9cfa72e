"""moto lives in the lab's time; moving the clock moves what is stamped, hidden and expires."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from apiglab.model.clock import Clock
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import InProcess, in_process

DAY = 86_400


@pytest.fixture
def aws() -> Iterator[InProcess]:
    """A fresh AWS without its API Gateway."""
    with in_process(Surroundings(Clock())) as inside:
        yield inside


def test_messages_are_visible_again_after_their_timeout(aws: InProcess) -> None:
    """Nobody has to wait for a visibility timeout."""
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="one")
    seen = []
    for _ in range(2):
        seen.append(len(sqs.receive_message(QueueUrl=url)["Messages"]))
        seen.append("Messages" in sqs.receive_message(QueueUrl=url))
        aws.surroundings.clock.advance(601)

    assert seen == [1, False, 1, False]


def test_metrics_are_stamped_in_the_lab_s_time(aws: InProcess) -> None:
    """A point without a time of its own is of the lab's present. fact: surroundings.lab-time"""
    aws.surroundings.clock.advance(DAY)
    cloudwatch, now = aws.client("cloudwatch"), aws.surroundings.clock.now()
    cloudwatch.put_metric_data(Namespace="pets", MetricData=[{"MetricName": "fed", "Value": 3}])
    points = cloudwatch.get_metric_statistics(
        Namespace="pets", MetricName="fed", StartTime=now - 300, EndTime=now + 300, Period=60, Statistics=["Sum"]
    )["Datapoints"]

    assert [point["Sum"] for point in points] == [3.0]
    assert points[0]["Timestamp"].timestamp() == pytest.approx(now, abs=120)


def test_cognito_s_tokens_expire_in_the_lab_s_time(aws: InProcess) -> None:
    """A token of tomorrow is issued tomorrow."""
    aws.surroundings.clock.advance(DAY)
    cognito = aws.client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="users")["UserPool"]["Id"]
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"]
    made = cognito.create_user_pool_client(UserPoolId=pool, ClientName="app", ExplicitAuthFlows=flows)
    client = made["UserPoolClient"]["ClientId"]
    cognito.admin_create_user(UserPoolId=pool, Username="ann")
    cognito.admin_set_user_password(UserPoolId=pool, Username="ann", Password="Secret-1234", Permanent=True)
    answer = cognito.admin_initiate_auth(
        UserPoolId=pool,
        ClientId=client,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann", "PASSWORD": "Secret-1234"},
    )
    claims = _claims(answer["AuthenticationResult"]["AccessToken"])

    assert claims["exp"] == pytest.approx(aws.surroundings.clock.now() + 3600, abs=60)


def _claims(token: str) -> dict[str, Any]:
    """What a token says, unverified."""
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def test_a_reset_of_the_clock_is_followed(aws: InProcess) -> None:
    """moto asks the clock each time."""
    aws.surroundings.clock.advance(DAY)
    aws.surroundings.clock.reset()
    user = aws.client("iam").create_user(UserName="ann")["User"]

    assert user["CreateDate"].timestamp() == pytest.approx(Clock().now(), abs=60)
