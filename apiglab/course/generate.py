"""Make ``exercises/*.ipynb`` from ``solutions/*.ipynb``: the same notebooks with the answers taken out.

A solution notebook marks its answers in two ways:

- a cell tagged ``solution`` is left out of the exercise;
- lines between ``# BEGIN SOLUTION`` and ``# END SOLUTION`` become a stub: what the region's ``# STUB`` lines say
  (comments in the solution, code in the exercise), or ``return apiglab.TODO`` where there are none.

Run ``python -m apiglab.course.generate`` to write, ``--check`` to fail when a file differs from what would be written.
"""

import argparse
import copy
import difflib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from apiglab.course.notebook import METADATA, Notebook, code_cells, read, tags, written

BEGIN, END, STUB = "# BEGIN SOLUTION", "# END SOLUTION", "# STUB"
SOLUTION_TAG = "solution"
DEFAULT_STUB = "return apiglab.TODO  # your code replaces this line"

OUT_OF_DATE = (
    "apiglab: exercises/ differs from solutions/: run python -m apiglab.course.generate, commit what it writes"
)


class GenerateError(Exception):
    """A solution notebook that no exercise can be made from: which cell, what is wrong, what to do."""


def exercise_from(solution: Notebook) -> Notebook:
    """The exercise notebook of a solution notebook; the solution stays as it is."""
    notebook = copy.deepcopy(solution)
    for one_pass in PASSES:
        one_pass(notebook)
    return notebook


def drop_solution_cells(notebook: Notebook) -> None:
    """Leave out every cell tagged ``solution``."""
    notebook["cells"] = [cell for cell in notebook["cells"] if SOLUTION_TAG not in tags(cell)]


def stub_solution_regions(notebook: Notebook) -> None:
    """Put a stub in the place of every marked region of a code cell."""
    for cell in code_cells(notebook):
        cell["source"] = "\n".join(_stubbed(cell["source"].split("\n"), cell_id=cell["id"]))


def clear_outputs(notebook: Notebook) -> None:
    """Take out what running the solution left behind."""
    for cell in code_cells(notebook):
        cell["outputs"] = []
        cell["execution_count"] = None


def keep_plain_metadata(notebook: Notebook) -> None:
    """Keep the kernel's name and the cells' tags; everything else is an editor's."""
    notebook["metadata"] = copy.deepcopy(METADATA)
    for cell in notebook["cells"]:
        cell["metadata"] = {"tags": tags(cell)} if tags(cell) else {}


PASSES: tuple[Callable[[Notebook], None], ...] = (
    drop_solution_cells,  # first: what is left out needs no stub
    stub_solution_regions,
    clear_outputs,
    keep_plain_metadata,
)


def _stubbed(lines: Sequence[str], *, cell_id: str) -> Iterator[str]:
    """The lines with every region replaced by its stub, at the region's own indentation."""
    region: list[str] | None = None
    indent = ""
    for line in lines:
        marker = line.strip()
        if marker == BEGIN:
            if region is not None:
                raise GenerateError(f"cell {cell_id}: a second {BEGIN!r} before {END!r}; close the first region")
            region, indent = [], line[: len(line) - len(line.lstrip())]
        elif marker == END:
            if region is None:
                raise GenerateError(f"cell {cell_id}: {END!r} without {BEGIN!r}; add the beginning")
            yield from _stub(region, indent)
            region = None
        elif region is not None:
            region.append(line)
        else:
            yield line
    if region is not None:
        raise GenerateError(f"cell {cell_id}: {BEGIN!r} is never closed; add {END!r}")


def _stub(region: Sequence[str], indent: str) -> Iterator[str]:
    """What the learner gets in the place of ``region``."""
    own = [line.strip() for line in region if line.strip().startswith(STUB)]
    if not own:
        yield indent + DEFAULT_STUB
    for line in own:
        yield (indent + line.removeprefix(STUB).removeprefix(" ")).rstrip()


def generate(solutions: Path, exercises: Path) -> dict[Path, str]:
    """Every exercise file with the text it should have."""
    made: dict[Path, str] = {}
    for source in sorted(solutions.glob("*.ipynb")):
        try:
            made[exercises / source.name] = written(exercise_from(read(source)))
        except GenerateError as error:
            raise GenerateError(f"{source.name}, {error}") from error
    return made


def differences(wanted: dict[Path, str], exercises: Path) -> Iterator[str]:
    """One unified diff per file that is not as wanted; nothing where all is well."""
    present = set(exercises.glob("*.ipynb"))
    for path in sorted(present | set(wanted)):
        there = path.read_text(encoding="utf-8") if path in present else ""
        due = wanted.get(path, "")
        if there != due:
            lines = difflib.unified_diff(
                there.splitlines(), due.splitlines(), f"{path} (checked in)", f"{path} (generated)", lineterm="", n=1
            )
            yield "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the exercises, or with ``--check`` say where they differ from their solutions."""
    parser = argparse.ArgumentParser(prog="python -m apiglab.course.generate", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a file differs")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the folder of solutions/ and exercises/")
    options = parser.parse_args(arguments)
    exercises = options.root / "exercises"
    try:
        wanted = generate(options.root / "solutions", exercises)
    except GenerateError as error:
        sys.stderr.write(f"apiglab: {error}\n")
        return 2
    if options.check:
        found = list(differences(wanted, exercises))
        if found:
            sys.stderr.write("\n".join([*found, OUT_OF_DATE, ""]))
        return 1 if found else 0
    exercises.mkdir(exist_ok=True)
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
