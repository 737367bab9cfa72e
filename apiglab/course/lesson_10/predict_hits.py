"""Lesson 10, exercise 1: predict which requests the cache answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = ["miss", "hit", "miss", "hit", "miss", "miss"]
"""First dog, dog with a page, cat, dog from another shop, a POST, dog after 60 s. The integration tests send them."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "Only species tells requests apart, only GET is cached, and only for a minute.",
        "request 4 came from another shop. When is that right, and when is it a leak?",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _no_list(attempt)
    said = [str(each).strip().lower() for each in attempt]
    yield _wrong(said, 0, "first-is-a-miss", "Nothing is in the cache before somebody asked.")
    yield _wrong(said, 1, "page-is-not-in-the-key", "page is no part of the key, so that request 2 is request 1 again.")
    yield _wrong(said, 2, "species-is-in-the-key", "species is in the key: a cat is no dog.")
    yield _wrong(said, 3, "nobody-is-in-the-key", "Who asks is no part of the key: the answer is there.")
    yield _wrong(said, 4, "post-is-not-cached", "With the settings of */* only GET methods are cached.")
    yield _wrong(said, 5, "entries-expire", "After 60 seconds the entry's time is over.")


def _no_list(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected='a list of six texts, such as ["hit", "miss", "hit", "hit", "miss", "miss"]',
        got=shown(attempt),
        cause="One entry for each request, in the order of the requests.",
        next_look="how many requests the question lists",
    )


def _wrong(said: list[str], call: int, finding: str, cause: str) -> Diagnosis | None:
    if said[call] == HAPPENED[call]:
        return None
    return Diagnosis(
        id=finding,
        expected=f"something else for request {call + 1}",
        got=f"request {call + 1}: {said[call]}",
        cause=cause,
        next_look=f"request {call + 1}: which of its parts are in the key, and how old the entry is",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
