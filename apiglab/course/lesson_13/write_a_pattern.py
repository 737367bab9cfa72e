"""Lesson 13, exercise 5: write a filter pattern that chooses the requests to be woken for."""

from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

Case = tuple[str, str, bool, str]
SLOW = 1000
CASES: tuple[Case, ...] = (
    ("matches-success", '{"status": 200, "path": "/dev/orders", "ms": 12}', False, "A quick success wakes nobody."),
    ("misses-502", '{"status": 502, "path": "/dev/orders", "ms": 40}', True, "A failure of ours is what it is for."),
    ("misses-500", '{"status": 500, "path": "/dev/orders", "ms": 3}', True, "500 itself is a failure, too."),
    ("matches-404", '{"status": 404, "path": "/dev/orders", "ms": 12}', False, "A 404 is the client's mistake."),
    ("misses-slow", '{"status": 200, "path": "/dev/orders", "ms": 2400}', True, "Slower than a second is too slow."),
    (
        "matches-health",
        '{"status": 503, "path": "/dev/health", "ms": 1}',
        False,
        "/dev/health is asked by a machine, which has an alarm of its own.",
    ),
    ("matches-slow-health", '{"status": 200, "path": "/dev/health", "ms": 2400}', False, "A slow /dev/health neither."),
)
"""The finding, a line of the log, whether the pattern is to choose it, and why."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Let the pattern choose among lines."""
    from apiglab.surroundings.log_patterns import PatternError, compile_pattern  # when it is tried

    if not isinstance(attempt, str):
        return failed(_no_pattern(shown(attempt), "A filter pattern is a text."))
    if not attempt.strip().startswith("{"):
        return failed(_no_pattern(shown(attempt), "Conditions on the members of a JSON line stand in braces."))
    try:
        matches = compile_pattern(attempt)
    except PatternError as error:
        return failed(_no_pattern(shown(attempt), f"It cannot be read: {error}."))
    if finding := first(_finding(case, chosen=matches(case[1])) for case in CASES):
        return failed(finding)
    return passed(
        "The same pattern in a metric filter makes a metric, and an alarm on that wakes you.",
        "a member that is missing matches neither = nor !=. NOT EXISTS asks for that.",
    )


def _no_pattern(got: str, cause: str) -> Diagnosis:
    return Diagnosis(
        id="not-a-pattern",
        expected="a text such as { $.status = 404 }",
        got=got,
        cause=cause,
        next_look="lesson 13, part 3: selectors, comparisons, && and ||",
    )


def _finding(case: Case, *, chosen: bool) -> Diagnosis | None:
    finding, line, wanted, rule = case
    if chosen is wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{line} {'chosen' if wanted else 'left out'}",
        got="chosen" if chosen else "left out",
        cause=rule,
        next_look="each comparison by itself, and the parentheses: && comes before ||",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
