"""moto's Step Functions, run for real: its tasks call back over HTTP, into this server, as the state machine's role.

Imports moto's Step Functions, so it is itself imported before moto's interpreter is.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import boto3
import moto
from botocore.config import Config
from moto.core.config import default_user_config
from moto.stepfunctions.parser.asl.utils import boto_client

from apiglab.model.arn import DEFAULT_ACCOUNT_ID
from apiglab.surroundings.lambda_hook import Callback

# A task's own timeout ends it; its client waits for as long as a state machine may.
_LONGEST_SECONDS = 99_999_999


class Tasks:
    """The clients of tasks."""

    callback: ClassVar[Callback] = Callback()

    @classmethod
    def client(cls, region: str, service: str, state_credentials: Any = None) -> Any:
        """A client of ``service`` for a task that runs with these credentials."""
        if cls.callback.endpoint is None:
            raise RuntimeError("the surroundings were not told where they are served: listening_on(port)")
        role_arn = getattr(state_credentials, "role_arn", None)
        account_id = role_arn.split(":")[4] if role_arn else DEFAULT_ACCOUNT_ID
        # An access key of 12 digits means that account, unless the server is strict.
        key: tuple[str, str, str | None] = (account_id, "surroundings", None)
        if cls.callback.credentials is not None and role_arn:
            key = cls.callback.credentials(role_arn, account_id)
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=cls.callback.endpoint,
            aws_access_key_id=key[0],
            aws_secret_access_key=key[1],
            aws_session_token=key[2],
            config=Config(
                parameter_validation=False,
                retries={"total_max_attempts": 1},
                connect_timeout=_LONGEST_SECONDS,
                read_timeout=_LONGEST_SECONDS,
            ),
        )


def install(callback: Callback) -> None:
    """Have moto run state machines, with clients that speak to ``callback``."""
    Tasks.callback = callback
    default_user_config["stepfunctions"] = {"execute_state_machine": True}
    # Typed so that it can be replaced; every kind of task imports it from here, later.
    module: Any = boto_client
    module.boto_client_for = Tasks.client
    _load_interpreter()


def _load_interpreter() -> None:
    """Import moto's interpreter without EC2, which it drags in for one list of names: 110 MiB of instance types.

    That list is in a module of Batch's that needs nothing else; so Batch is a bare package while it is read.
    """
    if "moto.batch" not in sys.modules:
        bare = ModuleType("moto.batch")
        bare.__path__ = [str(Path(moto.__file__).parent / "batch")]
        sys.modules["moto.batch"] = bare
        importlib.import_module("moto.stepfunctions.parser.models")
        for name in [name for name in sys.modules if name.startswith("moto.batch")]:
            del sys.modules[name]
