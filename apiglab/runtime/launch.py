"""How a function's runtime is started: which command, and which runtimes there are.

Every ``python3.x`` runs on the interpreter that runs this server, with the modules AWS's runtime has; ``provided.*``
runs the ``bootstrap`` of the package or of a layer. Others need an interpreter of their own and are refused by name.
"""

import os
import sys
import sysconfig
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from apiglab.model.function import Function, LambdaError
from apiglab.runtime import process
from apiglab.runtime.package import Unpacked

_START = (
    "import os,sys;"
    "p=type(sys)('apiglab_client');p.__path__=[sys.argv[1]];sys.modules['apiglab_client']=p;"
    "from apiglab_client.main import main;"
    "main(sys.argv[2],sys.argv[3].split(os.pathsep),*sys.argv[4:])"
)
"""Runs the client under a name that no module of a function's will have, without importing the rest of apiglab."""


class NoEntrypointError(Exception):
    """A custom runtime's package has no executable bootstrap; the text is Lambda's."""


def check_runtime(function: Function) -> None:
    """Refuse runtimes that cannot be run here."""
    if not function.runtime.startswith(("python3.", "provided")):
        raise LambdaError(
            "InvalidParameterValueException",
            400,
            f"The local Lambda does not run {function.runtime}: it runs python3.x, and provided.* with a bootstrap.",
        )


def command(function: Function, unpacked: Unpacked, client: str) -> Sequence[str]:
    """What starts a worker of ``function``."""
    if function.runtime.startswith("python3."):
        directories = os.pathsep.join(_package_directories())
        here = str(Path(__file__).parent / "client")
        life = "stdin" if process.LIFE_ON_STDIN else "kernel"
        return [sys.executable, "-S", "-P", "-u", "-c", _START, here, str(unpacked.opt), directories, client, life]
    for directory in (unpacked.code, unpacked.opt):
        bootstrap = directory / "bootstrap"
        if bootstrap.is_file():
            if not os.access(bootstrap, os.X_OK):
                raise NoEntrypointError(f"fork/exec {_aws_path(directory, unpacked)}/bootstrap: permission denied")
            return [str(bootstrap)]
    raise NoEntrypointError("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]")


def runtime_version(function: Function) -> str:
    """What the INIT_START line says, which is true: the interpreter that runs here, whatever was asked for."""
    if not function.runtime.startswith("python3."):
        return function.runtime
    version = ".".join(map(str, sys.version_info[:3]))
    return f"{function.runtime.replace('python', 'python:')} (here CPython {version}, as for every python3.x)"


def _aws_path(directory: Path, unpacked: Unpacked) -> str:
    return "/var/task" if directory == unpacked.code else "/opt"


def _package_directories() -> list[str]:
    """Where boto3 and awslambdaric are installed."""
    places = [sysconfig.get_paths()["purelib"], sysconfig.get_paths()["platlib"]]
    for name in ("botocore", "awslambdaric"):
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            places.append(str(Path(spec.origin).parent.parent))
    return list(dict.fromkeys(places))
