"""Lesson 10, exercise 3: write a cache."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome

Asked = tuple[float, str]
Case = tuple[str, float, tuple[Asked, ...], str]
CASES: tuple[Case, ...] = (
    ("never-hits", 60, ((0, "dog"), (1, "dog")), "The second request finds what the first one left."),
    ("one-entry-for-all", 60, ((0, "dog"), (1, "cat"), (2, "dog")), "Each key has an entry of its own."),
    ("never-expires", 60, ((0, "dog"), (60, "dog")), "An entry that is as old as the time to live is gone."),
    ("expires-too-early", 60, ((0, "dog"), (59, "dog")), "Until then it answers."),
    (
        "hits-make-it-younger",
        60,
        ((0, "dog"), (40, "dog"), (80, "dog")),
        "An entry's age counts from when the backend answered; a hit does not make it younger.",
    ),
    ("not-kept-again", 60, ((0, "dog"), (70, "dog"), (71, "dog")), "After a miss the fresh answer is kept."),
    ("zero-is-off", 0, ((0, "dog"), (0, "dog")), "A time to live of 0 caches nothing."),
)
"""The finding, the time to live, what is asked when, and the rule."""


def expected(ttl: float, requests: Sequence[Asked]) -> list[str]:
    """What a cache says to each request."""
    kept: dict[str, float] = {}
    said = []
    for now, key in requests:
        is_hit = key in kept and now - kept[key] < ttl
        said.append("hit" if is_hit else "miss")
        if not is_hit:
            kept[key] = now
    return said


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's cache with API Gateway's, case by case."""
    if finding := not_a_function(attempt, "cache"):
        return failed(finding)
    if attempt(60, [(0, "dog")]) is TODO:
        return not_attempted()
    if finding := first(_finding(attempt, case) for case in CASES):
        return failed(finding)
    return passed(
        "Each key has its entry, and each entry its time.",
        "nothing here forgets what nobody asks for again. A real cache has a size, and lets the oldest go.",
    )


def _finding(attempt: Any, case: Case) -> Diagnosis | None:
    finding, ttl, requests, rule = case
    answer = attempt(ttl, list(requests))
    wanted = expected(ttl, requests)
    if not isinstance(answer, list | tuple) or len(answer) != len(requests):
        return Diagnosis(
            id="not-a-list",
            expected=f"a list of {len(requests)} texts",
            got=shown(answer),
            cause='Return "hit" or "miss" for each request.',
            next_look="what is appended, and how often",
        )
    if list(answer) == wanted:
        return None
    asked = ", ".join(f"{key} at {now:g} s" for now, key in requests)
    return Diagnosis(
        id=finding,
        expected=f"{wanted} for a time to live of {ttl:g} s and {asked}",
        got=shown(list(answer)),
        cause=rule,
        next_look="what you remember of each key, and when you change it",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
