"""What ``make lab`` and ``apiglab lab`` do: the local AWS and JupyterLab, up together and down together."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import Request, urlopen

from apiglab.lab import local_server
from apiglab.lab.errors import LabError
from apiglab.lab.local_server import DETACHED
from apiglab.lab.state import state_directory
from apiglab.lab.trust import trust_notebooks

PATIENCE = 60.0
"""Seconds that JupyterLab may take to answer."""

PORTS_TO_TRY = 50


@dataclass(frozen=True, slots=True)
class Jupyter:
    """A running JupyterLab."""

    process: subprocess.Popen[bytes]
    address: str
    token: str
    first: str
    """The notebook it opens, from its root folder."""

    @property
    def url(self) -> str:
        """What to open in a browser: with the token, so that nobody else on the machine can."""
        return f"{self.address}/lab/tree/{self.first}?token={self.token}"

    def answers(self) -> bool:
        """Whether it serves already."""
        asked = Request(f"{self.address}/api/status", headers={"Authorization": f"token {self.token}"})  # noqa: S310  # to 127.0.0.1
        try:
            with urlopen(asked, timeout=2) as answer:  # noqa: S310  # to 127.0.0.1
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


def launch(*, browser: bool, port: int) -> int:
    """Start both, say where, wait; Ctrl-C stops both. The exit code of the process."""
    try:
        with _interrupted_by_terminate():
            return _run(browser=browser, port=port)
    except LabError as error:
        sys.stderr.write("".join(f"{line}\n" for line in error._render_traceback_()))
        return 1


def _run(*, browser: bool, port: int) -> int:
    first = find_first_notebook((Path.cwd(), Path(__file__).resolve().parents[2]))
    if find_spec("jupyterlab") is None:
        raise LabError("JupyterLab", "it is not installed here", "pip install 'apiglab[lab]'")
    ours = local_server.find() is None
    jupyter = _start_jupyter(first, _free_port(port), browser=browser and has_display(os.environ))
    try:
        trust_notebooks(first.parent.parent)
        server = local_server.ensure(progress=_tell)
        _tell(f"Local AWS   {server.url}")
        _wait_until_it_answers(jupyter)
        _tell(f"JupyterLab  {jupyter.url}\nCtrl-C stops both.")
        return jupyter.process.wait()
    except KeyboardInterrupt:
        _tell("\nStopping …")
        return 0
    finally:
        _stop(jupyter.process)
        if ours:
            local_server.stop()


def find_first_notebook(roots: Sequence[Path]) -> Path:
    """The notebook to begin with: the first by name, below the folder we are in or beside the package."""
    for root in roots:
        found = sorted((root / "notebooks").glob("[0-9]*.ipynb"))
        if found:
            return found[0]
    looked = " or ".join(str(root / "notebooks") for root in dict.fromkeys(roots))
    raise LabError("Notebooks", f"there are none in {looked}", "run this in a clone of the repository")


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a browser can be shown here; if not, the URL is printed and that is all."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") or environment.get("BROWSER"))


def _free_port(wanted: int) -> int:
    for port in (wanted, *range(wanted + 1, wanted + PORTS_TO_TRY)) if wanted else (0,):
        with socket.socket() as probe:
            if sys.platform != "win32":
                # As Jupyter binds: a port that a browser's last connection has just left is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except (OSError, OverflowError):
                continue
            free: int = probe.getsockname()[1]
            return free
    raise LabError("JupyterLab", f"ports {wanted} to {wanted + PORTS_TO_TRY - 1} are taken", "name another: --port 0")


def _start_jupyter(first: Path, port: int, *, browser: bool) -> Jupyter:
    root = first.parent.parent
    opened = first.relative_to(root).as_posix()
    # The token goes by the environment: arguments can be read by everybody on the machine.
    token = secrets.token_hex(24)
    log = os.open(state_directory() / "jupyter.log", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    arguments = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": str(port),
        "ServerApp.port_retries": "0",
        "ServerApp.root_dir": str(root),
        "ServerApp.open_browser": str(browser),
        # In a container everybody is root; who is not gains nothing by it.
        "ServerApp.allow_root": "True",
        "LabApp.default_url": f"/lab/tree/{opened}",
        # A lab asks nobody outside: neither for news nor for updates.
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.news_url": "",
    }
    with os.fdopen(log, "wb") as output:
        process = subprocess.Popen(  # noqa: S603  # our own Python with options of ours
            [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in arguments.items())],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "JUPYTER_TOKEN": token, "JUPYTER_CONFIG_PATH": _quiet_configuration()},
            creationflags=DETACHED,
            # Ctrl-C is for us: Jupyter would ask whether it is meant.
            start_new_session=True,
        )
    return Jupyter(process, f"http://127.0.0.1:{port}", token, opened)


def _quiet_configuration() -> str:
    """The configuration folders for Jupyter, with one of ours in front: JupyterLab then asks nothing about news."""
    ours = state_directory() / "jupyter"
    page = ours / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(json.dumps({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}), "utf-8")
    return os.pathsep.join(filter(None, [str(ours), os.environ.get("JUPYTER_CONFIG_PATH")]))


def _wait_until_it_answers(jupyter: Jupyter) -> None:
    _tell("JupyterLab  starting …")
    deadline = time.monotonic() + PATIENCE
    while not jupyter.answers():
        if jupyter.process.poll() is not None or time.monotonic() > deadline:
            log = state_directory() / "jupyter.log"
            lines = log.read_text("utf-8", "replace").strip().splitlines()
            raise LabError("JupyterLab", f"it does not answer; its last line: {lines[-1:]}", f"read {log}")
        time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(local_server.STOP_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _interrupted_by_terminate() -> Iterator[None]:
    """Let SIGTERM, and a terminal that is closed, end us as Ctrl-C does: with nothing left running."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    numbers = [signal.SIGTERM, *([] if sys.platform == "win32" else [signal.SIGHUP])]
    before = [signal.signal(number, interrupt) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
