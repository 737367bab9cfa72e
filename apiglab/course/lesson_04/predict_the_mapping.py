"""Lesson 04, exercise 1: predict which mapping takes a request."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

PATHS = ("/v1/pets", "/v2/pets", "/v2/beta/pets", "/v20/pets", "/pets", "/V1/pets")
HAPPENED = ["v1", "v2", "beta", 403, "site", 403]
"""Which version answers each path, or the status."""

_RULES = (
    ("v1", "The mapping v1 fits, and is the longest that does."),
    ("v2", "v2 fits; v2/beta does not, since the next name is pets."),
    ("longest-wins", "Both v2 and v2/beta fit; the longer one takes it."),
    ("whole-names", "v2 is no beginning of v20: names are compared whole. The site takes it, and has no such path."),
    ("none-takes-the-rest", "No name fits, so the mapping without a base path takes it."),
    ("case-counts", "V1 is not v1. The site takes it, and has no such path."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "The longest base path of whole names; what is left goes to the mapping without one.",
        "two of the answers are 403 with Missing Authentication Token. From which API do they come?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_answers(attempt)
    for path, said, wanted, (finding, cause) in zip(PATHS, attempt, HAPPENED, _RULES, strict=True):
        yield _wrong(path, said, wanted, finding, cause)


def _no_answers(attempt: Any) -> Diagnosis | None:
    is_list = isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED)
    if is_list and all(isinstance(each, int | str) for each in attempt):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected='a list of six answers: a version, or a status, such as ["v1", "v2", "site", 403, 403, "v1"]',
        got=shown(attempt),
        cause="One answer for each path.",
        next_look="how many paths the question lists",
    )


def _wrong(path: str, said: Any, wanted: Any, finding: str, cause: str) -> Diagnosis | None:
    if str(said) == str(wanted):
        return None
    return Diagnosis(
        id=finding,
        expected=f"another answer for {path}",
        got=f"{path}: {said}",
        cause=cause,
        next_look="the base paths, name by name; and what is left for the API after the base path is taken off",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
