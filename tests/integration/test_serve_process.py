"""``apiglab serve`` as a process: its one line, its errors, its end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import requests

from tests.deploying import deploy_function, deploy_proxy
from tests.serving import KEYS, command, environment, serving

pytestmark = pytest.mark.slow

SLEEPS = """
import subprocess, sys, time

def handler(event, context):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    time.sleep(20)
"""


def run(*options: str, env: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a server that is expected to end by itself."""
    ran = subprocess.run(
        command(*options), env=environment(env), capture_output=True, text=True, timeout=30, check=False
    )
    return ran.returncode, ran.stdout, ran.stderr


def is_zombie(process: psutil.Process) -> bool:
    """Whether a process has ended, and only waits for a parent that does not ask."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_the_ready_line_is_the_only_line_and_comes_when_requests_are_answered(tmp_path: Path) -> None:
    """Standard output has the ready line; standard error stays empty as long as nothing is wrong."""
    errors = tmp_path / "stderr"
    with serving(stderr=errors) as served:
        health = served.ask("GET", "/_apiglab/health").json()
        served.ask("GET", "/_aws/execute-api/abc/dev")
        served.ask("GET", "/nothing")
        served.stop()
        assert served.process.stdout is not None
        rest = served.process.stdout.read()

    assert (sorted(health), rest, errors.read_text()) == (["services", "status", "uptime", "version"], "", "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_server_with_its_workers(number: int) -> None:
    """Within two seconds nothing is left, though a function is running that has started a process of its own."""
    with serving() as served:
        api_id = deploy_proxy(served, deploy_function(served, "sleeps", SLEEPS, Timeout=30))
        with socket.create_connection(("127.0.0.1", int(served.url.rpartition(":")[2]))) as client:
            client.sendall(f"GET /_aws/execute-api/{api_id}/dev/x HTTP/1.1\r\nHost: h\r\n\r\n".encode())
            deadline = time.monotonic() + 10
            while len(served.descendants()) < 2:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            started = served.descendants()
            seconds = served.stop(number)
        alive = [process for process in psutil.wait_procs(started, timeout=1)[1] if not is_zombie(process)]

        assert (served.process.returncode, seconds < 2, alive) == (0, True, [])


def test_the_services_around_do_not_hold_the_end_up() -> None:
    """A server whose services were used, and whose clients keep their connections, ends at once too."""
    with serving() as served:
        for service, ask in (("sqs", "list_queues"), ("s3", "list_buckets"), ("iam", "list_users")):
            getattr(served.client(service), ask)()

        assert (served.stop() < 1, served.process.returncode) == (True, 0)


@pytest.mark.parametrize("module", ["typer", "aiohttp", "apiglab.edge.server", "apiglab.stack"])
def test_ctrl_c_during_the_start_is_no_traceback(module: str) -> None:
    """Whatever the server is importing, Ctrl-C ends it without a word."""
    telling = [sys.executable, "-X", "importtime", *command("--port", "0")[1:]]
    process = subprocess.Popen(telling, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
    assert process.stderr is not None
    while line := process.stderr.readline():
        if line.split("|")[-1].strip() == module:
            break
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)

    assert (process.returncode in {0, -signal.SIGINT}, "Traceback" in errors) == (True, False)


def test_a_taken_port_is_one_line() -> None:
    """Who asks for a port that is taken learns so, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--port", str(port))

    assert ended == (
        1,
        "",
        f"apiglab: port {port} of 127.0.0.1 is taken: stop what listens there, or take a free one with --port 0\n",
    )


def test_other_machines_are_let_in_only_where_signatures_are_checked() -> None:
    """A host other than this machine's own needs --strict. fact: edge.strict-host"""
    assert run("--host", "0.0.0.0", "--port", "0") == (
        1,
        "",
        "apiglab: --host 0.0.0.0 lets other machines in: add --strict, which checks signatures\n",
    )


def test_strict_mode_needs_root_keys() -> None:
    """Without keys nobody could sign."""
    assert run("--strict", "--port", "0") == (
        1,
        "",
        f"apiglab: --strict needs root keys: set {' and '.join(KEYS)} to what clients are to sign with\n",
    )


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_a_host_that_is_not_this_machine_is_one_line(host: str) -> None:
    """An address of somebody else, or none at all, is told so."""
    assert run("--host", host, "--strict", env=KEYS) == (
        1,
        "",
        f"apiglab: --host {host} is no address of this machine\n",
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "127.0.0.2"])
def test_a_host_of_this_machine_serves_in_strict_mode(host: str) -> None:
    """The address answers by any name, and 127.0.0.1 does too: workers call back there."""
    with serving("--strict", "--host", host, env=KEYS) as served:
        named = served.ask("GET", "/_apiglab/health", headers={"Host": "lab.example.com:4566"})
        port = served.url.rpartition(":")[2]
        local = requests.get(f"http://127.0.0.1:{port}/_apiglab/health", timeout=30)

    assert (named.status_code, local.status_code) == (200, 200)


NO_ROOM = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
sys.argv = ["apiglab", "serve", "--port", "0"]
runpy.run_module("apiglab", run_name="__main__")
"""


def test_no_room_for_temporary_files_is_one_line() -> None:
    """Functions are unpacked in a temporary directory; where nothing can be written, the server says so and ends."""
    ran = subprocess.run([sys.executable, "-c", NO_ROOM], capture_output=True, text=True, timeout=30, check=False)

    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert ran.stderr.startswith("apiglab: cannot start: No usable temporary directory found")


@pytest.mark.parametrize("options", [["--port", "70000"], ["--port", "x"], ["--no-such-option"]])
def test_a_wrong_command_line_is_told_without_a_traceback(options: list[str]) -> None:
    """Options are checked before anything starts."""
    code, out, errors = run(*options)

    assert (code, out, "Traceback" in errors, "Error" in errors) == (2, "", False, True)


def test_the_version_is_told() -> None:
    """``apiglab --version`` is one line."""
    ran = subprocess.run([sys.executable, "-m", "apiglab", "--version"], capture_output=True, text=True, check=True)

    assert ran.stdout.startswith("apiglab 0.")


def test_a_server_is_ready_soon_and_small() -> None:
    """DESIGN's targets with room for a busy machine: ready in a moment, and at most 90 MiB at rest."""
    started = time.monotonic()
    with serving() as served:
        seconds = time.monotonic() - started
        served.ask("GET", "/_apiglab/health")
        resident = psutil.Process(served.process.pid).memory_info().rss

    assert (seconds < 5, resident < 90 * 1024 * 1024) == (True, True)


def test_starting_imports_neither_moto_nor_clients() -> None:
    """What a request to a deployed API does not need is imported when it is first asked for."""
    code = "import sys, json, apiglab.serve; print(json.dumps(sorted(set(sys.modules) & {'moto', 'boto3', 'flask'})))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ))

    assert json.loads(ran.stdout) == []
