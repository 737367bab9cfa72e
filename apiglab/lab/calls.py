"""Make boto3 calls and show each as the Python a learner could have written."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from apiglab.lab.html import page, preformatted
from apiglab.lab.show import show

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Named:
    """A value that stands under a name in what is shown: ``api_id`` says more than the id of this run."""

    name: str
    value: Any

    def __repr__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True, repr=False)
class Script:
    """The calls that were made, as Python."""

    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(self.lines)

    def _repr_html_(self) -> str:
        return page(preformatted(repr(self)))


class Calls:
    """A session's calls, shown in one block per task, also where one of them fails."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._lines: list[str] = []

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the calls made inside."""
        self._lines = []
        try:
            yield
        finally:
            if self._lines:
                show(Script(tuple(self._lines)))

    def note(self, text: str) -> None:
        """Put a comment between the calls."""
        self._lines.append(f"# {text}")

    def let(self, name: str, value: Any) -> None:
        """Show what a name stands for in the calls that follow."""
        self._lines.append(f"{name} = {written(value)}")

    def make(self, service: str, method: str, /, *, to: str = "", picks: str = "", **parameters: Any) -> Any:
        """Make one call; ``to`` and ``picks`` show where its answer goes: ``api_id = …["id"]``."""
        variable = VARIABLES.get(service, service)
        target = f"{to} = " if to else ""
        self._lines.append(f"{target}{variable}.{method}({_arguments(parameters)}){picks}")
        return getattr(self._session.client(service), method)(**_plain(parameters))


VARIABLES: Mapping[str, str] = {"lambda": "lambda_"}
"""Services whose name is no Python name."""


def _arguments(parameters: Mapping[str, Any]) -> str:
    one_line = ", ".join(f"{name}={_on_one_line(value)}" for name, value in parameters.items())
    if len(one_line) <= WIDTH - 30:
        return one_line
    return "\n" + "".join(f"    {name}={written(value, 4 + len(name) + 1)},\n" for name, value in parameters.items())


def written(value: Any, column: int = 0) -> str:
    """``value`` as Python, on one line where it fits from ``column`` on."""
    one_line = _on_one_line(value)
    if len(one_line) + column <= WIDTH or not isinstance(value, dict | list) or not value:
        return one_line
    if isinstance(value, dict):
        entries = [f"{_on_one_line(key)}: {written(item, 8)}" for key, item in value.items()]
    else:
        entries = [written(item, 4) for item in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    inner = ",\n".join(entries).replace("\n", "\n    ")
    return f"{opening}\n    {inner},\n{closing}"


def _on_one_line(value: Any) -> str:
    if isinstance(value, str):
        # As ruff would write it: double quotes, unless that takes more escapes.
        return repr(value) if '"' in value and "'" not in value else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_on_one_line(key)}: {_on_one_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_on_one_line, value)) + "]"
    return repr(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Named):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
