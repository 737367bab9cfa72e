"""Which command starts a function, and what the log says of its runtime."""

import sys
from pathlib import Path

import pytest

from apiglab.model.function import LambdaError
from apiglab.runtime.launch import NoEntrypointError, check_runtime, command, runtime_version
from apiglab.runtime.package import Unpacked
from tests.runtime_builders import make_function


def test_every_python_runs_on_this_interpreter() -> None:
    """The log says so where it names the version. fact: lambda.runtimes"""
    started = command(make_function(runtime="python3.9"), Unpacked(Path("code"), Path("opt")), "apiglab")
    version = ".".join(map(str, sys.version_info[:3]))

    assert started[0] == sys.executable
    assert runtime_version(make_function(runtime="python3.9")) == (
        f"python:3.9 (here CPython {version}, as for every python3.x)"
    )


def test_a_custom_runtime_is_its_bootstrap(tmp_path: Path) -> None:
    """The package's goes before a layer's."""
    unpacked = Unpacked(tmp_path / "code", tmp_path / "opt")
    function = make_function(runtime="provided.al2023")
    with pytest.raises(NoEntrypointError):
        command(function, unpacked, "apiglab")
    for directory in (unpacked.opt, unpacked.code):
        directory.mkdir()
        (directory / "bootstrap").touch(mode=0o755)

    assert command(function, unpacked, "apiglab") == [str(unpacked.code / "bootstrap")]
    assert runtime_version(function) == "provided.al2023"


@pytest.mark.parametrize("runtime", ["nodejs22.x", "java21", "go1.x", "python2.7", "dotnet8", "ruby3.4"])
def test_other_runtimes_are_refused(runtime: str) -> None:
    """By name, before anything is started."""
    with pytest.raises(LambdaError, match=f"does not run {runtime}"):
        check_runtime(make_function(runtime=runtime))
