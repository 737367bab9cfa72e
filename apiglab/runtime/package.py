"""Deployment packages and layers: zips that are checked, then unpacked once per revision.

Unpacked trees are read-only, as ``/var/task`` and ``/opt`` are. A zip may hold what AWS accepts, links within itself
included; one that reaches outside of its directory, or is larger than it says, leaves nothing behind.
"""

import contextlib
import errno
import io
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from apiglab.model.function import LambdaError
from apiglab.runtime.settings import MAX_UNZIPPED_BYTES

_CHUNK = 1 << 20
_MAX_ENTRIES = 200_000
_BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a compression that zipfile lacks
    RuntimeError,  # an encrypted entry, a loop of links
    UnicodeDecodeError,
    FileExistsError,  # a file and a directory of one name
    IsADirectoryError,
    NotADirectoryError,
)


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Where a revision's code and its layers are, for ``/var/task`` and ``/opt``."""

    code: Path
    opt: Path


def unpack(code: bytes, layers: Iterable[bytes], into: Path) -> Unpacked:
    """Unpack a function's code and, one over the other, its layers; blocks, so call it in a thread."""
    unpacked = Unpacked(into / "task", into / "opt")
    budget = MAX_UNZIPPED_BYTES
    try:
        unpacked.opt.mkdir(parents=True)
        unpacked.code.mkdir()
        for target, archive in ((unpacked.code, code), *((unpacked.opt, layer) for layer in layers)):
            budget -= _unzip(archive, target, budget)
        _protect(into)
    except BaseException as error:
        remove(into)
        if isinstance(error, OSError):
            raise _failed(into, error) from error
        raise
    return unpacked


def _failed(into: Path, error: OSError) -> LambdaError:
    advice = ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        advice = " Make room there, or set TMPDIR to a disk that has some, and invoke again."
    reason = error.strerror or str(error)
    return LambdaError(
        "ServiceException", 500, f"The function's code could not be unpacked under {into.parent}: {reason}.{advice}"
    )


def _refused(message: str) -> LambdaError:
    return LambdaError("InvalidParameterValueException", 400, message)


def _unzip(archive: bytes, target: Path, budget: int) -> int:
    """How many bytes the files of ``archive`` took."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return _write_all(opened, target, budget)
    except _BAD_ZIP as error:
        raise _refused("Could not unzip uploaded file. Please check your file, then try to upload again.") from error


def _write_all(opened: zipfile.ZipFile, target: Path, budget: int) -> int:
    entries = opened.infolist()
    if len(entries) > _MAX_ENTRIES:
        raise _refused(f"The zip has {len(entries)} entries; this runtime unpacks {_MAX_ENTRIES} at most.")
    links: list[tuple[Path, str]] = []
    used = 0
    for entry in entries:
        path = _inside(target, entry.filename)
        mode = entry.external_attr >> 16
        if entry.is_dir():
            path.mkdir(parents=True, exist_ok=True)
        elif stat.S_ISLNK(mode):
            links.append((path, opened.read(entry).decode("utf-8")))
        else:
            used += _write(opened, entry, path, budget - used)
            if mode & stat.S_IXUSR:
                path.chmod(0o700)
    _link(target, links)
    return used


def _inside(target: Path, name: str) -> Path:
    """Where an entry goes; refused where that is not below ``target``."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0].startswith("/") or PureWindowsPath(name).drive or "\0" in name:
        raise _refused(f"The zip has an entry that leaves its directory: {name!r}.")
    return target.joinpath(*parts)


def _write(opened: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path, budget: int) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.unlink()
    used = 0
    with opened.open(entry) as source, path.open("wb") as file:
        while chunk := source.read(_CHUNK):
            used += len(chunk)
            if used > budget:
                raise _refused(f"Unzipped size must be smaller than {MAX_UNZIPPED_BYTES} bytes")
            file.write(chunk)
    return used


def _link(target: Path, links: list[tuple[Path, str]]) -> None:
    """Make the links last, so that no file was written through one, and see where each leads, now and in the end."""
    root = target.resolve()
    for path, destination in links:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(destination)
        _stays(path, root)
    for path, _ in links:
        _stays(path, root)


def _stays(link: Path, root: Path) -> None:
    if not link.resolve().is_relative_to(root):
        raise _refused(f"The zip has a link that leaves its directory: {link.name!r}.")


def _protect(tree: Path) -> None:
    for directory, _, files in os.walk(tree, topdown=False):
        for name in files:
            path = Path(directory, name)
            if not path.is_symlink():
                path.chmod(0o500 if path.stat().st_mode & stat.S_IXUSR else 0o400)
        Path(directory).chmod(0o500)


def remove(tree: Path) -> None:
    """Delete a tree, read-only directories included; what cannot be deleted stays."""
    for directory, names, _ in os.walk(tree):
        for path in (Path(directory), *(Path(directory, name) for name in names)):
            with contextlib.suppress(OSError):
                if not path.is_symlink():
                    path.chmod(0o700)
    shutil.rmtree(tree, ignore_errors=True)
