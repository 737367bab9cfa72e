"""An exercise of the course: a check, four hints and a solution, in one value."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis
from apiglab.course.words import read_words
from apiglab.lab.exercises import TODO, Outcome, Verdict

Check = Callable[[Any, Any], Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseExercise:
    """What ``lab.check``, ``lab.hint`` and ``lab.solution`` ask of an exercise."""

    judge: Check
    words: Path
    """The Markdown file with the hints and the solution."""

    @property
    def hints(self) -> tuple[str, ...]:
        """The ladder: a question, a pointer, code with gaps, a solved sibling."""
        return read_words(self.words)[:-1]

    @property
    def solution(self) -> str:
        """Why it is right, then the code."""
        return read_words(self.words)[-1]

    def check(self, lab: Any, attempt: Any) -> Outcome:
        """Judge an attempt; an untouched blank is not one."""
        return not_attempted() if attempt is TODO else self.judge(lab, attempt)


def not_attempted() -> Outcome:
    """The outcome of a blank."""
    return Outcome(
        kind=Verdict.NOT_ATTEMPTED,
        diagnosis_id="blank",
        message="Nothing here yet. Replace the TODO and run the cell again.",
    )


def passed(why: str, also: str) -> Outcome:
    """The outcome of a right attempt: why it is right, and one thing to consider beyond it."""
    return Outcome(kind=Verdict.PASS, diagnosis_id="passed", message=f"{why} Also consider: {also}")


def failed(diagnosis: Diagnosis) -> Outcome:
    """The outcome of an attempt with one named misunderstanding."""
    return _with(diagnosis, Verdict.FAIL, diagnosis.cause)


def partial(done: int, of: int, diagnosis: Diagnosis) -> Outcome:
    """The outcome of an attempt that is right in part."""
    return _with(diagnosis, Verdict.PARTIAL, f"{done} of {of} done. {diagnosis.cause}")


def _with(diagnosis: Diagnosis, kind: Verdict, message: str) -> Outcome:
    return Outcome(
        kind=kind,
        diagnosis_id=diagnosis.id,
        message=message,
        expected=diagnosis.expected,
        got=diagnosis.got,
        next_look=diagnosis.next_look,
    )
