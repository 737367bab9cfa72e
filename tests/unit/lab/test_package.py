"""A deployment package from whatever a learner has."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from apiglab.lab.errors import LabError
from apiglab.lab.package import package, source_of

PETS = [{"id": 1}]
LOCK = object()


def answer(value: Any) -> Any:
    """Another function of the notebook's."""
    return {"statusCode": 200, "body": json.dumps(value)}


def handler(event: Any, context: Any) -> Any:
    """A handler that uses an import, a constant and another function."""
    return answer(PETS)


def stuck(event: Any, context: Any) -> Any:
    """A handler that uses what only lives here."""
    return str(LOCK)


def names(content: bytes) -> list[str]:
    """The files in a zip."""
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_a_function_brings_along_what_it_uses() -> None:
    """Imports, constants, functions: the module runs by itself."""
    scope: dict[str, Any] = {"__name__": "handler"}
    exec(source_of(handler), scope)

    assert scope["handler"]({}, None) == {"statusCode": 200, "body": '[{"id": 1}]'}


def test_the_same_function_gives_the_same_package() -> None:
    """An unchanged function keeps its hash."""
    assert package(handler) == package(handler)
    assert package(handler)[1] == "handler.handler"


def test_what_exists_only_in_the_notebook_is_named() -> None:
    """A connection or a lock cannot go to Lambda."""
    with pytest.raises(LabError, match="'LOCK', which exists only in this notebook"):
        package(stuck)


def test_a_file_a_folder_and_a_zip_are_packages_too(tmp_path: Path) -> None:
    """Without what Python leaves lying about."""
    (tmp_path / "app" / "__pycache__").mkdir(parents=True)
    (tmp_path / "app" / "main.py").write_text("def handler(event, context): ...")
    (tmp_path / "app" / "__pycache__" / "main.pyc").write_bytes(b"")
    zipped, _ = package(tmp_path / "app")
    (tmp_path / "ready.zip").write_bytes(zipped)

    assert names(zipped) == ["main.py"]
    assert names(package(str(tmp_path / "app" / "main.py"))[0]) == ["main.py"]
    assert package(tmp_path / "ready.zip") == (zipped, None)
    assert package(b"PK") == (b"PK", None)


def test_a_file_that_is_not_there_is_one_clear_line() -> None:
    """Not a traceback."""
    with pytest.raises(LabError, match=r"there is no nowhere\.py"):
        package("nowhere.py")


def test_what_is_no_function_is_refused() -> None:
    """A built-in has no source to send."""
    with pytest.raises(LabError, match="is not a function"):
        package(print)
