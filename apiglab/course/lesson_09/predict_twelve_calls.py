"""Lesson 09, exercise 1: predict which of twelve calls a token bucket refuses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

RATE, BURST = 2, 5
TIMES = (0.0,) * 6 + (0.5,) * 2 + (1.0,) * 2 + (3.0,) * 2
"""When the calls come, in seconds. The integration tests send them."""
REFUSED = [6, 8, 10]


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what the bucket does."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "Five tokens at once, then one for each half second; the two seconds of silence bring four.",
        "a bucket never holds more than its burst. How many calls would pass after an hour of silence?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_list(attempt)
    said = sorted({int(number) for number in attempt})
    yield _wrong(said, "nothing-is-refused", not said, "Six calls come at once, and the bucket holds five tokens.")
    yield _wrong(
        said, "burst-is-five", 6 not in said, "The sixth call at once finds nothing: a burst of 5 is five tokens."
    )
    yield _wrong(
        said, "burst-passes", any(number <= BURST for number in said), "A full bucket lets its burst through at once."
    )
    yield _wrong(
        said,
        "refills-between",
        7 in said or 9 in said,
        "Half a second at 2 a second is one token: the first call after the pause has it.",
    )
    yield _wrong(
        said,
        "one-token-one-call",
        8 not in said or 10 not in said,
        "One token came back, and two calls want it.",
    )
    yield _wrong(
        said, "silence-fills", 11 in said or 12 in said, "Two seconds of silence at 2 a second are four tokens."
    )


def _no_list(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple | set) and all(str(number).isdigit() for number in attempt):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected="the numbers of the refused calls, such as [3, 12]",
        got=shown(attempt),
        cause="The calls are numbered from 1 to 12, in the order in which they come.",
        next_look="the table of the calls",
    )


def _wrong(said: list[int], finding: str, is_wrong: bool, cause: str) -> Diagnosis | None:  # noqa: FBT001  a finding
    if not is_wrong:
        return None
    return Diagnosis(
        id=finding,
        expected="another set of refused calls",
        got=shown(said),
        cause=cause,
        next_look="write down the tokens before each call: never more than the burst, never less than none",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
