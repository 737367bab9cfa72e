"""Finding what ``apiglab lab`` opens, and where; how it configures JupyterLab."""

import json
import os
import socket
from pathlib import Path

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.launch import _free_port, _quiet_configuration, find_first_notebook, has_display, launch


def test_the_first_notebook_is_the_first_by_name_in_the_first_root_that_has_any(tmp_path: Path) -> None:
    """The folder we are in comes before the one beside the package."""
    for name in ("02_b.ipynb", "01_a.ipynb", "scratch.ipynb"):
        (tmp_path / "clone" / "notebooks").mkdir(parents=True, exist_ok=True)
        (tmp_path / "clone" / "notebooks" / name).touch()

    assert find_first_notebook((tmp_path, tmp_path / "clone")) == tmp_path / "clone" / "notebooks" / "01_a.ipynb"


def test_without_notebooks_it_is_said_where_they_were_looked_for(tmp_path: Path) -> None:
    """An installed package has none."""
    with pytest.raises(LabError, match="there are none in") as raised:
        find_first_notebook((tmp_path, tmp_path))

    assert raised.value.what.count(str(tmp_path)) == 1


def test_a_machine_without_a_display_gets_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """It prints the URL and goes on."""
    monkeypatch.setattr("sys.platform", "linux")

    assert [has_display(environment) for environment in ({}, {"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "w"})] == [
        False,
        True,
        True,
    ]


def test_a_taken_port_gives_way_to_the_next() -> None:
    """Somebody else's Jupyter may be running."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert port < _free_port(port) < port + 50
        assert _free_port(0) > 0


def test_a_launch_that_cannot_be_is_three_lines_and_an_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback in a terminal either."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("apiglab.lab.launch.__file__", str(tmp_path / "a" / "b" / "launch.py"))

    code = launch(browser=False, port=0)

    assert (code, capsys.readouterr().err.splitlines()[0]) == (1, "Where: Notebooks")


def test_jupyterlab_asks_nothing_about_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the lab's own, which switches the question off, stands before the user's own configuration."""
    monkeypatch.setenv("APIGLAB_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/mine")

    ours, mine = _quiet_configuration().split(os.pathsep)

    page = json.loads((Path(ours) / "labconfig" / "page_config.json").read_text("utf-8"))
    assert (page, mine) == ({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}, "/mine")
