"""``apiglab check`` grades exercise notebooks: a table for people, an exit code for CI."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from apiglab.commands import app
from apiglab.course.grade import NOT_GRADED, NOT_SOLVED, SOLVED, grade, outcomes
from apiglab.course.notebook import code_cells, read, written
from apiglab.lab.exercises import Verdict

ROOT = Path(__file__).resolve().parents[2]
FIRST = "01_serverless_lambda_and_a_rest_api.ipynb"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that is wide enough for a table."""
    monkeypatch.setenv("COLUMNS", "200")


def test_solutions_pass(capsys: pytest.CaptureFixture[str]) -> None:
    """All exercises solved: exit code 0."""
    code = grade([ROOT / "solutions" / FIRST])

    shown = capsys.readouterr().out
    assert code == SOLVED
    assert f"{FIRST}: 6 of 6 solved" in shown


def test_a_half_solved_copy_shows_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Right, wrong, raising and blank answers are told apart; a broken cell is noted; exit code 1."""
    notebook = read(ROOT / "exercises" / FIRST)
    cells = {cell["id"]: cell for cell in code_cells(notebook)}
    cells["e1"]["source"] = cells["e1"]["source"].replace("apiglab.TODO", '["1", "2", "3", "4"]')
    cells["e2"]["source"] = cells["e2"]["source"].replace("apiglab.TODO", '"CEHAGBD"')
    cells["e3"]["source"] = cells["e3"]["source"].replace("apiglab.TODO", "PETS[99]")
    cells["e5-by-hand"]["source"] = "1 / 0"
    copy = tmp_path / "my copy.ipynb"
    copy.write_text(written(notebook), encoding="utf-8")

    code = grade([copy])

    shown = capsys.readouterr().out
    rows = {line.split("│")[1].strip(): line for line in shown.splitlines() if line.startswith("│ e")}
    assert code == NOT_SOLVED
    assert "my copy.ipynb: 1 of 6 solved" in shown
    assert [rows[name].split("│")[2].strip() for name in sorted(rows)] == [
        "FAIL",
        "PASS",
        "ERROR",
        "NOT ATTEMPTED",
        "NOT ATTEMPTED",
        "NOT ATTEMPTED",
    ]
    assert "IndexError" in rows["e3"]
    assert "code cell 8 raised ZeroDivisionError: division by zero" in shown


def test_a_lesson_is_no_exercise(capsys: pytest.CaptureFixture[str]) -> None:
    """What has no checks is named as such; exit code 2."""
    code = grade([ROOT / "notebooks" / FIRST])

    assert code == NOT_GRADED
    assert "is no exercise: it has no lab of a lesson and no lab.check(…)" in _joined(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("there-is-none.ipynb", None, "there is no"),
        ("notes.ipynb", "# not JSON", "is no notebook"),
        ("list.ipynb", "[1, 2]", "is no notebook"),
        ("*.ipynb", None, "there is no"),
    ],
)
def test_a_file_that_is_no_notebook_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | None, message: str
) -> None:
    """A missing or broken file is one clear line, not a traceback."""
    path = tmp_path / name
    if content is not None:
        path.write_text(content)

    code = grade([path])

    assert code == NOT_GRADED
    assert message in _joined(capsys.readouterr().out)


def test_the_command_passes_the_code_on() -> None:
    """``apiglab check`` ends with the same exit code."""
    result = CliRunner().invoke(app, ["check", str(ROOT / "notebooks" / "00_START.ipynb")])

    assert result.exit_code == NOT_GRADED


def test_an_exercise_that_the_notebook_lost_is_not_attempted() -> None:
    """Whoever deletes a cell has not attempted its exercise."""
    notebook = read(ROOT / "solutions" / FIRST)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "e4"]

    graded = {one.exercise: one.verdict for one in outcomes("01", notebook)}

    assert graded == dict.fromkeys(("e1", "e2", "e3", "e5", "e6"), Verdict.PASS) | {"e4": Verdict.NOT_ATTEMPTED}


def _joined(text: str) -> str:
    return " ".join(text.split())
