"""What tests of notebooks share: one local AWS of their own, and a look at what is left in it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest

from apiglab.course.execute import own_local_aws
from apiglab.lab import local_server
from tests.notebooks.course_files import ROOT

SERVICES = ("apigateway", "lambda", "iam", "logs", "sqs", "stepfunctions", "cognito-idp")
Compared = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def environment() -> Iterator[dict[str, str]]:
    """The environment of a kernel that works on a local AWS which only these tests use."""
    with own_local_aws() as found:
        yield found


@pytest.fixture
def left(environment: dict[str, str]) -> Callable[[], dict[str, list[str]]]:
    """What is left in that AWS, by name."""

    def look() -> dict[str, list[str]]:
        server = local_server.find()
        assert server is not None
        session = boto3.Session(server.access_key_id, server.secret_access_key, region_name="us-east-1")
        clients = {name: session.client(name, endpoint_url=server.url) for name in SERVICES}
        found = {
            "APIs": [item["name"] for item in clients["apigateway"].get_rest_apis()["items"]],
            "functions": [item["FunctionName"] for item in clients["lambda"].list_functions()["Functions"]],
            "roles": [item["RoleName"] for item in clients["iam"].list_roles()["Roles"]],
            "log groups": [item["logGroupName"] for item in clients["logs"].describe_log_groups()["logGroups"]],
        }
        found["queues"] = clients["sqs"].list_queues().get("QueueUrls", [])
        machines = clients["stepfunctions"].list_state_machines()["stateMachines"]
        found["state machines"] = [item["name"] for item in machines]
        found["users"] = [item["UserName"] for item in clients["iam"].list_users()["Users"]]
        pools = clients["cognito-idp"].list_user_pools(MaxResults=60)["UserPools"]
        found["user pools"] = [item["Name"] for item in pools]
        return {kind: names for kind, names in found.items() if names}

    return look


@pytest.fixture
def compare(environment: dict[str, str]) -> Callable[[Path], Compared]:
    """Run a notebook and compare every output with the stored one, strictly: what nbval says."""

    def run(path: Path) -> Compared:
        pytest_with_nbval = [sys.executable, "-m", "pytest", "-q", "-p", "nbval.plugin"]
        command = [*pytest_with_nbval, "-c", "tests/notebooks/nbval.ini", str(path)]
        # A test run inside a test run: the outer one's settings and plugins are none of its business.
        kept = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
        kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        return subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)

    return run
