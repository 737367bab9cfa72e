"""Lesson 04, exercise 3: write how a domain name chooses a mapping."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

ALL = {"": "site", "v1": "first", "v2": "second", "v2/beta": "beta"}
NO_SITE = {"v1": "first"}

Case = tuple[str, Mapping[str, str], str, tuple[str, str] | None, str]
CASES: tuple[Case, ...] = (
    ("plain", ALL, "/v1/pets", ("first", "/pets"), "The base path is taken off; the API sees the rest."),
    ("longest-wins", ALL, "/v2/beta/pets", ("beta", "/pets"), "Of those that fit, the longest takes it."),
    ("whole-names", ALL, "/v20/pets", ("site", "/v20/pets"), "v2 is no beginning of v20: names are compared whole."),
    ("none-takes-the-rest", ALL, "/pets/7", ("site", "/pets/7"), "The empty base path fits everything."),
    ("nothing-left", ALL, "/v1", ("first", "/"), "Where nothing is left, the API is asked for its root."),
    ("nothing-mapped", NO_SITE, "/v3/pets", None, "Where nothing fits, there is no API: None."),
    ("case-counts", NO_SITE, "/V1/pets", None, "Capitals count."),
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's choices with API Gateway's, case by case."""
    if finding := not_a_function(attempt, "route"):
        return failed(finding)
    if attempt(dict(ALL), "/v1/pets") is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "The longest base path of whole names, and what is left after it.",
        "what would a client see if two APIs could be mapped to the same base path?",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, mappings, path, wanted, rule = case
    said = attempt(dict(mappings), path)
    if (tuple(said) if isinstance(said, list) else said) == wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{wanted} for {path} and {sorted(mappings)}",
        got=shown(said),
        cause=rule,
        next_look='path.strip("/").split("/"), and base paths as lists of names',
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
