"""State machines run, and their tasks come back over HTTP into the server that they are part of."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from apiglab.model.clock import Clock
from apiglab.model.function import Invocation
from apiglab.model.http import Headers, HttpRequest
from apiglab.surroundings.identities import Identities
from apiglab.surroundings.lambda_hook import LambdaEvent
from apiglab.surroundings.mount import Surroundings
from tests.integration.surroundings_client import TRUST, InProcess, a_function, in_process

ROLE = "arn:aws:iam::123456789012:role/steps"
ARN = "arn:aws:lambda:us-east-1:123456789012:function:pets"

pytestmark = pytest.mark.slow


class Server:
    """A server of ``surroundings`` that answers Lambda's Invoke by itself, as the edge does."""

    def __init__(self) -> None:
        self.surroundings = Surroundings(Clock())
        self.hooked: list[LambdaEvent] = []
        self.surroundings.invoke_with(on_event=self.hooked.append, on_batch=self.never)
        self.invoked: list[tuple[str, Any]] = []
        self.keys: set[str] = set()
        self.aws: InProcess

    async def never(self, event: LambdaEvent) -> Invocation:
        """No queue is mapped here."""
        raise AssertionError(event)

    def respond(self, request: HttpRequest) -> tuple[int, list[tuple[str, str]], bytes]:
        """What a client of the server gets."""
        self.keys.add((request.headers.get("Authorization") or "").partition("Credential=")[2].partition("/")[0])
        if request.path.endswith("/invocations"):
            # The handler calls the services that wait for it.
            self.aws.client("stepfunctions").list_state_machines()
            self.invoked.append((request.path.split("/")[3], json.loads(request.body)))
            return 200, [("Content-Type", "application/json")], b'{"name": "cat"}'
        response = self.aws.send(request)
        return response.status, list(response.headers.pairs), response.body


@contextmanager
def listening(server: Server) -> Iterator[int]:
    """``server`` on a port of this machine."""

    class Requests(BaseHTTPRequestHandler):
        """One request after the other, as the server answers them."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path, _, query = self.path.partition("?")
            request = HttpRequest("POST", path, query, Headers(self.headers.items()), body)
            status, headers, content = server.respond(request)
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Requests)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    try:
        yield http.server_port
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with the function ``pets`` and a role for state machines."""
    fresh = Server()
    with in_process(fresh.surroundings) as fresh.aws, listening(fresh) as port:
        fresh.surroundings.listening_on(port, Identities(fresh.surroundings).for_role)
        a_function(fresh.aws)
        fresh.aws.client("iam").create_role(RoleName="steps", AssumeRolePolicyDocument=json.dumps(TRUST))
        yield fresh


def run(server: Server, states: dict[str, Any], given: Any) -> dict[str, Any]:
    """How an execution of a state machine of these states ends."""
    steps = server.aws.client("stepfunctions")
    definition = json.dumps({"StartAt": next(iter(states)), "States": states})
    machine = steps.create_state_machine(name="m", definition=definition, roleArn=ROLE)["stateMachineArn"]
    execution = steps.start_execution(stateMachineArn=machine, input=json.dumps(given))["executionArn"]
    end = time.monotonic() + 30
    while (described := steps.describe_execution(executionArn=execution))["status"] == "RUNNING":
        assert time.monotonic() < end
        time.sleep(0.02)
    return dict(described)


def test_a_task_invokes_its_function_through_the_server(server: Server) -> None:
    """The task calls Lambda's Invoke over HTTP, as the machine's role, and the hook hears nothing of it."""
    task = {"Type": "Task", "Resource": ARN, "End": True}
    described = run(server, {"Feed": task}, {"pet": 1})

    assert (described["status"], json.loads(described["output"])) == ("SUCCEEDED", {"name": "cat"})
    assert [(name.replace("%3A", ":"), event) for name, event in server.invoked] == [(ARN, {"pet": 1})]
    assert server.hooked == []
    assert {key[:4] for key in server.keys} == {"ASIA"}


def test_a_task_reaches_other_services_too(server: Server) -> None:
    """An optimised integration sends to a queue that is polled from outside."""
    sqs = server.aws.client("sqs")
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": url, "MessageBody.$": "$.text"},
        "End": True,
    }
    described = run(server, {"Send": task}, {"text": "hello"})

    assert described["status"] == "SUCCEEDED"
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "hello"


def test_executions_without_a_name_are_different_ones(server: Server) -> None:
    """Two with different input both start: moto alone calls them by one name, and refuses the second."""
    steps = server.aws.client("stepfunctions")
    definition = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
    machine = steps.create_state_machine(name="m", definition=definition, roleArn=ROLE)["stateMachineArn"]
    arns = [steps.start_execution(stateMachineArn=machine, input=text)["executionArn"] for text in ("1", "2")]

    assert len(set(arns)) == 2


def test_eventbridge_starts_a_state_machine(server: Server) -> None:
    """A rule's target may be a state machine; the event is its input."""
    steps, events = server.aws.client("stepfunctions"), server.aws.client("events")
    definition = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
    machine = steps.create_state_machine(name="m", definition=definition, roleArn=ROLE)["stateMachineArn"]
    events.put_rule(Name="sold", EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule="sold", Targets=[{"Id": "1", "Arn": machine, "RoleArn": ROLE}])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "sale", "Detail": "{}"}])
    execution = steps.list_executions(stateMachineArn=machine)["executions"][0]["executionArn"]

    assert json.loads(steps.describe_execution(executionArn=execution)["input"])["detail-type"] == "sale"


def test_state_machines_do_not_load_ec2() -> None:
    """moto's interpreter would bring all instance types of EC2 along; Batch itself can still be used afterwards."""
    program = """
import sys
from apiglab.model.clock import Clock
from apiglab.surroundings.mount import Surroundings
surroundings = Surroundings(Clock())
surroundings.ensure("stepfunctions")
print("moto.stepfunctions.parser.models" in sys.modules, "moto.ec2.models" in sys.modules)
surroundings.ensure("batch")
print("moto.batch.models" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "True False\nTrue\n"
