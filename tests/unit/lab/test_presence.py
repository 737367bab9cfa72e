"""Whether a resource is there, where AWS does not simply say that it is not."""

from typing import Any

import pytest

from apiglab.lab.kinds import BY_NAME
from apiglab.lab.presence import is_there
from tests.unit.lab.fake_aws import FakeAws, refusal


@pytest.mark.parametrize(
    ("answer", "there"),
    [({"status": "ACTIVE"}, True), ({"status": "DELETING"}, False), (refusal("StateMachineDoesNotExist"), False)],
)
def test_a_workflow_that_is_being_deleted_is_gone(answer: Any, there: bool) -> None:
    """AWS describes it until its executions have ended; nobody can use it any more."""
    aws = FakeAws(stepfunctions__describe_state_machine=answer)

    kind = BY_NAME["stepfunctions.CreateStateMachine"]

    assert is_there(aws.client("stepfunctions"), kind, {"stateMachineArn": "arn:aws:states:::m"}) is there
