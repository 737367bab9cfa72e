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


@pytest.mark.parametrize(
    ("answer", "there"),
    [
        ({"VpcEndpoints": [{"State": "available"}]}, True),
        ({"VpcEndpoints": [{"State": "deleting"}]}, False),
        (refusal("InvalidVpcEndpointId.NotFound"), False),
    ],
)
def test_a_vpc_endpoint_that_is_being_deleted_is_gone(answer: Any, there: bool) -> None:
    """AWS takes minutes to end it, and describes it until then."""
    aws = FakeAws(ec2__describe_vpc_endpoints=answer)

    assert is_there(aws.client("ec2"), BY_NAME["ec2.CreateVpcEndpoint"], {"VpcEndpointId": "vpce-1"}) is there
