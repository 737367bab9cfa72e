"""The lab's own files: private, whole, and never written by two at once."""

import stat
import sys
from pathlib import Path

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.state import locked, read_json, state_directory, write_json


def mode(path: Path) -> int:
    """A file's permission bits."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("shape", ["", "{", '{"a": 1'])
def test_a_file_that_was_cut_short_counts_for_nothing(tmp_path: Path, shape: str) -> None:
    """A machine that lost power in the middle of a write."""
    (tmp_path / "x.json").write_text(shape)

    assert (read_json(tmp_path / "x.json"), read_json(tmp_path / "missing.json")) == (None, None)


def test_what_is_written_is_private_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """Root keys stand in one of these files."""
    write_json(tmp_path / "x.json", {"a": 1})
    write_json(tmp_path / "x.json", {"a": 2})

    assert (read_json(tmp_path / "x.json"), [file.name for file in tmp_path.iterdir()]) == ({"a": 2}, ["x.json"])
    assert mode(tmp_path / "x.json") == 0o600


def test_a_value_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    """Whole or not at all."""
    write_json(tmp_path / "x.json", {"a": 1})

    with pytest.raises(TypeError):
        write_json(tmp_path / "x.json", {"a": object()})

    assert (read_json(tmp_path / "x.json"), len(list(tmp_path.iterdir()))) == ({"a": 1}, 1)


def test_the_second_holder_of_a_lock_waits_in_vain_and_is_told(tmp_path: Path) -> None:
    """Two kernels that start the server at once: one does, the other waits."""
    path = tmp_path / "x.lock"

    with locked(path), pytest.raises(LabError, match="another process holds"), locked(path, patience=0):
        pass
    with locked(path, patience=0):
        pass


def test_the_directory_is_the_user_s_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made when it is missing; the environment chooses another."""
    monkeypatch.setenv("APIGLAB_STATE_DIR", str(tmp_path / "chosen"))
    chosen = state_directory()

    assert (chosen, mode(chosen)) == (tmp_path / "chosen", 0o700)


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", "XDG_STATE_HOME", "apiglab"),
        ("win32", "LOCALAPPDATA", "apiglab"),
        ("darwin", "HOME", "Library/Application Support/apiglab"),
    ],
)
def test_each_platform_has_its_own_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, expected: str
) -> None:
    """Where its users and its backups expect such files."""
    monkeypatch.delenv("APIGLAB_STATE_DIR", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))

    assert state_directory() == tmp_path / expected
