"""A worker's environment variables."""

from pathlib import Path

import pytest

from apiglab.model.function import Function
from apiglab.runtime.environment import worker_environment
from apiglab.runtime.package import Unpacked
from tests.runtime_builders import CREDENTIALS, make_function

UNPACKED = Unpacked(Path("code"), Path("opt"))


def environment(function: Function) -> dict[str, str]:
    """The variables of a worker of ``function``."""
    return worker_environment(
        function,
        UNPACKED,
        credentials=CREDENTIALS,
        runtime_api="127.0.0.1:1/secret",
        endpoint_url="http://127.0.0.1:4566",
        log_stream="stream",
        scratch=Path("scratch"),
    )


def test_reserved_variables_win() -> None:
    """A function cannot set what Lambda reserves, nor reach a home that is the user's."""
    names = ("AWS_SECRET_ACCESS_KEY", "AWS_LAMBDA_RUNTIME_API", "_HANDLER", "HOME", "AWS_ENDPOINT_URL")
    variables = environment(make_function(environment=dict.fromkeys(names, "mine")))

    assert [variables[name] for name in names] == [
        CREDENTIALS[1],
        "127.0.0.1:1/secret",
        "app.handler",
        "scratch",
        "http://127.0.0.1:4566",
    ]


def test_a_function_may_set_what_is_not_reserved() -> None:
    """TZ, PATH and LANG are defaults, as at AWS."""
    variables = environment(make_function(environment={"TZ": "Europe/Berlin", "PYTHONPATH": "lib"}))

    assert (variables["TZ"], variables["PYTHONPATH"]) == ("Europe/Berlin", "lib")


def test_layers_come_first_on_the_path() -> None:
    """Programs of a layer are found before the machine's."""
    assert environment(make_function())["PATH"].startswith(str(Path("opt", "bin")))


@pytest.mark.parametrize("name", ["AWS_PROFILE", "AWS_CONFIG_FILE", "GITHUB_TOKEN", "SSH_AUTH_SOCK", "XDG_CONFIG_HOME"])
def test_nothing_of_the_server_s_own_environment_is_passed_on(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user has exported stays with the user."""
    monkeypatch.setenv(name, "private")

    assert name not in environment(make_function())
