"""Small deploy helpers: they make the boto3 calls that a lesson is not about, and show every one of them."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from apiglab.lab.calls import Calls, Named, written
from apiglab.lab.errors import LabError
from apiglab.lab.package import Code, package

RUNTIME = "python3.12"
BASIC_EXECUTION = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}

# A new role is known to all of AWS after some seconds; until then Lambda says that it cannot be assumed.
ROLE_PAUSE = 3.0
ROLE_TRIES = 10


class FunctionDeployer:
    """Creates or updates one function after the other."""

    def __init__(self, calls: Calls, session: Any, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._calls = calls
        self._session = session
        self._sleep = sleep

    def deploy(
        self,
        name: str,
        code: Code,
        *,
        handler: str | None = None,
        env: Mapping[str, str] | None = None,
        role: str | None = None,
        settings: Mapping[str, Any],
    ) -> str:
        """Create the function, or update it where it exists, and wait until it is active; its ARN."""
        content, known = package(code)
        handler = handler or known
        if handler is None:
            raise LabError(f"Function {name}", "no handler is named", 'say which: handler="module.function"')
        configuration = {**settings, "Environment": {"Variables": dict(env)}} if env else dict(settings)
        zipped = Named("package", content)
        with self._calls.shown():
            if self._exists(name):
                return self._update(name, zipped, {"Handler": handler, **configuration})
            arn = Named("role_arn", role or self._role(f"{name}-role"))
            return self._create(name, zipped, {"Role": arn, "Handler": handler, **configuration})

    def _exists(self, name: str) -> bool:
        try:
            self._session.client("lambda").get_function_configuration(FunctionName=name)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return False
            raise
        return True

    def _role(self, name: str) -> str:
        self._calls.let("trust", TRUST)
        document = Named("json.dumps(trust)", json.dumps(TRUST))
        try:
            made = self._calls.make(
                "iam",
                "create_role",
                to="role_arn",
                picks='["Role"]["Arn"]',
                RoleName=name,
                AssumeRolePolicyDocument=document,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "EntityAlreadyExists":
                raise
            self._calls.note("the role is there already")
            made = self._calls.make("iam", "get_role", to="role_arn", picks='["Role"]["Arn"]', RoleName=name)
        self._calls.make("iam", "attach_role_policy", RoleName=name, PolicyArn=BASIC_EXECUTION)
        arn: str = made["Role"]["Arn"]
        return arn

    def _create(self, name: str, zipped: Named, configuration: Mapping[str, Any]) -> str:
        for left in reversed(range(ROLE_TRIES)):
            try:
                made = self._calls.make(
                    "lambda",
                    "create_function",
                    to="function_arn",
                    picks='["FunctionArn"]',
                    FunctionName=name,
                    Runtime=RUNTIME,
                    Code={"ZipFile": zipped},
                    **configuration,
                )
                break
            except ClientError as error:
                if not left or "cannot be assumed" not in error.response["Error"]["Message"]:
                    raise
                self._calls.note("the new role is not known everywhere yet: once more")
                self._sleep(ROLE_PAUSE)
        self._wait("function_active_v2", name)
        arn: str = made["FunctionArn"]
        return arn

    def _update(self, name: str, zipped: Named, configuration: Mapping[str, Any]) -> str:
        self._calls.make("lambda", "update_function_code", FunctionName=name, ZipFile=zipped)
        self._wait("function_updated_v2", name)
        made = self._calls.make("lambda", "update_function_configuration", FunctionName=name, **configuration)
        self._wait("function_updated_v2", name)
        arn: str = made["FunctionArn"]
        return arn

    def _wait(self, waiter: str, name: str) -> None:
        self._calls.note(f'lambda_.get_waiter("{waiter}").wait(FunctionName={written(name)})')
        waiting = self._session.client("lambda").get_waiter(waiter)
        waiting.wait(FunctionName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
