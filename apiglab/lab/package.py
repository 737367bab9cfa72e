"""A deployment package: the zip that Lambda runs a handler from.

Made from a function in a notebook, with the imports, constants and functions it uses; from a file, a folder or a zip.
"""

import inspect
import io
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from dis import get_instructions
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from apiglab.lab.errors import LabError

MODULE = "handler"
"""The name of the one module in a package made from a function."""

PLAIN = (str, bytes, int, float, bool, type(None), list, tuple, dict, set)

# A fixed date: the same source gives the same package, so an unchanged function keeps its hash.
DATE = (2026, 1, 1, 0, 0, 0)

Code = Callable[..., Any] | str | Path | bytes


def package(code: Code) -> tuple[bytes, str | None]:
    """The zip of ``code``, and the handler's name in it where that is known: for a function."""
    if isinstance(code, bytes):
        return code, None
    if not isinstance(code, str | Path):
        return _zipped({f"{MODULE}.py": source_of(code).encode()}), f"{MODULE}.{code.__name__}"
    path = Path(code)
    if not path.exists():
        raise LabError(
            "Deployment package", f"there is no {path}", "give a function, a file, a folder or the bytes of a zip"
        )
    if path.suffix == ".zip":
        return path.read_bytes(), None
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if _belongs(file))
    root = path.parent if path.is_file() else path
    return _zipped({file.relative_to(root).as_posix(): file.read_bytes() for file in files}), None


def _belongs(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts


def _zipped(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package_file:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package_file.writestr(entry, content)
    return archive.getvalue()


def source_of(function: Callable[..., Any]) -> str:
    """The text of ``handler.py``: imports and constants that ``function`` uses, the functions it calls, and itself."""
    if not isinstance(function, FunctionType):
        raise LabError("Handler", f"{function!r} is not a function", "give a function written with def")
    # Annotations are a notebook's business: Lambda need not know the names in them.
    parts = {"__future__": "from __future__ import annotations"}
    _collect(function, parts)
    return "\n\n".join(parts.values()) + "\n"


def _collect(function: FunctionType, parts: dict[str, str]) -> None:
    """Add what ``function`` needs to ``parts``, then the function itself, so that names stand before their use."""
    if function.__name__ in parts:
        return
    parts[function.__name__] = ""  # holds the place: a function may call itself
    for name in _global_names(function.__code__):
        if name in function.__globals__ and name not in parts:
            _collect_global(name, function.__globals__[name], function, parts)
    parts.pop(function.__name__)
    parts[function.__name__] = textwrap.dedent(_own_source(function)).rstrip()


def _collect_global(name: str, value: object, user: FunctionType, parts: dict[str, str]) -> None:
    if isinstance(value, ModuleType):
        parts[name] = f"import {value.__name__}" + ("" if value.__name__ == name else f" as {name}")
    elif isinstance(value, FunctionType) and value.__module__ == user.__module__:
        _collect(value, parts)
    elif getattr(value, "__module__", None) and hasattr(value, "__qualname__"):
        parts[name] = f"from {value.__module__} import {value.__qualname__} as {name}"
    elif isinstance(value, PLAIN):
        parts[name] = f"{name} = {value!r}"
    else:
        raise LabError(
            f"{user.__name__}()",
            f"it uses {name!r}, which exists only in this notebook and not on Lambda",
            f"give {user.__name__}() what it needs through the event, or make it inside the function",
        )


def _global_names(code: CodeType) -> Iterator[str]:
    """The names that ``code`` and the functions inside it look up outside themselves."""
    for instruction in get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield str(instruction.argval)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _global_names(constant)


def _own_source(function: FunctionType) -> str:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        raise LabError(
            f"{function.__name__}()",
            "Python does not know its source",
            "define it with def in a cell and run that cell",
        ) from None
