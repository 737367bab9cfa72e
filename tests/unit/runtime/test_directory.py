"""The runtime's directory goes with the server, and those of killed servers go with the next one."""

import os
import tempfile
from pathlib import Path

import pytest

from apiglab.runtime.directory import PrivateDirectory, remove_abandoned


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine's temporary directory of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(path: Path) -> Path:
    """The same directory, last changed an hour ago."""
    os.utime(path, (0, path.stat().st_mtime - 3600))
    return path


def test_it_is_private_and_removed_when_closed() -> None:
    """Other users cannot look in, and nothing is left."""
    directory = PrivateDirectory()
    mode = directory.path.stat().st_mode & 0o777
    (directory.path / "code").mkdir(mode=0o500)
    directory.close()

    assert mode == 0o700
    assert not directory.path.exists()


def test_what_a_killed_server_left_is_removed(temporary: Path) -> None:
    """A directory whose lock nobody holds is nobody's."""
    left = temporary / "apiglab-lambda-left"
    (left / "worker-1").mkdir(parents=True)
    (left / "lock").touch()
    aged(left)

    remove_abandoned()

    assert list(temporary.iterdir()) == []


def test_what_a_living_server_has_is_left_alone(temporary: Path) -> None:
    """A lock that is held, a directory just made, and what is none of ours stay."""
    living = PrivateDirectory()
    aged(living.path)
    young = temporary / "apiglab-lambda-young"
    young.mkdir()
    (young / "lock").touch()
    (temporary / "apiglab-lambda-link").symlink_to(living.path)
    foreign = temporary / "apiglab-lambda-without-lock"
    foreign.mkdir()
    aged(foreign)

    remove_abandoned()

    assert sorted(temporary.iterdir()) == sorted([living.path, young, foreign, temporary / "apiglab-lambda-link"])
    living.close()
