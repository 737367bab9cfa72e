"""The lab over a real server: build, deploy, send, explain, move time, clean up, on both backends."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apiglab import Lab
from apiglab.lab import local_server
from apiglab.lab.errors import LabError
from tests.integration.lab_server import a_user

pytestmark = pytest.mark.slow

PETS = [{"id": 1, "name": "Ada"}]
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
ALLOW = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}]}


@pytest.fixture(scope="module", autouse=True)
def user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pytest.MonkeyPatch]:
    """One server for all of these tests."""
    with a_user(tmp_path_factory.mktemp("lab")) as patch:
        yield patch


@pytest.fixture(params=["local", "aws"])
def lab(request: pytest.FixtureRequest, user: pytest.MonkeyPatch) -> Iterator[Lab]:
    """A lab on the local backend, and the aws backend aimed at the same strict server."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "aws":
            server = local_server.ensure()
            patch.setenv("APIGLAB_BACKEND", "aws")
            patch.setenv("APIGLAB_ENDPOINT_URL", server.url)
            patch.setenv("AWS_ACCESS_KEY_ID", server.access_key_id)
            patch.setenv("AWS_SECRET_ACCESS_KEY", server.secret_access_key)
            patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        made = Lab("01")
        yield made
        made.cleanup()


def pets(event: Any, context: Any) -> Any:
    """The handler of these tests."""
    return {"statusCode": 200, "body": json.dumps(PETS)}


def test_a_function_behind_an_api_is_built_called_and_removed(lab: Lab) -> None:
    """The first lesson in six lines; nothing is left afterwards."""
    lab.create_function("pets", pets, env={"STAGE": "dev"}, Timeout=5)
    api = lab.rest_api("pets")
    api.resource("/pets").method("GET").lambda_proxy("pets")
    api.resource("/pets/{id}").method("GET").mock({"id": 1})
    url = api.deploy("dev")

    exchanges = [lab.send("GET", url + path) for path in ("pets", "pets/7", "nope")]
    cleanup = lab.cleanup()

    assert [(exchange.status, exchange.text) for exchange in exchanges] == [
        (200, '[{"id": 1, "name": "Ada"}]'),
        (200, '{"id": 1}'),
        (403, '{"message":"Missing Authentication Token"}'),
    ]
    assert [(item.what, item.name, item.result) for item in cleanup.removed if item.what != "log group"] == [
        ("REST API", "pets", "deleted"),
        ("function", "pets", "deleted"),
        ("role", "pets-role", "deleted"),
    ]
    assert (cleanup.left, lab.inventory()) == ([], [])


def test_deploying_a_function_again_updates_it(lab: Lab) -> None:
    """A cell that is run twice."""
    first = lab.create_function("pets", pets)

    assert lab.create_function("pets", pets, env={"STAGE": "qa"}) == first
    configuration = lab.client("lambda").get_function_configuration(FunctionName="pets")
    assert configuration["Environment"]["Variables"] == {"STAGE": "qa"}


def test_everything_in_the_table_can_be_made_and_removed(lab: Lab) -> None:
    """What holds on to what does not matter to the learner."""
    role = lab.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    lab.client("iam").put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=json.dumps(ALLOW))
    lab.client("sqs").create_queue(QueueName="jobs")
    lab.client("sns").create_topic(Name="news")
    lab.client("s3").create_bucket(Bucket="apiglab-files")
    lab.client("s3").put_object(Bucket="apiglab-files", Key="a", Body=b"b")
    lab.client("logs").create_log_group(logGroupName="/apiglab/x")
    lab.client("events").put_rule(Name="daily", ScheduleExpression="rate(1 day)")
    machine = '{"StartAt":"a","States":{"a":{"Type":"Succeed"}}}'
    lab.client("stepfunctions").create_state_machine(name="m", definition=machine, roleArn=role["Arn"])
    lab.client("dynamodb").create_table(
        TableName="pets",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    made = lab.inventory()

    cleanup = lab.cleanup()

    assert [owned.noun for owned in made] == [item.what for item in cleanup.removed]
    assert {item.result for item in cleanup.removed} == {"deleted"}
    assert (len(made), cleanup.left) == (8, [])


def test_user_pools_are_removed_with_all_that_is_in_them(lab: Lab) -> None:
    """Users, app clients, a domain: nothing is left, neither of the pool nor in a second cleanup."""
    pools = lab.client("cognito-idp")
    pool_id = pools.create_user_pool(PoolName="customers")["UserPool"]["Id"]
    pools.create_user_pool_client(UserPoolId=pool_id, ClientName="app")
    pools.admin_create_user(UserPoolId=pool_id, Username="cleo", MessageAction="SUPPRESS")
    pools.create_user_pool_domain(UserPoolId=pool_id, Domain="customers-of-a-test")
    made = [repr(owned) for owned in lab.inventory()]

    first, second = lab.cleanup(), lab.cleanup()

    assert made == ["user pool customers"]
    assert repr(first) == "What       Name       Result\nuser pool  customers  deleted\n0 left."
    assert (repr(second), pools.list_user_pools(MaxResults=60)["UserPools"]) == ("0 left.", [])


def test_another_lab_s_things_are_left_alone(lab: Lab) -> None:
    """Two lessons on one server, one after the other or side by side."""
    other = Lab("02", backend="local")
    other.client("sqs").create_queue(QueueName="theirs")
    lab.client("sqs").create_queue(QueueName="ours")
    lab.client("sqs").create_queue(QueueName="theirs")

    lab.cleanup()

    assert [repr(owned) for owned in other.inventory()] == ["queue theirs"]
    assert repr(other.cleanup()).endswith("0 left.")


def test_a_signed_request_is_accepted_by_the_control_plane(lab: Lab) -> None:
    """The root keys of the strict server open it, and no others."""
    import boto3
    from botocore.exceptions import ClientError

    stranger = boto3.client(
        "apigateway",
        endpoint_url=lab.backend.endpoint_url,
        region_name="us-east-1",
        aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
        aws_secret_access_key="x",
    )

    assert "items" in lab.client("apigateway").get_rest_apis()
    with pytest.raises(ClientError):
        stranger.get_rest_apis()


def test_the_journey_and_the_explanation_are_the_local_backend_s(user: pytest.MonkeyPatch) -> None:
    """Which of the ways to get 403 was it?"""
    lab = Lab()
    api = lab.rest_api("pets")
    api.resource("/pets").method("GET").mock([])
    url = api.deploy("dev")
    lab.send("POST", url + "pets")

    assert [way.title for way in lab.explain().found] == ["The resource has no such method"]
    assert [lab.send("GET", lab.url("nope", "dev")).reason, lab.send("GET", lab.url(api.id, "qa")).reason] == [
        "routing.unknown_api",
        "routing.unknown_stage",
    ]
    lab.cleanup()


def test_time_is_moved_and_put_back_and_signatures_go_on_working(user: pytest.MonkeyPatch) -> None:
    """A quota's day takes no waiting."""
    lab = Lab()
    lab.clock.advance(hours=25)

    assert "items" in lab.client("apigateway").get_rest_apis()
    assert round(lab.clock.offset) == 90_000
    assert repr(lab.cleanup()) == "Lab time was 1 d 1 h ahead of real time; it is real time again.\n0 left."


def test_on_aws_what_is_local_only_says_so_in_one_line(user: pytest.MonkeyPatch) -> None:
    """And what is made carries the lab's tags, by which it is found without the ledger."""
    server = local_server.ensure()
    user.setenv("AWS_ACCESS_KEY_ID", server.access_key_id)
    user.setenv("AWS_SECRET_ACCESS_KEY", server.secret_access_key)
    lab = Lab("03", backend="aws", region="us-east-1", endpoint_url=server.url)
    made = lab.client("apigateway").create_rest_api(name="tagged")
    lab.client("sqs").create_queue(QueueName="tagged")
    lab.client("iam").create_role(RoleName="tagged", AssumeRolePolicyDocument=json.dumps(TRUST))
    lab._ledger.path.unlink()

    inventory = lab.inventory()

    assert made["tags"]["apiglab:lab"] == "03"
    assert [owned.noun for owned in inventory] == ["REST API", "queue", "role"]
    with pytest.raises(LabError, match="a clock that can be moved exists only on the local backend"):
        lab.clock.advance(hours=1)
    assert repr(lab.cleanup()).endswith("0 left.")


def test_the_user_s_own_aws_configuration_cannot_redirect_the_local_backend(
    user: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A profile that is not there, an endpoint that is nobody's."""
    (tmp_path / "config").write_text("[default]\nendpoint_url = http://127.0.0.1:9\nregion = eu-west-1\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
        patch.setenv("AWS_PROFILE", "missing")
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        lab = Lab()

        assert lab.client("sts").get_caller_identity()["Account"] == "123456789012"
        assert (lab.session.region_name, lab.session.resource("sqs").meta.client.meta.endpoint_url) == (
            "us-east-1",
            lab.backend.endpoint_url,
        )
