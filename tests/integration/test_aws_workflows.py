"""Workflows behind an API that waits for them."""

import json
from typing import Any

import pytest

from tests.integration.aws_api import Api, an_api, trust
from tests.serving import Served

pytestmark = pytest.mark.slow

SAY = {"StartAt": "Say", "States": {"Say": {"Type": "Pass", "Result": {"said": "hello"}, "End": True}}}
FAIL = {"StartAt": "Fail", "States": {"Fail": {"Type": "Fail", "Error": "Sad", "Cause": "It rains"}}}
WAIT = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 1, "End": True}}}


@pytest.fixture(scope="module")
def api(server: Served) -> Api:
    """An API on a server of its own, and a role for workflows."""
    server.client("iam").create_role(RoleName="machine", AssumeRolePolicyDocument=trust("states"))
    return an_api(server)


def a_workflow(api: Api, name: str, definition: dict[str, Any], kind: str = "EXPRESS") -> Any:
    """A method that runs a new workflow and waits for it."""
    role = api.role.replace("gateway", "machine")
    machine = api.aws("stepfunctions").create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=role, type=kind
    )
    text = "$util.escapeJavaScript($input.json('$'))"
    template = f'{{"stateMachineArn": "{machine["stateMachineArn"]}", "input": "{text}"}}'
    return api.method("states:action/StartSyncExecution", template=template)


def test_a_workflow_is_waited_for(api: Api) -> None:
    """Its output comes with the answer. fact: surroundings.start-sync-execution"""
    answer = a_workflow(api, "say", SAY)(json={"id": 7})

    told = answer.json()
    assert (answer.status_code, told["status"], json.loads(told["output"])) == (200, "SUCCEEDED", {"said": "hello"})
    assert (json.loads(told["input"]), ":execution:say:" in told["executionArn"]) == ({"id": 7}, True)


def test_a_workflow_that_fails(api: Api) -> None:
    """Is a 200 that tells the error. fact: surroundings.start-sync-execution"""
    told = a_workflow(api, "fail", FAIL)(json={}).json()

    assert (told["status"], told["error"], told["cause"]) == ("FAILED", "Sad", "It rains")


def test_a_workflow_that_takes_its_time(api: Api) -> None:
    """The answer waits for its end, and each run has a name of its own."""
    wait = a_workflow(api, "wait", WAIT)

    told = [wait(json={}).json() for _ in range(2)]

    assert [run["status"] for run in told] == ["SUCCEEDED"] * 2
    assert told[0]["executionArn"] != told[1]["executionArn"]
    assert told[0]["stopDate"] - told[0]["startDate"] >= 1


def test_only_express_workflows_are_waited_for(api: Api) -> None:
    """fact: surroundings.start-sync-execution"""
    answer = a_workflow(api, "standard", SAY, "STANDARD")(json={})

    assert answer.json()["__type"] == "StateMachineTypeNotSupported"
