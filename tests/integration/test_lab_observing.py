"""A lab reads logs and metrics as tables, by boto3 alone."""

import json
from collections.abc import Iterator

import pytest

from apiglab import Lab
from apiglab.lab.errors import LabError
from tests.integration.lab_server import a_user

pytestmark = pytest.mark.slow
FORM = (
    '{"id": "$context.requestId", "status": $context.status, "path": "$context.path", '
    '"error": "$context.error.responseType"}'
)
LOGGED = {
    "/accessLogSettings/destinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:pets",
    "/accessLogSettings/format": FORM,
    "/*/*/logging/loglevel": "INFO",
    "/*/*/metrics/enabled": "true",
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab on the local backend, with a server of its own, whose gateway may write logs."""
    with a_user(tmp_path_factory.mktemp("lab")):
        made = Lab()
        role = [{"op": "replace", "path": "/cloudwatchRoleArn", "value": "arn:aws:iam::123456789012:role/logs"}]
        made.client("apigateway").update_account(patchOperations=role)
        made.client("logs").create_log_group(logGroupName="pets")
        yield made
        made.cleanup()


def an_api(lab: Lab, name: str, settings: dict[str, str]) -> str:
    """An API with a MOCK at its root, deployed to dev with these settings."""
    gateway = lab.client("apigateway")
    api = gateway.create_rest_api(name=name)
    at = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    gateway.put_method(**at, authorizationType="NONE")
    gateway.put_integration(**at, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    gateway.put_method_response(**at, statusCode="200")
    gateway.put_integration_response(**at, statusCode="200")
    gateway.create_deployment(restApiId=api["id"], stageName="dev")
    operations = [{"op": "replace", "path": path, "value": value} for path, value in settings.items()]
    if operations:
        gateway.update_stage(restApiId=api["id"], stageName="dev", patchOperations=operations)
    return str(api["id"])


@pytest.fixture(scope="module")
def api_id(lab: Lab) -> str:
    """An API that is logged and counted, and was asked twice: once for what it has not."""
    made = an_api(lab, "observed", LOGGED)
    lab.send("GET", lab.url(made, "dev", "/"))
    lab.send("GET", lab.url(made, "dev", "/nowhere"))
    return made


def test_an_access_log_of_json_is_a_table_of_its_members(lab: Lab, api_id: str) -> None:
    """A row for each request; patterns of CloudWatch Logs choose. fact: logs.json-pattern"""
    table = lab.logs(api_id, "dev")

    assert list(table.columns) == ["@time", "id", "status", "path", "error"]
    assert table[["status", "path", "error"]].values.tolist() == [
        [200, "/dev/", "-"],
        [403, "/dev/nowhere", "MISSING_AUTHENTICATION_TOKEN"],
    ]
    assert lab.logs(api_id, "dev", pattern="{ $.status = 403 }")["path"].tolist() == ["/dev/nowhere"]
    assert lab.logs(api_id, "dev", request=lab.last)["status"].tolist() == [403]


def test_an_access_log_of_another_form_is_lines(lab: Lab) -> None:
    """What is no JSON stays as it was written."""
    made = an_api(lab, "lines", {**LOGGED, "/accessLogSettings/format": "CLF $context.status $context.requestId"})
    answer = lab.send("GET", lab.url(made, "dev", "/"))

    table = lab.logs(made, "dev", request=answer)

    assert table["message"].tolist() == [f"CLF 200 {answer.headers.get('x-amzn-RequestId')}"]


def test_an_execution_log_tells_whose_each_message_is(lab: Lab, api_id: str) -> None:
    """One request's messages, in their order. fact: execution-log.levels"""
    answer = lab.send("GET", lab.url(api_id, "dev", "/"))

    table = lab.logs(api_id, "dev", "execution", request=answer)

    assert set(table["request_id"]) == {answer.headers.get("x-amzn-RequestId")}
    assert table["message"].tolist()[-2:] == ["Successfully completed execution", "Method completed with status: 200"]


def test_metrics_by_api_stage_and_method(lab: Lab) -> None:
    """Counts are whole numbers, latencies have percentiles; the lab's clock may be ahead. fact: metrics.dimensions"""
    lab.clock.advance(seconds=86_400)
    made = an_api(lab, "counted", LOGGED)
    for path in ("/", "/", "/nowhere"):
        lab.send("GET", lab.url(made, "dev", path))

    of_api, of_method = lab.metrics(made), lab.metrics(made, "dev", resource="/", method="GET")
    lab.clock.reset()

    assert list(of_api.columns[:4]) == ["Count", "4XXError", "5XXError", "Latency p50"]
    assert of_api[["Count", "4XXError", "5XXError"]].sum().tolist() == [3, 1, 0]
    assert of_method["Count"].sum() == 2
    assert (of_api["Latency p50"] <= of_api["Latency p99"]).all()


@pytest.mark.parametrize(
    ("log", "told"),
    [("access", "dev writes no access log"), ("execution", "dev writes no execution log")],
)
def test_a_stage_that_logs_nothing_says_how_to_switch_it_on(lab: Lab, log: str, told: str) -> None:
    """The error names the setting."""
    made = an_api(lab, "silent", {})
    with pytest.raises(LabError) as caught:
        lab.logs(made, "dev", log)  # type: ignore[arg-type]  # the two that there are

    assert caught.value.what == told
    assert caught.value.next_step.startswith("update_stage with /")


def test_what_cannot_be_read_is_told(lab: Lab, api_id: str) -> None:
    """A pattern, a period, a stage, a method without metrics, a group that is gone."""
    silent = an_api(lab, "silent", {})
    gone = {**LOGGED, "/accessLogSettings/destinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:gone"}
    lab.client("logs").create_log_group(logGroupName="gone")
    lost = an_api(lab, "lost", gone)
    lab.client("logs").delete_log_group(logGroupName="gone")
    told = []
    for read in (
        lambda: lab.logs(api_id, "dev", pattern="{ $.status = }"),
        lambda: lab.logs(api_id, "prod"),
        lambda: lab.logs(lost, "dev"),
        lambda: lab.metrics(api_id, period=90),
        lambda: lab.metrics(api_id, minutes=100_000),
        lambda: lab.metrics(api_id, "dev", resource="/"),
        lambda: lab.metrics(silent, "dev", resource="/", method="GET"),
    ):
        with pytest.raises(LabError) as caught:
            read()
        told.append(caught.value.what.partition(":")[0])

    assert told == [
        "Invalid filter pattern",
        f"{api_id} has no stage prod",
        "the log group gone is not there",
        "a period of 90 s is none that API Gateway has",
        "these are 100,001 periods, and CloudWatch tells 1,440",
        "a method's metrics go by its stage, its resource and its method",
        "dev counts no methods one by one",
    ]


def test_the_lines_of_an_exchange_s_request_are_json(lab: Lab, api_id: str) -> None:
    """What a pattern filters is what boto3 reads. fact: logs.json-numbers"""
    found = lab.client("logs").filter_log_events(logGroupName="pets", filterPattern="{ $.status >= 400 }")["events"]

    assert {json.loads(event["message"])["status"] for event in found} == {403}
