"""``apiglab check``: run exercise notebooks and say which exercises are solved.

A notebook runs on a local AWS of its own that is gone afterwards, so grading touches nothing that a learner has built.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from apiglab.course.execute import execute, own_local_aws
from apiglab.course.notebook import Cell, Notebook, code_cells, read
from apiglab.course.registry import MODULES
from apiglab.lab.exercises import Verdict

SOLVED, NOT_SOLVED, NOT_GRADED = 0, 1, 2
LESSON = re.compile(r"""\bLab\(\s*["'](\d\d)["']""")
CHECK = re.compile(r"""\blab\.check\(\s*["'](\w+)["']""")
STYLES = {Verdict.PASS: "green", Verdict.PARTIAL: "yellow", Verdict.NOT_ATTEMPTED: "dim"}


class NotAnExerciseError(Exception):
    """A file that cannot be graded, and why."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One exercise's outcome, as its check showed it."""

    exercise: str
    verdict: Verdict
    said: str


def grade(paths: list[Path]) -> int:
    """Grade every notebook and show a table of each: 0 if all is solved, 1 if not, 2 if one is no exercise."""
    console = Console()
    codes = []
    for path in _found(paths):
        try:
            lesson, notebook = _exercise(path)
        except NotAnExerciseError as error:
            console.print(f"apiglab: {error}", style="red", highlight=False)
            codes.append(NOT_GRADED)
            continue
        with console.status(f"Running {path.name} …"), own_local_aws() as environment:
            execute(notebook, folder=path.parent, environment=environment, allow_errors=True)
        graded = list(outcomes(lesson, notebook))
        _show(console, path, graded, list(_raised(notebook)))
        codes.append(SOLVED if all(one.verdict is Verdict.PASS for one in graded) else NOT_SOLVED)
    return max(codes, default=NOT_GRADED)


def _found(paths: Sequence[Path]) -> Iterator[Path]:
    """The files; a pattern that the shell has left as it is stands for what it matches."""
    for path in paths:
        matches = sorted(path.parent.glob(path.name)) if not path.exists() and "*" in path.name else []
        yield from matches or [path]


def _exercise(path: Path) -> tuple[str, Notebook]:
    """The lesson and the notebook, not yet run."""
    try:
        notebook = read(path)
        sources = "\n".join(cell["source"] for cell in code_cells(notebook))
    except FileNotFoundError:
        raise NotAnExerciseError(f"there is no {path}") from None
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, IsADirectoryError):
        raise NotAnExerciseError(f"{path} is no notebook") from None
    lesson = LESSON.search(sources)
    if lesson is None or lesson[1] not in MODULES or not CHECK.search(sources):
        raise NotAnExerciseError(f"{path} is no exercise: it has no lab of a lesson and no lab.check(…)")
    return lesson[1], notebook


def outcomes(lesson: str, notebook: Notebook) -> Iterator[Graded]:
    """The outcome of each of the lesson's exercises, read from the outputs of a notebook that was run."""
    shown: dict[str, Graded] = {}
    for cell in code_cells(notebook):
        if (check := CHECK.search(cell["source"])) and (said := _outcome(cell)):
            shown[check[1]] = Graded(check[1], *said)
    for exercise in MODULES[lesson]:
        yield shown.get(exercise, Graded(exercise, Verdict.NOT_ATTEMPTED, "The notebook shows no check of it."))


def _outcome(cell: Cell) -> tuple[Verdict, str] | None:
    """The last outcome in a cell's outputs: its verdict and what it said."""
    for output in reversed(cell["outputs"]):
        if output["output_type"] == "error":
            return Verdict.ERROR, f"{output['ename']}: {output['evalue']}".splitlines()[0]
        text = "".join(output.get("data", {}).get("text/plain", ()))
        for verdict in Verdict:
            if text.startswith(verdict.value):
                return verdict, text.removeprefix(verdict.value).lstrip(": ")
    return None


def _raised(notebook: Notebook) -> Iterator[str]:
    """The cells that raised and are no checks: what follows them may have suffered."""
    for number, cell in enumerate(code_cells(notebook), 1):
        for output in cell["outputs"]:
            if output["output_type"] == "error" and not CHECK.search(cell["source"]):
                yield f"code cell {number} raised {output['ename']}: {str(output['evalue']).splitlines()[0]}"


def _show(console: Console, path: Path, graded: Sequence[Graded], raised: Sequence[str]) -> None:
    passed = sum(one.verdict is Verdict.PASS for one in graded)
    table = Table(title=f"{path.name}: {passed} of {len(graded)} solved", title_justify="left")
    for heading in ("Exercise", "Outcome", "What the check says"):
        table.add_column(heading)
    for one in graded:
        table.add_row(one.exercise, one.verdict.value, _escaped(one.said), style=STYLES.get(one.verdict, "red"))
    console.print(table)
    for line in raised:
        console.print(f"Note: {line}", highlight=False, markup=False)


def _escaped(text: Any) -> str:
    from rich.markup import escape

    return escape(str(text))
