"""A learner's progress: attempts, outcomes and hints used, kept on the learner's own machine only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from apiglab.lab.exercises import TONES, Outcome, Verdict
from apiglab.lab.html import badge, line, page, table, text_table
from apiglab.lab.state import locked, read_json, state_directory, write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is remembered of one exercise."""

    attempts: int = 0
    outcome: str = Verdict.NOT_ATTEMPTED.value
    """The best so far: a solved exercise stays solved."""
    diagnosis_id: str = ""
    """The newest attempt's finding."""
    hints: int = 0
    solution_seen: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Progress:
    """The table of one lesson's exercises."""

    lesson: str
    records: Mapping[str, Record]

    def _rows(self) -> list[tuple[str, Verdict, str, str]]:
        return [
            (name, Verdict(record.outcome), str(record.hints), "seen" if record.solution_seen else "")
            for name, record in sorted(self.records.items())
        ]

    @property
    def passed(self) -> int:
        """How many exercises are solved."""
        return sum(record.outcome == Verdict.PASS.value for record in self.records.values())

    def _first(self) -> str:
        return f"Lesson {self.lesson}: {self.passed} of {len(self.records)} exercises tried so far are solved"

    def __repr__(self) -> str:
        if not self.records:
            return f"Lesson {self.lesson}: no exercise tried yet"
        rows = [(name, verdict.value, hints, seen) for name, verdict, hints, seen in self._rows()]
        return f"{self._first()}\n{text_table(('Exercise', 'Outcome', 'Hints', 'Solution'), rows)}"

    def _repr_html_(self) -> str:
        if not self.records:
            return page(line(repr(self)))
        rows = [
            (name, badge(TONES[verdict], verdict.value), hints, seen) for name, verdict, hints, seen in self._rows()
        ]
        return page(table(("Exercise", "Outcome", "Hints", "Solution"), rows, caption=self._first()))


class ProgressFile:
    """``progress.json``: one record per lesson and exercise."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """Where it stands."""
        return self._path or state_directory() / "progress.json"

    def lesson(self, lesson: str) -> Progress:
        """Every exercise of ``lesson`` that was tried."""
        kept: Any = (read_json(self.path) or {}).get(lesson, {})
        return Progress(lesson, {name: Record(**record) for name, record in kept.items()})

    def record(self, lesson: str, exercise_id: str) -> Record:
        """What is remembered of one exercise."""
        return self.lesson(lesson).records.get(exercise_id, Record())

    def attempted(self, lesson: str, exercise_id: str, outcome: Outcome) -> None:
        """Remember an attempt; an untouched blank is none."""
        if outcome.kind is Verdict.NOT_ATTEMPTED:
            return
        before = self.record(lesson, exercise_id)
        solved = before.outcome == Verdict.PASS.value
        self._keep(
            lesson,
            exercise_id,
            attempts=before.attempts + 1,
            outcome=before.outcome if solved else outcome.kind.value,
            diagnosis_id=outcome.diagnosis_id,
        )

    def hinted(self, lesson: str, exercise_id: str, hints: int) -> None:
        """Remember how many rungs were taken."""
        self._keep(lesson, exercise_id, hints=hints)

    def saw_solution(self, lesson: str, exercise_id: str) -> None:
        """Remember that the solution was shown."""
        self._keep(lesson, exercise_id, solution_seen=True)

    def _keep(self, lesson: str, exercise_id: str, **changes: Any) -> None:
        with locked(self.path.with_suffix(".lock")):
            kept: Any = read_json(self.path) or {}
            record = replace(Record(**kept.get(lesson, {}).get(exercise_id, {})), **changes)
            kept.setdefault(lesson, {})[exercise_id] = asdict(record)
            write_json(self.path, kept)
