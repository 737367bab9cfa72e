"""The repository's own source as the architecture tests read it."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Function:
    """One function or method: where it stands and how many lines it takes, docstring included."""

    where: str
    lines: int


def modules(*folders: str) -> list[Path]:
    """Every Python file below ``folders`` of the repository."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def line_count(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    """A file's path as a reader of a failure wants it: from the repository's root."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    """Every function of a module, methods and inner ones too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            end = node.end_lineno or node.lineno
            yield Function(f"{name(path)}:{node.lineno} {node.name}", end - node.lineno + 1)


def tracked_files() -> list[Path]:
    """Every file that git tracks and the working tree still has."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for entry in listed.split("\0") if entry and (path := ROOT / entry).is_file()]


def tracked_text() -> Iterator[tuple[str, int, str]]:
    """Every line of every tracked text file, with the file's name and the line's number."""
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a zip
        for number, line in enumerate(text.splitlines(), 1):
            yield name(path), number, line
