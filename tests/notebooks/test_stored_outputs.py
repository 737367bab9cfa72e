"""What a lesson shows is what happens: every notebook runs, twice in a row, with exactly its stored outputs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from apiglab.course.execute import execute
from apiglab.course.notebook import code_cells, read, written
from tests.notebooks.conftest import Compared
from tests.notebooks.course_files import each_of, notebooks

pytestmark = [pytest.mark.notebooks, pytest.mark.timeout(300)]

STALE = "where the change is meant, run python tools/execute_notebooks.py and look at the difference:"
Left = Callable[[], dict[str, list[str]]]


@each_of("notebooks", "solutions")
def test_a_notebook_runs_twice_as_stored_and_leaves_nothing(
    path: Path, compare: Callable[[Path], Compared], left: Left
) -> None:
    """Lessons and solutions are repeatable on one server, and their last cell removes all they made."""
    for attempt in ("first", "second"):
        compared = compare(path)

        assert compared.returncode == 0, f"{attempt} run of {path.name}; {STALE}\n{compared.stdout[-6000:]}"
        assert left() == {}


def test_a_lesson_that_was_left_in_the_middle_starts_again(environment: dict[str, str], left: Left) -> None:
    """A kernel that dies half-way leaves things behind; *Run All* in a new one cleans up first and goes through."""
    path = notebooks("notebooks")[1]
    half = read(path)
    half["cells"] = half["cells"][: len(half["cells"]) // 2]

    execute(half, folder=path.parent, environment=environment)
    assert {"APIs", "functions", "roles"} <= set(left())
    execute(read(path), folder=path.parent, environment=environment)

    assert left() == {}


@each_of("exercises")
def test_a_blank_exercise_runs_without_an_error_and_nothing_is_attempted(
    path: Path, environment: dict[str, str], left: Left
) -> None:
    """A learner's first *Run All* shows NOT ATTEMPTED, never a traceback."""
    notebook = read(path)

    execute(notebook, folder=path.parent, environment=environment)

    checks = [cell for cell in code_cells(notebook) if "lab.check(" in cell["source"]]
    said = ["".join(cell["outputs"][-1]["data"]["text/plain"]).split(":")[0] for cell in checks]
    assert said == ["NOT ATTEMPTED"] * 6
    assert left() == {}


def test_a_changed_output_is_found(tmp_path: Path, compare: Callable[[Path], Compared]) -> None:
    """The comparison is on: one tampered word in a stored output fails the run."""
    original = notebooks("notebooks")[0]
    notebook = read(original)
    output = code_cells(notebook)[0]["outputs"][0]["data"]
    assert "costs nothing" in "".join(output["text/plain"])
    output["text/plain"] = [line.replace("costs nothing", "costs a lot") for line in output["text/plain"]]
    tampered = tmp_path / original.name
    tampered.write_text(written(notebook), encoding="utf-8")

    compared = compare(tampered)

    assert compared.returncode == 1
    assert "costs a lot" in compared.stdout
