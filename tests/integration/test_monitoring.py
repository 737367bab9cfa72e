"""Access logs, execution logs and metrics of a running server, read by boto3."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.deploying import deploy_function, deploy_proxy
from tests.serving import Served

pytestmark = pytest.mark.slow

HANDLER = """
def handler(event, context):
    return {"statusCode": int(event["path"].strip("/") or 200), "body": "hello"}
"""
UNLIMITED = (
    "API Key  authorized because method 'GET /{proxy+}' does not require API Key. Request will not contribute to "
    "throttle or quota limits"
)
GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:access"
FORM = json.dumps(
    {
        "id": "$context.requestId",
        "status": "$context.status",
        "path": "$context.path",
        "resource": "$context.resourcePath",
        "user": "$context.identity.user",
        "length": "$context.responseLength",
        "lambda": "$context.integration.integrationStatus",
        "function": "$context.integration.status",
        "took": "$context.integrationLatency",
    }
)


@pytest.fixture(scope="module")
def api_id(server: Served) -> str:
    """An API whose function answers with the status that the path names, logged and metered in detail on dev."""
    gateway = server.client("apigateway")
    api_id = deploy_proxy(server, deploy_function(server, "statuses", HANDLER))
    gateway.update_rest_api(
        restApiId=api_id, patchOperations=[{"op": "replace", "path": "/name", "value": "monitored"}]
    )
    gateway.create_deployment(restApiId=api_id, stageName="dev")
    role = [{"op": "replace", "path": "/cloudwatchRoleArn", "value": "arn:aws:iam::123456789012:role/logs"}]
    gateway.update_account(patchOperations=role)
    server.client("logs").create_log_group(logGroupName="access")
    settings = {
        "/accessLogSettings/destinationArn": GROUP,
        "/accessLogSettings/format": FORM,
        "/*/*/metrics/enabled": "true",
        "/*/*/logging/loglevel": "INFO",
    }
    operations = [{"op": "replace", "path": path, "value": value} for path, value in settings.items()]
    gateway.update_stage(restApiId=api_id, stageName="dev", patchOperations=operations)
    return api_id


def call(server: Served, api_id: str, path: str) -> requests.Response:
    """One request to dev."""
    return requests.get(f"{server.url}/_aws/execute-api/{api_id}/dev/{path}", timeout=30)


def messages(server: Served, group: str, **query: Any) -> list[str]:
    """What a log group holds."""
    found = server.client("logs").filter_log_events(logGroupName=group, **query)
    return [event["message"] for event in found["events"]]


def test_each_request_has_a_line_in_the_access_log(server: Served, api_id: str) -> None:
    """Of the stage's own form, refusals too. fact: access-log.variables, access-log.missing"""
    good, refused = call(server, api_id, "201"), call(server, api_id, "")

    lines = {line["id"]: line for line in map(json.loads, messages(server, "access"))}

    took = lines[good.headers["x-amzn-RequestId"]].pop("took")
    assert lines[good.headers["x-amzn-RequestId"]] == {
        "id": good.headers["x-amzn-RequestId"],
        "status": "201",
        "path": "/dev/201",
        "resource": "/{proxy+}",
        "user": "-",
        "length": "5",
        "lambda": "200",
        "function": "201",
    }
    assert took.isdigit()
    assert lines[refused.headers["x-amzn-RequestId"]] == {
        "id": refused.headers["x-amzn-RequestId"],
        "status": "403",
        "path": "/dev/",
        "resource": "-",
        "user": "-",
        "length": str(len(refused.content)),
        "lambda": "-",
        "function": "-",
        "took": "-",
    }


def test_the_execution_log_has_a_group_of_its_own(server: Served, api_id: str) -> None:
    """Without data tracing it tells no bodies. fact: execution-log.levels"""
    request_id = call(server, api_id, "200").headers["x-amzn-RequestId"]

    lines = messages(server, f"API-Gateway-Execution-Logs_{api_id}/dev", filterPattern=f'"{request_id}"')

    assert all(line.startswith(f"({request_id}) ") for line in lines)
    told = [line.removeprefix(f"({request_id}) ").partition(":")[0] for line in lines]
    assert told == [
        "Extended Request Id",
        "Verifying Usage Plan for request",
        UNLIMITED,
        f"Usage Plan check succeeded for API Key  and API Stage {api_id}/dev",
        "Starting execution for request",
        "HTTP Method",
        "Endpoint request URI",
        "Sending request to https",
        "Received response. Status",
        "Successfully completed execution",
        "Method completed with status",
    ]


def test_a_group_that_is_gone_stops_nobody(server: Served, api_id: str) -> None:
    """Requests are served; what is logged meanwhile is lost. fact: access-log.group-is-gone"""
    logs = server.client("logs")
    messages(server, "access")
    logs.delete_log_group(logGroupName="access")

    status = call(server, api_id, "202").status_code
    logs.create_log_group(logGroupName="access")
    back = call(server, api_id, "202").headers["x-amzn-RequestId"]

    assert status == 202
    assert back in messages(server, "access")[-1]


def test_metrics_count_and_measure(server: Served, api_id: str) -> None:
    """By API, stage and method, with percentiles. fact: metrics.dimensions, metrics.values"""
    for path in ("200", "200", "404", "500"):
        call(server, api_id, path)
    cloudwatch = server.client("cloudwatch")
    now = datetime.now(UTC)
    dimensions = [
        {"Name": "ApiName", "Value": "monitored"},
        {"Name": "Stage", "Value": "dev"},
        {"Name": "Resource", "Value": "/{proxy+}"},
        {"Name": "Method", "Value": "ANY"},
    ]

    def total(name: str, kept: int) -> float:
        points = cloudwatch.get_metric_statistics(
            Namespace="AWS/ApiGateway",
            MetricName=name,
            Dimensions=dimensions[:kept],
            StartTime=now - timedelta(minutes=10),
            EndTime=now + timedelta(minutes=1),
            Period=60,
            Statistics=["Sum"],
        )["Datapoints"]
        return sum(point["Sum"] for point in points)

    assert total("Count", 4) == total("Count", 1) - 1 == total("Count", 2) - 1
    assert (total("4XXError", 4), total("5XXError", 4)) == (1, 1)
    data = cloudwatch.get_metric_data(
        MetricDataQueries=[
            {
                "Id": stat.lower(),
                "MetricStat": {
                    "Metric": {
                        "Namespace": "AWS/ApiGateway",
                        "MetricName": "Latency",
                        "Dimensions": dimensions[:2],
                    },
                    "Period": 3600,
                    "Stat": stat,
                },
            }
            for stat in ("Minimum", "p50", "p99", "Maximum")
        ],
        StartTime=now - timedelta(minutes=30),
        EndTime=now + timedelta(minutes=1),
    )["MetricDataResults"]
    values = [each["Values"][0] for each in data]
    assert values == sorted(values)
    listed = cloudwatch.list_metrics(Namespace="AWS/ApiGateway", MetricName="IntegrationLatency")["Metrics"]
    assert {tuple(sorted(each["Name"] for each in found["Dimensions"])) for found in listed} == {
        ("ApiName",),
        ("ApiName", "Stage"),
        ("ApiName", "Method", "Resource", "Stage"),
    }


def test_extended_statistics(server: Served, api_id: str) -> None:
    """As GetMetricStatistics has them. fact: metrics.values"""
    call(server, api_id, "200")
    now = datetime.fromtimestamp(time.time(), UTC)

    points = server.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/ApiGateway",
        MetricName="Latency",
        Dimensions=[{"Name": "ApiName", "Value": "monitored"}],
        StartTime=now - timedelta(minutes=10),
        EndTime=now + timedelta(minutes=1),
        Period=3600,
        ExtendedStatistics=["p50", "p99.9"],
        Statistics=["Maximum"],
    )["Datapoints"]

    extended = points[-1]["ExtendedStatistics"]
    assert extended["p50"] <= extended["p99.9"] <= points[-1]["Maximum"]
