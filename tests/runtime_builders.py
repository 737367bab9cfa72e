"""What tests of the runtime are made of: functions from source text, and fakes of the parts the runtime calls."""

import asyncio
import io
import json
import subprocess
import zipfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from hashlib import sha256
from importlib.util import find_spec
from typing import Any

from apiglab.model.clock import Clock
from apiglab.model.frozen import FrozenMap
from apiglab.model.function import Function, Invocation, LambdaError
from apiglab.runtime.service import LambdaService
from apiglab.runtime.settings import Settings

ACCOUNT = "123456789012"
REGION = "us-east-1"
CREDENTIALS = ("ASIAROLE", "role-secret", "role-token")
CLIENTS = ["apiglab", *(["awslambdaric"] if find_spec("awslambdaric") else [])]
"""The Python runtime clients there are: ours, and AWS's own where it installs."""
ECHO = "def handler(event, context):\n    return event\n"


def make_zip(files: Mapping[str, str | bytes]) -> bytes:
    """A deployment package of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def make_function(source: str = ECHO, *, environment: Mapping[str, str] | None = None, **settings: Any) -> Function:
    """A Python function whose ``app.handler`` is in ``source``; ``settings`` are fields of Function."""
    name = settings.pop("function_name", "pets")
    code = settings.pop("code", None) or make_zip({"app.py": source})
    digest = sha256(code).hexdigest()
    return Function(
        **{
            "function_name": name,
            "function_arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
            "account_id": ACCOUNT,
            "region": REGION,
            "handler": "app.handler",
            "role": f"arn:aws:iam::{ACCOUNT}:role/{name}",
            "environment": FrozenMap(environment),
            "code": code,
            "code_sha_256": digest,
            "log_group": f"/aws/lambda/{name}",
            "revision_id": digest,
            **settings,
        }
    )


class RecordedLogs:
    """A log sink that keeps what it is given."""

    def __init__(self) -> None:
        self.streams: dict[str, list[tuple[int, str]]] = {}

    def write(self, function: Function, stream: str, events: Sequence[tuple[int, str]]) -> None:
        """Keep the events under the stream's name."""
        self.streams.setdefault(stream, []).extend(events)

    @property
    def messages(self) -> list[str]:
        """All messages, stream after stream."""
        return [message for events in self.streams.values() for _, message in events]


class FixedCredentials:
    """Gives every role the same credentials."""

    def for_role(self, role_arn: str, account_id: str) -> tuple[str, str, str]:
        """The credentials."""
        return CREDENTIALS


class Shelf:
    """A source of the functions it was given."""

    def __init__(self, *functions: Function) -> None:
        self.functions = {function.function_name: function for function in functions}

    def find(self, reference: str, *, account_id: str, region: str, qualifier: str | None = None) -> Function:
        """The function of that name; every qualifier means the same version."""
        name = reference.split(":function:")[-1].split(":")[0]
        function = self.functions.get(name)
        if function is None:
            arn = f"arn:aws:lambda:{region}:{account_id}:function:{name}"
            raise LambdaError("ResourceNotFoundException", 404, f"Function not found: {arn}")
        return function

    def allows(self, function: Function, *, qualifier: str | None, principal: str, source_arn: str) -> bool:
        """Everyone may."""
        return True


@asynccontextmanager
async def running(*functions: Function, clock: Clock | None = None, **settings: Any) -> AsyncIterator[LambdaService]:
    """A started service, stopped at the end; its logs are a ``RecordedLogs``."""
    service = LambdaService(
        Shelf(*functions),
        RecordedLogs(),
        FixedCredentials(),
        clock or Clock(),
        settings=Settings(**settings),
        endpoint_url=lambda: "http://127.0.0.1:4566",
    )
    await service.start()
    try:
        yield service
    finally:
        await service.stop()


def logged(service: LambdaService) -> list[str]:
    """Every message that the service has logged so far."""
    service.flush_logs()
    logs = service.log_sink
    assert isinstance(logs, RecordedLogs)
    return logs.messages


def alive(pid: int) -> bool:
    """Whether there is such a process, other than one that has ended and waits to be noticed."""
    listing = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.stdout.strip()[:1] not in ("", "Z")


async def comes_true(condition: Callable[[], bool]) -> bool:
    """Whether ``condition`` holds within five seconds."""
    for _ in range(500):
        if condition():
            return True
        await asyncio.sleep(0.01)
    return False


async def gone(*pids: int) -> bool:
    """Whether these processes end within five seconds."""
    return await comes_true(lambda: not any(map(alive, pids)))


def result(invocation: Invocation) -> Any:
    """The payload, parsed."""
    return json.loads(invocation.payload)
