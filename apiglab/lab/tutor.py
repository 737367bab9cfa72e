"""Check, hint, solution and progress for one lesson's exercises."""

from typing import Any

from apiglab.lab.errors import LabError
from apiglab.lab.exercises import Exercise, Hint, Outcome, Solution, find_exercise
from apiglab.lab.judging import judge
from apiglab.lab.progress import Progress, ProgressFile

ATTEMPTS_BEFORE_SOLUTION = 2
"""Attempts after which a solution is shown for the asking; before, it takes a second word."""


class Tutor:
    """What a lab answers about its lesson's exercises."""

    def __init__(self, lesson: str | None, file: ProgressFile | None = None) -> None:
        self._lesson = lesson
        self._file = file or ProgressFile()

    def _find(self, exercise_id: str) -> tuple[str, Exercise]:
        return self._lesson or "", find_exercise(self._lesson, exercise_id)

    def check(self, lab: Any, exercise_id: str, attempt: Any) -> Outcome:
        """Judge an attempt and remember it."""
        lesson, exercise = self._find(exercise_id)
        outcome = judge(exercise, lab, attempt)
        self._file.attempted(lesson, exercise_id, outcome)
        return outcome

    def hint(self, exercise_id: str) -> Hint:
        """The next rung; after the last one, the last one again."""
        lesson, exercise = self._find(exercise_id)
        count = len(exercise.hints)
        if not count:
            raise LabError(f"Exercise {exercise_id}", "it has no hints", "read the lesson's part on it once more")
        number = min(self._file.record(lesson, exercise_id).hints + 1, count)
        self._file.hinted(lesson, exercise_id, number)
        return Hint(number, count, exercise.hints[number - 1])

    def solution(self, exercise_id: str, *, now: bool) -> Solution:
        """The solution; before two attempts only where ``now`` says that it is meant."""
        lesson, exercise = self._find(exercise_id)
        record = self._file.record(lesson, exercise_id)
        if not now and not record.solution_seen and record.attempts < ATTEMPTS_BEFORE_SOLUTION:
            missing = ATTEMPTS_BEFORE_SOLUTION - record.attempts
            more = "one more attempt" if missing == 1 else f"{missing} attempts"
            advice = f'The solution comes after {more}; lab.hint("{exercise_id}") helps. '
            return Solution(f'{advice}To see it now: lab.solution("{exercise_id}", now=True)', shown=False)
        self._file.saw_solution(lesson, exercise_id)
        return Solution(exercise.solution, shown=True)

    def progress(self) -> Progress:
        """The lesson's exercises tried so far."""
        if self._lesson is None:
            raise LabError(
                "lab.progress", "this lab belongs to no lesson", 'make the lab of a lesson: apiglab.Lab("01")'
            )
        return self._file.lesson(self._lesson)
