"""How JupyterLab is configured when the lab starts it."""

import json
import os
from pathlib import Path

import pytest

from apiglab.lab.launch import _quiet_configuration


def test_jupyterlab_asks_nothing_about_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the lab's own, which switches the question off, stands before the user's own configuration."""
    monkeypatch.setenv("APIGLAB_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/mine")

    ours, mine = _quiet_configuration().split(os.pathsep)

    page = json.loads((Path(ours) / "labconfig" / "page_config.json").read_text("utf-8"))
    assert (page, mine) == ({"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}, "/mine")
