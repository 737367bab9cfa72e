"""The lines of an access log or an execution log, read from CloudWatch Logs into a table."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from apiglab.lab.errors import LabError

if TYPE_CHECKING:
    import pandas as pd

Clients = Callable[..., Any]
_EXECUTION = re.compile(r"\(([^)\s]+)\) (.*)", re.DOTALL)
_HOW_ACCESS = (
    "update_stage with /accessLogSettings/destinationArn and /accessLogSettings/format (the account's "
    "cloudwatchRoleArn first), then send a request"
)
_HOW_EXECUTION = (
    "update_stage with /*/*/logging/loglevel INFO (the account's cloudwatchRoleArn first), then send a request"
)
_MAKE_GROUP = "create the log group, or point /accessLogSettings/destinationArn at one that is there"


def read_access_log(
    clients: Clients, api_id: str, stage: str, *, pattern: str, request_id: str | None, since: datetime
) -> "pd.DataFrame":
    """Each line of the stage's access log: its members where the lines are JSON objects, else its text."""
    import pandas as pd

    settings = _stage(clients, api_id, stage).get("accessLogSettings") or {}
    if not settings.get("destinationArn"):
        raise LabError("lab.logs", f"{stage} writes no access log", _HOW_ACCESS)
    group = settings["destinationArn"].split(":", 6)[6].removesuffix(":*")
    try:
        events = list(_events(clients("logs"), group, pattern, since))
    except ClientError as error:
        raise _told(error, f"the log group {group} is not there", _MAKE_GROUP) from None
    if request_id is not None:
        events = [event for event in events if request_id in event["message"]]
    objects = [_json_object(event["message"]) for event in events]
    if objects and all(each is not None for each in objects):
        table = pd.DataFrame(objects)
    else:
        table = pd.DataFrame({"message": [event["message"] for event in events]}, dtype="object")
    table.insert(0, "@time", _times(events))  # the name that Logs Insights has for it, and no format has
    return table


def read_execution_log(
    clients: Clients, api_id: str, stage: str, *, pattern: str, request_id: str | None, since: datetime
) -> "pd.DataFrame":
    """Each message of the stage's execution log, and whose it is."""
    import pandas as pd

    settings = _stage(clients, api_id, stage).get("methodSettings") or {}
    group = f"API-Gateway-Execution-Logs_{api_id}/{stage}"
    is_on = any(each.get("loggingLevel", "OFF") != "OFF" for each in settings.values())
    missing = f"{stage} has logged no request yet" if is_on else f"{stage} writes no execution log"
    try:
        events = list(_events(clients("logs"), group, pattern, since))
    except ClientError as error:
        raise _told(error, missing, "send a request" if is_on else _HOW_EXECUTION) from None
    split = [_EXECUTION.fullmatch(event["message"]) for event in events]
    rows = [
        (found[1], found[2]) if found else ("", event["message"]) for event, found in zip(events, split, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["request_id", "message"], dtype="object")
    table.insert(0, "@time", _times(events))
    return table if request_id is None else table[table["request_id"] == request_id].reset_index(drop=True)


def _events(logs: Any, group: str, pattern: str, since: datetime) -> Iterator[dict[str, Any]]:
    asked: dict[str, Any] = {"logGroupName": group, "startTime": int(since.timestamp() * 1000)}
    if pattern:
        asked["filterPattern"] = pattern
    for page in logs.get_paginator("filter_log_events").paginate(**asked):
        yield from page["events"]


def _stage(clients: Clients, api_id: str, stage: str) -> Any:
    try:
        return clients("apigateway").get_stage(restApiId=api_id, stageName=stage)
    except ClientError as error:
        raise _told(error, f"{api_id} has no stage {stage}", "look with get_stages which it has") from None


def _told(error: ClientError, missing: str, next_step: str) -> LabError | ClientError:
    """A learner's error for what is not there, or is no pattern; any other as it is."""
    code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    if code in ("ResourceNotFoundException", "NotFoundException"):
        return LabError("lab.logs", missing, next_step)
    if code == "InvalidParameterException":
        return LabError("lab.logs", message, "a pattern is such as { $.status = 500 }")
    return error


def _times(events: list[dict[str, Any]]) -> Any:
    import pandas as pd

    return pd.to_datetime([event["timestamp"] for event in events], unit="ms", utc=True)


def _json_object(message: str) -> dict[str, Any] | None:
    try:
        found = json.loads(message)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
