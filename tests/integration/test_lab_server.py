"""One server per user: found, started, shared, replaced and stopped."""

import json
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from apiglab.lab import local_server
from apiglab.lab.errors import LabError
from apiglab.lab.exchange import Exchange
from apiglab.lab.send import compose, deliver, new_http_session
from apiglab.lab.state import write_json
from tests.integration.lab_server import a_user

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def user(tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """Each test is another user."""
    with a_user(tmp_path) as patch:
        yield patch


def is_alive(pid: int) -> bool:
    """Whether a process is there."""
    return Path(f"/proc/{pid}").exists() if sys.platform == "linux" else local_server._is_alive(pid)


def test_a_server_is_started_once_and_found_again() -> None:
    """By a file that only its user can read."""
    first = local_server.ensure()
    second = local_server.ensure()

    assert second == first
    assert stat.S_IMODE(local_server.server_file().stat().st_mode) == 0o600
    assert first.api.clock_offset() == 0.0


def test_stopping_leaves_neither_process_nor_file() -> None:
    """And a second stop finds nothing to do."""
    server = local_server.ensure()

    stopped = [local_server.stop(), local_server.stop()]

    assert (stopped, is_alive(server.pid), local_server.server_file().exists()) == ([True, False], False, False)


def test_two_kernels_that_start_at_once_get_the_same_server(tmp_path: Path) -> None:
    """The second waits for the first."""
    program = "from apiglab.lab import local_server; s = local_server.ensure(); print(s.url, s.pid)"
    kernels = [
        subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=os.environ.copy())
        for _ in range(3)
    ]

    said = {kernel.communicate(timeout=60)[0] for kernel in kernels}

    assert len(said) == 1


def test_the_server_outlives_the_kernel_that_started_it() -> None:
    """A kernel that restarts in the middle of a lesson finds its APIs again."""
    program = "import apiglab; lab = apiglab.Lab(); print(lab.client('apigateway').create_rest_api(name='pets')['id'])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    api_id = said.stdout.splitlines()[-1]

    from apiglab import Lab

    assert Lab().client("apigateway").get_rest_api(restApiId=api_id)["name"] == "pets"


def test_a_file_whose_server_is_gone_is_replaced() -> None:
    """A machine that was switched off leaves the file behind."""
    server = local_server.ensure()
    written = asdict(server)
    local_server.stop()
    write_json(local_server.server_file(), written)

    assert local_server.find() is None
    assert local_server.ensure().pid != server.pid


def test_a_stranger_on_the_old_port_is_not_trusted() -> None:
    """Whoever took the port does not know the root keys; nothing is sent there."""
    asked: list[str] = []

    class Stranger(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(403)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Stranger) as stranger:
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        mine = {"version": "0", "access_key_id": "a", "secret_access_key": "b", "pid": os.getpid()}
        write_json(local_server.server_file(), {"url": f"http://127.0.0.1:{stranger.server_port}", **mine})
        found = local_server.find()
        stranger.shutdown()

    assert (found, asked) == (None, ["/_apiglab/clock"])


def test_the_server_of_an_older_version_is_replaced() -> None:
    """After an update the first lab starts the new one."""
    older = local_server.ensure()
    write_json(local_server.server_file(), asdict(replace(older, version="0.0.1")))

    newer = local_server.ensure()

    assert (newer.pid != older.pid, is_alive(older.pid)) == (True, False)


def test_a_server_that_cannot_start_says_why_and_where_to_look(user: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The last line it wrote, and the file with the rest."""
    broken = tmp_path / "broken" / "apiglab"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise RuntimeError('no luck')")
    user.setenv("PYTHONPATH", str(tmp_path / "broken"))

    with pytest.raises(LabError) as raised:
        local_server.ensure()

    assert raised.value.what == "it ended at once with code 1; its last line: RuntimeError: no luck"
    assert str(tmp_path) in raised.value.next_step


def test_none_of_the_user_s_aws_settings_reach_the_server(user: pytest.MonkeyPatch) -> None:
    """It needs no account and must not find one."""
    user.setenv("AWS_SESSION_TOKEN", "secret")
    user.setenv("AWS_PROFILE", "production")

    environment = local_server._environment("LABX", "y")

    assert {name: value for name, value in environment.items() if name.startswith("AWS_")} == {
        "AWS_ACCESS_KEY_ID": "LABX",
        "AWS_SECRET_ACCESS_KEY": "y",
    }


def test_a_start_that_is_interrupted_leaves_no_server(user: pytest.MonkeyPatch) -> None:
    """Ctrl-C while the server starts."""
    pids: list[int] = []
    wait = local_server._wait_until_ready

    def interrupted(process: "subprocess.Popen[bytes]", *rest: object) -> str:
        wait(process, *rest)  # type: ignore[arg-type]  # handed on as they came
        pids.append(process.pid)
        raise KeyboardInterrupt

    user.setattr(local_server, "_wait_until_ready", interrupted)
    with pytest.raises(KeyboardInterrupt):
        local_server.ensure()

    assert ([is_alive(pid) for pid in pids], local_server.server_file().exists()) == ([False], False)


@pytest.mark.parametrize("target", ["//stage//x", "/dev/a%2Bb/%7E", "/dev/./../up?q=%20+"])
def test_the_request_line_on_the_wire_is_the_one_that_was_written(target: str) -> None:
    """Through requests and urllib3, which would both tidy it up."""
    lines: list[tuple[str, list[str]]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            lines.append((self.requestline, self.headers.get_all("X-Two", [])))
            self.send_response(200)
            self.send_header("X-Case", "kept")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), Listener) as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        request = compose(
            "GET", f"http://127.0.0.1:{listener.server_port}{target}", headers=[("X-Two", "1"), ("X-Two", "2")]
        )
        with new_http_session() as session:
            exchange: Exchange = deliver(session, request, timeout=5)
        listener.shutdown()

    assert lines == [(f"GET {target} HTTP/1.1", ["1", "2"])]
    assert ("X-Case", "kept") in exchange.headers.pairs


def test_apiglab_lab_brings_both_up_and_takes_both_down(tmp_path: Path) -> None:
    """Headless: the URL is printed, Ctrl-C or a SIGTERM ends the local AWS and JupyterLab."""
    (tmp_path / "notebooks").mkdir()
    cells = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "notebooks" / "01_first.ipynb").write_text(json.dumps(cells))
    process = subprocess.Popen(
        [sys.executable, "-m", "apiglab", "lab", "--no-browser", "--port", "0"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )
    assert process.stdout is not None
    said = []
    while "Ctrl-C stops both." not in said and (line := process.stdout.readline()):
        said.append(line.strip())
    url = next(line.split()[1] for line in said if "token=" in line)
    server = local_server.find()

    with new_http_session() as session:
        statuses = [
            deliver(session, compose("GET", address), timeout=20).status for address in (url, url.partition("?")[0])
        ]
    process.terminate()

    assert (process.wait(30), server is not None, local_server.find()) == (0, True, None)
    assert ("/lab/tree/notebooks/01_first.ipynb" in url, statuses) == (True, [200, 302])
    process.stdout.close()


def test_finding_a_running_server_takes_no_time() -> None:
    """The second start of a lesson."""
    local_server.ensure()
    started = time.monotonic()
    local_server.ensure()

    assert time.monotonic() - started < 1.0
