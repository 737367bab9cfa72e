"""AWS's own client in place of ours: what both do is tested with one set of tests."""

import os

from awslambdaric import bootstrap
from awslambdaric.lambda_runtime_client import LambdaRuntimeClient

from .connection import RuntimeApi
from .values import JsonFormat


class _Client(LambdaRuntimeClient):  # type: ignore[misc]  # untyped
    """awslambdaric, but for init errors: those it cannot send to a Runtime API that has a path behind its port."""

    def post_init_error(self, error_response_data: dict[str, object], error_type_override: str | None = None) -> None:
        api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
        kind = error_type_override or str(error_response_data["errorType"])
        api.post("init/error", JsonFormat("").encode(error_response_data), "application/json", kind)
        api.flush()


def run() -> None:
    """Serve events until the server goes."""
    os.environ["_LAMBDA_TELEMETRY_LOG_FD"] = "1"  # messages of several lines as one event, in order with plain output
    bootstrap.run(os.environ["_HANDLER"], _Client(os.environ["AWS_LAMBDA_RUNTIME_API"]))
