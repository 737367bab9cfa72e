"""A stage's logs: to where they may go, in which form, and what the account has to give for it."""

from typing import Any

import pytest

from tests.control_client import a_stage, bad_request, bare, refusal

LOG_GROUP = "arn:aws:logs:us-east-1:123456789012:log-group:pets"
NO_ROLE = "CloudWatch Logs role ARN must be set in account settings to enable logging"


def _patched(client: Any, stage: dict[str, str], *operations: dict[str, str]) -> dict[str, Any]:
    return bare(client.update_stage(**stage, patchOperations=list(operations)))


def _set(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": path, "value": value}


def _give_logging_role(client: Any) -> None:
    role = _set("/cloudwatchRoleArn", "arn:aws:iam::123456789012:role/logs")
    client.update_account(patchOperations=[role])


def test_logging_needs_a_role_of_the_account(client: Any) -> None:
    """Execution and access logs. fact: control.logging-needs-a-role"""
    stage = a_stage(client)
    execution = _set("/*/*/logging/loglevel", "INFO")
    access = _set("/accessLogSettings/destinationArn", LOG_GROUP)

    assert refusal(client.update_stage, **stage, patchOperations=[execution]) == bad_request(NO_ROLE)
    assert refusal(client.update_stage, **stage, patchOperations=[access]) == bad_request(NO_ROLE)
    _give_logging_role(client)
    assert _patched(client, stage, execution)["methodSettings"]["*/*"]["loggingLevel"] == "INFO"


def test_an_access_log_is_set_member_by_member_and_removed_whole(client: Any) -> None:
    """By add or by replace."""
    _give_logging_role(client)
    stage = a_stage(client)

    made = _patched(
        client,
        stage,
        {"op": "add", "path": "/accessLogSettings/destinationArn", "value": LOG_GROUP},
        _set("/accessLogSettings/format", "$context.requestId"),
    )
    gone = _patched(client, stage, {"op": "remove", "path": "/accessLogSettings"})

    assert made["accessLogSettings"] == {"format": "$context.requestId", "destinationArn": LOG_GROUP}
    assert "accessLogSettings" not in gone


@pytest.mark.parametrize(
    ("destination", "said"),
    [
        ("arn:aws:firehose:us-east-1:1:deliverystream/amazon-apigateway-x", "access logs that go to Firehose"),
        ("arn:aws:s3:::bucket", "must be that of a CloudWatch log group"),
        ("arn:aws:logs:us-east-1:123456789012:log-group:", "must be that of a CloudWatch log group"),
        ("pets", "must be that of a CloudWatch log group"),
    ],
)
def test_where_no_access_log_goes(destination: str, said: str, client: Any) -> None:
    """fact: access-log.firehose, control.chosen-texts"""
    _give_logging_role(client)
    stage = a_stage(client)

    found = refusal(
        client.update_stage, **stage, patchOperations=[_set("/accessLogSettings/destinationArn", destination)]
    )

    assert (found.code, said in found.message) == ("BadRequestException", True)
    assert "accessLogSettings" not in client.get_stage(**stage)


@pytest.mark.parametrize(
    ("form", "taken"),
    [
        ("$context.requestId", True),
        ("$context.extendedRequestId $context.unheardOf", True),
        ("$context.status", False),
        ("$context.requestId\n$context.status", False),
    ],
)
def test_the_form_of_a_line(form: str, taken: bool, client: Any) -> None:
    """One line, with the request's id in it; unknown variables do not matter. fact: access-log.format"""
    _give_logging_role(client)
    operations = [_set("/accessLogSettings/format", form)]

    if taken:
        assert _patched(client, a_stage(client), *operations)["accessLogSettings"]["format"] == form
    else:
        found = refusal(client.update_stage, **a_stage(client), patchOperations=operations)
        assert found == bad_request(
            "Invalid access log format. It must be a single line "
            "and contain at least $context.requestId or $context.extendedRequestId"
        )
