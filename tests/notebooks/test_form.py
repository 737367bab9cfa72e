"""The notebooks keep the form that learners can read and tools can compare."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from nbval.plugin import get_sanitize_patterns

from apiglab.course import generate
from apiglab.course.notebook import METADATA, code_cells, read, written
from tests.notebooks.course_files import ROOT, each_of, notebooks
from tools import draw_diagrams

LONGEST_CELL = {"notebooks": 25, "exercises": 25, "solutions": 36}
MOST_CODE_CELLS = 35
LONGEST_SENTENCE = 32
"""Words."""
ENDS_LESSON = "lab.cleanup()"


def prose(path: Path) -> Iterator[str]:
    """The paragraphs of a notebook's text: no tables, no code, no pictures."""
    for cell in read(path)["cells"]:
        if cell["cell_type"] == "markdown":
            text = re.sub(r"```[\s\S]*?```|!\[[^]]*\]\([^)]*\)", "", cell["source"])
            for block in re.split(r"\n\s*\n|\n(?=[-#|>\d])", text):
                if not block.lstrip().startswith(("|", "#")):
                    yield " ".join(block.split())


@each_of("notebooks", "solutions", "exercises")
def test_code_cells_are_short(path: Path) -> None:
    """A cell that does not fit on a screen teaches more than one thing."""
    limit = LONGEST_CELL[path.parent.name]
    sizes = {cell["id"]: cell["source"].count("\n") + 1 for cell in code_cells(read(path))}

    assert {cell_id: lines for cell_id, lines in sizes.items() if lines > limit} == {}


@each_of("notebooks")
def test_a_lesson_has_few_cells_and_an_early_success(path: Path) -> None:
    """At most 35 code cells; something works within the first three."""
    cells = code_cells(read(path))

    assert len(cells) <= MOST_CODE_CELLS
    if path.stem != "00_START":
        assert any("200" in _texts(cell) or '"/pets"' in _texts(cell) for cell in cells[:4])
        assert cells[-1]["source"] == ENDS_LESSON


@each_of("notebooks", "solutions")
def test_every_code_cell_was_run_in_order(path: Path) -> None:
    """nbval compares nothing of a cell without an execution count: every cell has one, 1, 2, 3 …"""
    counts = [cell["execution_count"] for cell in code_cells(read(path))]

    assert counts == list(range(1, len(counts) + 1))


@each_of("notebooks", "solutions")
def test_the_last_cell_shows_that_nothing_is_left(path: Path) -> None:
    """A lesson ends with what was deleted, and 0 left."""
    if path.stem != "00_START":
        assert _texts(code_cells(read(path))[-1]).endswith("0 left.")


@each_of("notebooks", "solutions", "exercises")
def test_a_notebook_s_file_is_as_jupyter_writes_it(path: Path) -> None:
    """No widget state, no timestamps, no editor's metadata; stable ids; saving it unchanged makes no difference."""
    notebook = read(path)
    ids = [cell["id"] for cell in notebook["cells"]]

    assert path.read_text(encoding="utf-8") == written(notebook)
    assert notebook["metadata"] == METADATA
    assert all(set(cell["metadata"]) <= {"tags"} for cell in notebook["cells"])
    assert all(re.fullmatch(r"[a-z0-9-]{2,40}", cell_id) for cell_id in ids)
    assert len(set(ids)) == len(ids)


@each_of("notebooks", "solutions", "exercises")
def test_every_picture_has_words_and_every_link_leads_somewhere(path: Path) -> None:
    """Pictures have alternative texts of a sentence; relative links name files that exist."""
    text = "\n".join(cell["source"] for cell in read(path)["cells"] if cell["cell_type"] == "markdown")
    pictures = re.findall(r"!\[([^]]*)\]\(([^)]*)\)", text)
    links = re.findall(r"(?<!!)\[[^]]*\]\(([^)]*)\)", text)

    assert [target for words, target in pictures if len(words.split()) < 8] == []
    relative = [target for target in (*links, *(target for _, target in pictures)) if "://" not in target]
    assert [target for target in relative if not (path.parent / target).exists()] == []


@each_of("notebooks", "solutions", "exercises")
def test_sentences_are_short(path: Path) -> None:
    """A sentence of more than 32 words is two."""
    too_long = [
        sentence
        for paragraph in prose(path)
        for sentence in re.split(r"(?<=[.?!:;])\s", paragraph)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]

    assert too_long == []


@each_of("notebooks", "solutions", "exercises")
def test_no_source_names_the_machine_it_was_written_on(path: Path) -> None:
    """A lesson's text and code hold no address, port or path of a machine; its outputs no path."""
    notebook = read(path)
    sources = "\n".join(cell["source"] for cell in notebook["cells"])

    outputs = "\n".join(_texts(cell) for cell in code_cells(notebook))

    assert re.findall(r"127\.0\.0\.1|localhost|https?://[^\s)]*:\d+", sources) == []
    assert re.findall(r"/(?:home|root|tmp|work|Users)/|[A-Z]:\\", sources + outputs) == []


@each_of("notebooks")
def test_every_prediction_is_asked_before_it_is_revealed_and_each_option_is_explained(path: Path) -> None:
    """A lesson asks for at least three predictions, and says of every option why it is right or wrong."""
    if path.stem == "00_START":
        return
    asked: dict[str, list[str]] = {}
    revealed: list[str] = []
    for call in _lab_calls(path):
        if call.func.attr == "predict":
            prediction, _, options = (ast.literal_eval(argument) for argument in call.args)
            asked[prediction] = options
        elif call.func.attr == "reveal":
            revealed.append(ast.literal_eval(call.args[0]))
            assert revealed[-1] in asked
    because = import_module(f"apiglab.course.lesson_{path.stem.partition('_')[0]}.reasons").because

    assert len(asked) >= 3
    assert revealed == list(asked) == list(because)
    assert {name: list(reasons) for name, reasons in because.items()} == asked


@each_of("notebooks")
def test_every_revealed_answer_is_one_of_the_options(path: Path) -> None:
    """What happened is marked among the options, so each stored reveal has exactly one mark."""
    for cell in code_cells(read(path)):
        if cell["source"].startswith("lab.reveal("):
            assert len(re.findall(r"(?m)^  > ", _texts(cell))) == 1


def test_exercises_are_what_the_solutions_make(capsys: pytest.CaptureFixture[str]) -> None:
    """CI fails when exercises/ and solutions/ drift apart."""
    outdated = generate.main(["--root", str(ROOT), "--check"])

    assert (outdated, capsys.readouterr().err) == (0, "")


def test_the_diagrams_are_what_the_tool_draws(capsys: pytest.CaptureFixture[str]) -> None:
    """The pictures show the phases that the code runs."""
    outdated = draw_diagrams.main(["--check"])

    assert (outdated, capsys.readouterr().err) == (0, "")


def test_every_lesson_has_its_exercises_and_solutions() -> None:
    """A lesson, its exercises and its solutions have the same file name."""
    lessons = [path.name for path in notebooks("notebooks") if path.stem != "00_START"]

    assert [path.name for path in notebooks("exercises")] == lessons
    assert [path.name for path in notebooks("solutions")] == lessons


def test_a_busy_machine_changes_nothing_that_is_compared() -> None:
    """The note that a load was measured on a busy machine comes and goes; the comparison leaves it out."""
    patterns = get_sanitize_patterns((ROOT / "tests/notebooks/sanitize.cfg").read_text(encoding="utf-8"))
    quiet = "  status    200: 100\n  latency   p50 1.67 ms · max 9.12 ms"
    busy = f"{quiet}\n  note      this machine was up to 31.2 ms late to send: too busy to trust the tail"

    def sanitized(text: str) -> str:
        for pattern, replacement in patterns:
            text = re.sub(pattern, replacement, text)
        return text

    assert sanitized(busy) == sanitized(quiet) == "  status    200: 100\n  latency TIMES"


def _lab_calls(path: Path) -> Iterator[Any]:
    """The calls of the lab's methods, in their order."""
    for cell in code_cells(read(path)):
        for node in ast.walk(ast.parse(cell["source"])):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("lab."):
                yield node


def _texts(cell: dict[str, Any]) -> str:
    """A cell's outputs as plain text."""
    parts = (output.get("data", {}).get("text/plain", output.get("text", ())) for output in cell["outputs"])
    return "\n".join("".join(part) for part in parts)
