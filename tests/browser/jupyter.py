"""JupyterLab as a learner starts it, with settings and kernels of its own, on a copy of the notebooks."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest

from apiglab.lab import local_server

TOKEN = "browser-test"
PATIENCE = 60.0
SETTINGS = {
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True,
    },
}  # fmt: skip
"""No request leaves this machine, and no toast covers a button."""


@dataclass(frozen=True)
class Jupyter:
    """A running JupyterLab."""

    url: str
    notebooks: Path

    def notebook_url(self, name: str) -> str:
        """Where ``name`` is opened in a fresh workspace."""
        return f"{self.url}lab/tree/{name}?reset&token={TOKEN}"


@contextmanager
def running_jupyter(home: Path) -> Iterator[Jupyter]:
    """JupyterLab with ``home/notebooks`` as its root; ended, kernels included, with the context."""
    notebooks = home / "notebooks"
    notebooks.mkdir(exist_ok=True)
    _write_settings(home / "settings")
    log = (home / "jupyter.log").open("w")
    process = subprocess.Popen(_command(notebooks), env=_environment(home), stdout=log, stderr=log, cwd=notebooks)
    try:
        yield Jupyter(_address(process, home), notebooks)
    finally:
        process.terminate()
        process.wait(30)
        log.close()
        _stop_local_aws(home / "state")


def _command(notebooks: Path) -> list[str]:
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": "0",
        "ServerApp.open_browser": "False",
        "ServerApp.allow_root": "True",
        "ServerApp.root_dir": str(notebooks),
        "IdentityProvider.token": TOKEN,
        "LabApp.expose_app_in_browser": "True",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.news_url": "None",
    }
    return [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in options.items())]


def _environment(home: Path) -> dict[str, str]:
    """The user's own configuration, kernels and running servers stay out of it."""
    own = {
        "JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces", "IPYTHONDIR": "ipython",
        "APIGLAB_STATE_DIR": "state",
    }  # fmt: skip
    return {**os.environ, **{name: str(home / place) for name, place in own.items()}}


def _stop_local_aws(state: Path) -> None:
    """End the server that the lessons' labs started for this JupyterLab's user."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("APIGLAB_STATE_DIR", str(state))
        local_server.stop()


def _write_settings(directory: Path) -> None:
    for name, settings in SETTINGS.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), "utf-8")


def _address(process: "subprocess.Popen[bytes]", home: Path) -> str:
    """The server's URL, once it answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        for path in (home / "runtime").glob("jpserver-*.json"):
            url: str = json.loads(path.read_text("utf-8"))["url"]
            if _answers(f"{url}api"):
                return url
        time.sleep(0.05)
    raise AssertionError(f"JupyterLab did not start:\n{(home / 'jupyter.log').read_text('utf-8')}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError, ValueError):
        return False
