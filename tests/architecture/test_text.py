"""What no tracked file may say."""

import re

from tests.architecture.source import ROOT, tracked_text

# Written in parts, so that this file does not hold what it forbids.
FORBIDDEN = tuple(
    "".join(parts)
    for parts in (
        ("python", "hosted"),
        ("pypi.org/", "simple"),
        ("registry.", "npmjs"),
        ("proxy.", "golang"),
        ("/ro", "ot/"),
        ("/wo", "rk/"),
    )
)
TODO = re.compile(r"(?:(?:#|//|<!--)\s*(?:TODO|FIXME|XXX)\b|\b(?:TODO|FIXME|XXX):)(?![^\n]*#\d+)")
LEARNERS_BLANKS = (
    "notebooks/",
    "exercises/",
    "solutions/",
    "apiglab/__init__.py",
    "apiglab/course/",
    "apiglab/lab/",
    "tests/",
    "tools/",
)


def test_no_file_names_a_registry_s_host_or_a_path_of_one_machine() -> None:
    """A clone means the same on every machine and behind every mirror."""
    named = [f"{file}:{number}: {word}" for file, number, line in tracked_text() for word in FORBIDDEN if word in line]

    assert named == []


def test_lock_files_hold_no_address() -> None:
    """The lock says what is installed, and leaves to uv and pip where it comes from (DESIGN 2.16)."""
    locks = sorted((ROOT / "requirements").glob("*.lock"))
    addressed = [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")]

    assert ([lock.name for lock in locks], addressed) == (["dev.lock", "lab.lock"], [])


def test_whatever_is_left_to_do_names_its_issue() -> None:
    """A to-do without an issue's number is a wish; a learner's blank in a notebook is not one."""
    wishes = [
        f"{file}:{number}: {line.strip()}"
        for file, number, line in tracked_text()
        if not file.startswith(LEARNERS_BLANKS) and TODO.search(line)
    ]

    assert wishes == []
