"""A deployment package from a function in a notebook: a zip whose ``handler.py`` has its source and what that needs."""

import inspect
import io
import textwrap
import zipfile
from collections.abc import Callable, Iterator
from dis import get_instructions
from types import CodeType, FunctionType, ModuleType
from typing import Any

from apiglab.lab.errors import LabError

MODULE = "handler"
"""The name of the one module in the package."""

PLAIN = (str, bytes, int, float, bool, type(None), list, tuple, dict, set)


def package(function: Callable[..., Any]) -> tuple[bytes, str]:
    """The zip that Lambda runs ``function`` from, and the handler's name in it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package_file:
        # A fixed date: the same source gives the same package, so an unchanged function keeps its hash.
        package_file.writestr(zipfile.ZipInfo(f"{MODULE}.py", (2026, 1, 1, 0, 0, 0)), source_of(function))
    return archive.getvalue(), f"{MODULE}.{function.__name__}"


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
