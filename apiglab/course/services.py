"""What exercises about AWS services stand on: roles, queues and workflows, built quietly with boto3."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from apiglab.course.build import fresh_name
from apiglab.course.live import AWS_PATIENCE
from apiglab.lab.kinds import BY_NAME
from apiglab.lab.removal import remove

GATEWAY, WORKFLOWS = "apigateway.amazonaws.com", "states.amazonaws.com"

ROLE = "iam.CreateRole"


def trust(service: str) -> str:
    """The trust policy that lets one service take a role on."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def standing_role(lab: Any, purpose: str, service: str, *actions: str) -> str:
    """The ARN of a role that ``service`` may take on to do ``actions``; made once, it stays until ``lab.cleanup()``."""
    iam, name = lab.client("iam"), f"apiglab-{lab.name}-{purpose}"
    try:
        return str(iam.get_role(RoleName=name)["Role"]["Arn"])
    except iam.exceptions.NoSuchEntityException:
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))["Role"]
        if actions:
            allowed = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
            document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
            iam.put_role_policy(RoleName=name, PolicyName=purpose, PolicyDocument=document)
        lab.wait_for_roles()
        return str(role["Arn"])


@contextmanager
def roles_removed(iam: Any) -> Iterator[None]:
    """Remove every role that ``iam``, one client, creates in between: a check leaves nothing behind."""
    made: list[str] = []

    def note(parsed: dict[str, Any], **_: Any) -> None:
        made.extend([parsed["Role"]["RoleName"]] if "Role" in parsed else [])

    iam.meta.events.register("after-call.iam.CreateRole", note)
    try:
        yield
    finally:
        iam.meta.events.unregister("after-call.iam.CreateRole", note)
        for name in made:
            remove(iam, BY_NAME[ROLE], {"RoleName": name})


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue by each of its names."""

    url: str
    arn: str

    @property
    def name(self) -> str:
        """Its own name."""
        return self.arn.rpartition(":")[2]

    def uri(self, region: str) -> str:
        """The integration URI of its path."""
        return f"arn:aws:apigateway:{region}:sqs:path/{self.arn.split(':')[4]}/{self.name}"


def make_queue(lab: Any, purpose: str) -> Queue:
    """A new queue; it stays until ``lab.cleanup()``."""
    name = fresh_name(purpose)
    url = str(lab.client("sqs").create_queue(QueueName=name)["QueueUrl"])
    return Queue(url, f"arn:aws:sqs:{lab.region}:{lab.account_id}:{name}")


@contextmanager
def a_queue(lab: Any, purpose: str) -> Iterator[Queue]:
    """The same, gone afterwards."""
    queue = make_queue(lab, purpose)
    try:
        yield queue
    finally:
        lab.client("sqs").delete_queue(QueueUrl=queue.url)


def received(lab: Any, queue: Queue) -> list[str]:
    """The bodies of what is in a queue, taken out of it; on AWS they may take a moment to be seen."""
    sqs, bodies = lab.client("sqs"), []
    wait = 2 if lab.backend.kind == "aws" else 0
    while messages := sqs.receive_message(QueueUrl=queue.url, MaxNumberOfMessages=10, WaitTimeSeconds=wait).get(
        "Messages", []
    ):
        for message in messages:
            bodies.append(str(message["Body"]))
            sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
    return bodies


def standing_workflow(lab: Any, purpose: str, definition: Mapping[str, Any], *, express: bool = False) -> str:
    """The ARN of a workflow of this definition; made once, it stays until ``lab.cleanup()``."""
    states, name = lab.client("stepfunctions"), f"apiglab-{lab.name}-{purpose}"
    arn = f"arn:aws:states:{lab.region}:{lab.account_id}:stateMachine:{name}"
    try:
        return str(states.describe_state_machine(stateMachineArn=arn)["stateMachineArn"])
    except states.exceptions.StateMachineDoesNotExist:
        role = standing_role(lab, "workflow", WORKFLOWS)
        kind = "EXPRESS" if express else "STANDARD"
        text = json.dumps(definition)
        return str(states.create_state_machine(name=name, definition=text, roleArn=role, type=kind)["stateMachineArn"])


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a workflow."""

    arn: str
    given: Any
    """What it was started with."""


def newest_run(lab: Any, machine_arn: str) -> Run | None:
    """The newest execution of a workflow, or None where there was none."""
    states = lab.client("stepfunctions")
    runs = states.list_executions(stateMachineArn=machine_arn)["executions"]
    if not runs:
        return None
    arn = max(runs, key=lambda run: run["startDate"])["executionArn"]
    return Run(arn, json.loads(states.describe_execution(executionArn=arn)["input"]))


def patiently(look: Any, done: Any, *, seconds: float = AWS_PATIENCE) -> Any:
    """Look again until ``done`` is content, or patience ends; what was seen last."""
    deadline = time.monotonic() + seconds
    while not done(seen := look()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return seen
