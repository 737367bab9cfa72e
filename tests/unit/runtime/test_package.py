"""Unpacking: what a zip may do, and what it may not."""

import errno
import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from apiglab.model.function import LambdaError
from apiglab.runtime import package
from apiglab.runtime.package import remove, unpack
from tests.runtime_builders import make_zip

BAD_ZIP = "Could not unzip uploaded file. Please check your file, then try to upload again."


def linked(*links: tuple[str, str], files: tuple[str, ...] = ()) -> bytes:
    """A zip with files and symbolic links."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in files:
            archive.writestr(name, name)
        for name, destination in links:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, destination)
    return packed.getvalue()


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    """Where to unpack; read-only trees would hinder pytest's own clean-up."""
    place = tmp_path / "package"
    yield place
    remove(place)


def test_code_and_layers_have_a_directory_each(target: Path) -> None:
    """Later layers go over earlier ones, as AWS merges them into /opt."""
    layers = [make_zip({"python/a.py": "1", "b": "1"}), make_zip({"b": "2"})]
    unpacked = unpack(make_zip({"app.py": "x", "lib/deep/y.py": "y"}), layers, target)

    assert (unpacked.code / "app.py").read_text() == "x"
    assert (unpacked.code / "lib" / "deep" / "y.py").read_text() == "y"
    assert [(unpacked.opt / name).read_text() for name in ("python/a.py", "b")] == ["1", "2"]


def test_what_is_unpacked_is_read_only_and_executable_where_it_was(target: Path) -> None:
    """Files keep their execute bit and nothing can be written, as in /var/task."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, "#!/bin/sh")
        archive.writestr("data", "x")
    code = unpack(packed.getvalue(), [], target).code

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (code, code / "bootstrap", code / "data")]
    assert modes == [0o500, 0o500, 0o400]


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "/etc/evil", "C:/evil", "..\\evil", "a\\..\\..\\evil"])
def test_an_entry_outside_of_the_directory_is_refused(target: Path, name: str) -> None:
    """Nothing is written outside, and nothing is left inside."""
    with pytest.raises(LambdaError, match="leaves its directory") as refused:
        unpack(make_zip({"fine": "x", name: "evil"}), [], target)

    assert refused.value.code == "InvalidParameterValueException"
    assert list(target.parent.iterdir()) == []


def test_links_within_the_package_are_kept(target: Path) -> None:
    """Libraries come with links from one name to another."""
    code = unpack(linked(("lib/so", "so.1"), ("here", "lib/so"), files=("lib/so.1",)), [], target).code

    assert [(code / name).read_text() for name in ("lib/so", "here")] == ["lib/so.1", "lib/so.1"]


@pytest.mark.parametrize(
    "links",
    [
        [("out", "/etc/passwd")],
        [("out", "../../secret")],
        [("a/b/up", "../.."), ("out", "a/b/up/../x")],
        [("dir", "../.."), ("dir/inner", "x")],
        [("first", "later/../../x"), ("later", "a/b")],
    ],
)
def test_links_out_of_the_package_are_refused(target: Path, links: list[tuple[str, str]]) -> None:
    """Directly, by way of other links, or by writing through one."""
    with pytest.raises(LambdaError, match=r"leaves its directory|Could not unzip"):
        unpack(linked(*links, files=("a/b/c",)), [], target)

    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize(
    "code",
    [b"", b"no zip at all", make_zip({"a": "x" * 999})[:200], linked(("a", "b"), ("b", "a"))],
)
def test_what_is_no_zip_has_aws_s_error(target: Path, code: bytes) -> None:
    """Garbage, truncation and nonsense are InvalidParameterValueException. fact: lambda.bad-zip"""
    with pytest.raises(LambdaError) as refused:
        unpack(code, [], target)

    assert (refused.value.code, refused.value.status) == ("InvalidParameterValueException", 400)
    assert refused.value.message == BAD_ZIP


def test_a_file_and_a_directory_of_one_name_are_no_package(target: Path) -> None:
    """A zip that contradicts itself is refused, not half unpacked."""
    with pytest.raises(LambdaError, match="Could not unzip"):
        unpack(make_zip({"a": "file", "a/b": "below it"}), [], target)


def test_a_bomb_is_stopped_at_the_limit(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is what comes out, code and layers together, not what the zip says."""
    monkeypatch.setattr(package, "MAX_UNZIPPED_BYTES", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(700))
    unpack(packed.getvalue(), [], target)
    remove(target)

    with pytest.raises(LambdaError, match="Unzipped size must be smaller than 1000 bytes"):
        unpack(packed.getvalue(), [packed.getvalue()], target)

    assert not target.exists()


def test_a_full_disk_is_told(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says where and what to do, and nothing is left behind."""

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(package, "_write", full)
    with pytest.raises(LambdaError) as refused:
        unpack(make_zip({"app.py": "x"}), [], target)

    assert (refused.value.code, refused.value.status) == ("ServiceException", 500)
    assert refused.value.message == (
        f"The function's code could not be unpacked under {target.parent}: No space left on device. "
        "Make room there, or set TMPDIR to a disk that has some, and invoke again."
    )
    assert not target.exists()


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    """A tree may be gone already."""
    remove(tmp_path / "nothing")

    assert list(tmp_path.iterdir()) == []
