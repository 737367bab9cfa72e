"""An API whose stage writes an access log of a given form, and what its lines are."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from apiglab.course.build import STAGE, answering_method, fresh_name
from apiglab.course.live import AWS_PATIENCE
from apiglab.lab.removal import remove_log_groups

PUSH = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}


class Logged(NamedTuple):
    """The API, and the log group that its stage may write to."""

    api_id: str
    group: str


@contextmanager
def a_logged_api(lab: Any) -> Iterator[Logged]:
    """GET / of a fresh API answers 200; log group, role and API are gone afterwards."""
    apis, logs = lab.client("apigateway"), lab.client("logs")
    group = fresh_name("access")
    api = apis.create_rest_api(name=fresh_name("logged"), endpointConfiguration={"types": ["REGIONAL"]})
    logs.create_log_group(logGroupName=group)
    try:
        answering_method(apis, api["id"], "/")
        apis.create_deployment(restApiId=api["id"], stageName=STAGE)
        with _role_for_logs(lab):
            yield Logged(api["id"], group)
    finally:
        apis.delete_rest_api(restApiId=api["id"])
        remove_log_groups(logs, group)


def log_with(lab: Any, logged: Logged, form: str) -> None:
    """Switch the access log on."""
    settings = {
        "/accessLogSettings/destinationArn": f"arn:aws:logs:{lab.region}:{lab.account_id}:log-group:{logged.group}",
        "/accessLogSettings/format": form,
    }
    operations = [{"op": "replace", "path": path, "value": value} for path, value in settings.items()]
    lab.client("apigateway").update_stage(restApiId=logged.api_id, stageName=STAGE, patchOperations=operations)


def lines_of(lab: Any, logged: Logged, count: int) -> list[str]:
    """The lines of the log, oldest first, once there are ``count``; on AWS they come late."""
    deadline = time.monotonic() + (AWS_PATIENCE if lab.backend.kind == "aws" else 0.0)
    while True:
        found = lab.client("logs").filter_log_events(logGroupName=logged.group)["events"]
        if len(found) >= count or time.monotonic() > deadline:
            return [event["message"] for event in found]
        time.sleep(1)


@contextmanager
def _role_for_logs(lab: Any) -> Iterator[None]:
    """The account's role for logs, one for the time being where it has none."""
    apis, iam = lab.client("apigateway"), lab.client("iam")
    if apis.get_account().get("cloudwatchRoleArn"):
        yield
        return
    name = fresh_name("logs")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    iam.attach_role_policy(RoleName=name, PolicyArn=PUSH)
    try:
        lab.wait_for_roles()
        _name_role(apis, role["Arn"])
        yield
        _name_role(apis, "")
    finally:
        iam.detach_role_policy(RoleName=name, PolicyArn=PUSH)
        iam.delete_role(RoleName=name)


def _name_role(apis: Any, arn: str) -> None:
    apis.update_account(patchOperations=[{"op": "replace", "path": "/cloudwatchRoleArn", "value": arn}])
