"""The environment variables of a worker: AWS's reserved ones, the function's own, and nothing else.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

import os
from collections.abc import Mapping
from pathlib import Path

from apiglab.model.function import Function
from apiglab.runtime.package import Unpacked

_KEPT = ("SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "SYSTEMDRIVE", "NUMBER_OF_PROCESSORS")
"""What Windows processes cannot start without; there is nothing personal in them."""


def worker_environment(
    function: Function,
    unpacked: Unpacked,
    *,
    credentials: tuple[str, str, str],
    runtime_api: str,
    endpoint_url: str,
    log_stream: str,
    scratch: Path,
) -> dict[str, str]:
    """All variables of one worker. AWS refuses functions that set reserved ones; here the reserved win."""
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "PATH": _paths(unpacked.opt / "bin", os.environ.get("PATH", os.defpath)),
        "LD_LIBRARY_PATH": _paths(
            unpacked.code, unpacked.code / "lib", unpacked.opt / "lib", *_interpreter_libraries()
        ),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUTF8": "1",
        **function.environment,
        **_scratch(scratch),
        **_reserved(function, credentials),
        "AWS_LAMBDA_LOG_STREAM_NAME": log_stream,
        "AWS_LAMBDA_RUNTIME_API": runtime_api,
        "AWS_ENDPOINT_URL": endpoint_url,
        "LAMBDA_TASK_ROOT": str(unpacked.code),
        "LAMBDA_RUNTIME_DIR": str(Path(__file__).parent),
    }


def _reserved(function: Function, credentials: tuple[str, str, str]) -> Mapping[str, str]:
    key_id, secret, token = credentials
    return {
        "_HANDLER": function.handler,
        "AWS_ACCESS_KEY_ID": key_id,
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_SESSION_TOKEN": token,
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": function.version,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
    }


def _scratch(scratch: Path) -> Mapping[str, str]:
    """A home and a temporary directory of the worker's own: the user's configuration files must not be found."""
    home = str(scratch)
    return {
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch / "tmp")),
        **dict.fromkeys(("HOME", "USERPROFILE"), home),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _interpreter_libraries() -> list[str]:
    """Some interpreters are installed such that they find their own library by this variable alone."""
    inherited = os.environ.get("LD_LIBRARY_PATH")
    return [inherited] if inherited else []


def _paths(*parts: object) -> str:
    return os.pathsep.join(str(part) for part in parts)
