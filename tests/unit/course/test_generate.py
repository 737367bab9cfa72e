"""Exercises are solutions with the answers taken out, and nothing else."""

from pathlib import Path
from typing import Any

import pytest

from apiglab.course.generate import OUT_OF_DATE, GenerateError, exercise_from, main
from apiglab.course.notebook import METADATA, Notebook, read, written


def a_code_cell(source: str, *, cell_id: str = "a-cell", **metadata: Any) -> dict[str, Any]:
    """A code cell that was run."""
    output = {"output_type": "stream", "name": "stdout", "text": ["ran\n"]}
    return {
        "cell_type": "code",
        "execution_count": 7,
        "id": cell_id,
        "metadata": metadata,
        "outputs": [output],
        "source": source,
    }


def a_markdown_cell(source: str, *, cell_id: str = "a-note", **metadata: Any) -> dict[str, Any]:
    """A note."""
    return {"cell_type": "markdown", "id": cell_id, "metadata": metadata, "source": source}


def a_notebook(*cells: dict[str, Any]) -> Notebook:
    """A solution notebook with an editor's metadata."""
    return {"cells": list(cells), "metadata": {"widgets": {"state": {}}}, "nbformat": 4, "nbformat_minor": 5}


def sources(notebook: Notebook) -> list[str]:
    """The sources of the cells, in order."""
    return [cell["source"] for cell in notebook["cells"]]


def test_a_region_without_stub_lines_becomes_a_return_of_todo() -> None:
    """The default stub returns TODO at the region's own indentation."""
    cell = a_code_cell("def answer():\n    # BEGIN SOLUTION\n    x = 42\n    return x\n    # END SOLUTION")

    assert sources(exercise_from(a_notebook(cell))) == [
        "def answer():\n    return apiglab.TODO  # your code replaces this line"
    ]


def test_stub_lines_are_comments_in_the_solution_and_code_in_the_exercise() -> None:
    """A region may say itself what the learner starts from, over several lines with their own indentation."""
    cell = a_code_cell(
        "before = 1\n# BEGIN SOLUTION\nfor x in y:\n    use(x)\n"
        "# STUB for x in y:\n# STUB     pass\n# STUB\n# STUB # here\n# END SOLUTION\nafter = 2"
    )

    assert sources(exercise_from(a_notebook(cell))) == ["before = 1\nfor x in y:\n    pass\n\n# here\nafter = 2"]


def test_a_cell_tagged_solution_is_left_out() -> None:
    """Explanations of the answer do not reach the exercise; other tags stay."""
    notebook = a_notebook(
        a_markdown_cell("because", tags=["solution"]), a_code_cell("1 / 0", tags=["raises-exception"])
    )

    made = exercise_from(notebook)

    assert [cell["metadata"] for cell in made["cells"]] == [{"tags": ["raises-exception"]}]


def test_outputs_counts_and_editor_metadata_are_cleared() -> None:
    """An exercise shows no trace of having been run, nor of the editor it was written in."""
    made = exercise_from(a_notebook(a_code_cell("1", collapsed=True, jupyter={"outputs_hidden": True})))

    assert made["metadata"] == METADATA
    assert made["cells"] == [
        {"cell_type": "code", "execution_count": None, "id": "a-cell", "metadata": {}, "outputs": [], "source": "1"}
    ]


def test_the_solution_itself_is_not_touched() -> None:
    """Generating reads the solution; it never changes it."""
    notebook = a_notebook(a_code_cell("# BEGIN SOLUTION\nx\n# END SOLUTION"))
    before = written(notebook)

    exercise_from(notebook)

    assert written(notebook) == before


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# BEGIN SOLUTION\nx", "cell e3: '# BEGIN SOLUTION' is never closed; add '# END SOLUTION'"),
        ("# END SOLUTION", "cell e3: '# END SOLUTION' without '# BEGIN SOLUTION'; add the beginning"),
        (
            "# BEGIN SOLUTION\n# BEGIN SOLUTION",
            "cell e3: a second '# BEGIN SOLUTION' before '# END SOLUTION'; close the first region",
        ),
    ],
)
def test_unbalanced_markers_are_refused_by_cell(source: str, message: str) -> None:
    """A forgotten marker would leak an answer or swallow a question, so it stops the generator."""
    with pytest.raises(GenerateError) as raised:
        exercise_from(a_notebook(a_code_cell(source, cell_id="e3")))

    assert str(raised.value) == message


def test_the_command_writes_then_check_agrees(tmp_path: Path) -> None:
    """What was just written is up to date."""
    a_course(tmp_path)

    assert main(["--root", str(tmp_path)]) == 0
    assert main(["--root", str(tmp_path), "--check"]) == 0
    assert sources(read(tmp_path / "exercises" / "01_first.ipynb")) == ["y = apiglab.TODO"]


def test_check_fails_on_a_changed_exercise_and_shows_the_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A hand-edited exercise is a difference, shown line by line with what to do about it."""
    a_course(tmp_path)
    main(["--root", str(tmp_path)])
    exercise = tmp_path / "exercises" / "01_first.ipynb"
    exercise.write_text(exercise.read_text().replace("y = apiglab.TODO", "y = 42"))

    assert main(["--root", str(tmp_path), "--check"]) == 1
    shown = capsys.readouterr().err
    assert '-    "y = 42"' in shown
    assert '+    "y = apiglab.TODO"' in shown
    assert OUT_OF_DATE in shown


def test_check_fails_on_an_exercise_that_no_solution_makes(tmp_path: Path) -> None:
    """An exercise without a solution is a leftover."""
    a_course(tmp_path)
    main(["--root", str(tmp_path)])
    (tmp_path / "exercises" / "99_leftover.ipynb").write_text("{}")

    assert main(["--root", str(tmp_path), "--check"]) == 1


def test_a_broken_solution_is_named_with_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The error says which notebook and which cell."""
    solutions = tmp_path / "solutions"
    solutions.mkdir()
    (solutions / "01_first.ipynb").write_text(written(a_notebook(a_code_cell("# END SOLUTION", cell_id="e1"))))

    assert main(["--root", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("apiglab: 01_first.ipynb, cell e1: '# END SOLUTION' without")


def a_course(root: Path) -> None:
    """A folder with one solution of one answer."""
    solutions = root / "solutions"
    solutions.mkdir()
    cell = a_code_cell("# BEGIN SOLUTION\n# STUB y = apiglab.TODO\ny = 1\n# END SOLUTION")
    (solutions / "01_first.ipynb").write_text(written(a_notebook(cell)))
