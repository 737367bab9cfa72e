"""uvloop and awslambdaric are used where they install and required nowhere (macOS, Windows)."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from bench.servers import LAB, ROOT, serve
from tests.integration.readme_example import run_example

SERVERS_TESTS = ("test_serve*.py", "test_edge*.py", "test_stack*.py", "test_runtime_lifecycle.py")
WITHOUT = {**os.environ, "PYTHONPATH": os.fspath(Path(__file__).with_name("without_optional"))}


@pytest.mark.slow
@pytest.mark.parametrize("package", ["uvloop", "awslambdaric"])
def test_the_packages_are_hidden(package: str) -> None:
    """The next test would prove nothing in an environment that had them after all."""
    command = [sys.executable, "-c", f"import {package}"]
    hidden = subprocess.run(command, cwd=ROOT, env=WITHOUT, capture_output=True, text=True, check=False)

    assert hidden.stderr.splitlines()[-1:] == [f"ModuleNotFoundError: No module named '{package}'"]


@pytest.mark.slow
def test_an_api_runs_its_function_without_them() -> None:
    """The README's example deploys and answers on asyncio's own loop, with our own runtime client."""
    with (
        serve(LAB, environment=WITHOUT) as server,
        urlopen(f"{run_example(server.url, WITHOUT)}?name=you") as answer,
    ):
        body = answer.read()

    assert body == b"Hello, you!"


@pytest.mark.slow
def test_the_servers_tests_pass_without_them() -> None:
    """What proves the server, the edge and the runtime proves them on asyncio's own loop too."""
    folder = Path(__file__).parent
    files = sorted(path for pattern in SERVERS_TESTS for path in folder.glob(pattern))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", *map(str, files)]
    again = subprocess.run(command, cwd=ROOT, env=WITHOUT, capture_output=True, text=True, check=False)

    assert (again.returncode, again.stdout if again.returncode else "") == (0, "")
