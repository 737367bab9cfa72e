"""Lesson 05, exercise 1: which integration for which job?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

TYPES = ("MOCK", "AWS_PROXY", "AWS", "HTTP_PROXY", "HTTP")
CARDS = "ABCDEF"
RIGHT = ("MOCK", "AWS_PROXY", "AWS", "HTTP_PROXY", "HTTP", "AWS")
JOBS = (
    "a constant answer, no backend",
    "a function that decides on status and headers itself",
    "a function of another team, with a shape of its own",
    "an HTTP server whose every answer may go out",
    "an HTTP server whose errors must not go out",
    "a queue, and 202",
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the choices with what fits, the most telling mistake first."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "A proxy where the backend may speak for itself, a template where somebody has to translate, MOCK where nobody "
        "is asked.",
        "a template is code as well. Whoever owns the function behind C would rather take the whole event one day.",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _not_a_choice(attempt)
    chosen = [str(one).strip().upper() for one in attempt]
    yield from (_unknown(card, choice) for card, choice in zip(CARDS, chosen, strict=True))
    for card, choice, finding, cause in KNOWN:
        if chosen[CARDS.index(card)] == choice:
            yield _wrong(card, choice, finding, cause)
    for card, choice, right in zip(CARDS, chosen, RIGHT, strict=True):
        if choice != right:
            cause = "Ask two things: what answers, and may it speak to the client as it is?"
            yield _wrong(card, choice, "does-not-fit", cause)


KNOWN = (
    (
        "F",
        "AWS_PROXY",
        "function-in-between",
        "A function could do it, and is one more thing to run, pay for and mend. API Gateway can call the queue.",
    ),
    (
        "C",
        "AWS_PROXY",
        "proxy-does-not-translate",
        "A proxy hands over the whole event and wants a proxy response back. This function knows neither.",
    ),
    (
        "E",
        "HTTP_PROXY",
        "proxy-lets-everything-out",
        "A proxy passes on every status, header and body, the stack trace too.",
    ),
    (
        "B",
        "AWS",
        "templates-for-nothing",
        "It works, with a template in each direction. This function can read the event and say the status itself.",
    ),
    (
        "D",
        "HTTP",
        "templates-for-nothing",
        "It works, with a response for each status. Here everything may go out as it is.",
    ),
)
"""Card, choice, and the misunderstanding behind it."""


def _not_a_choice(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple) and len(attempt) == len(CARDS):
        return None
    return _no_type(shown(attempt), "One entry for each card, A to F, in their order.")


def _unknown(card: str, choice: str) -> Diagnosis | None:
    if choice in TYPES:
        return None
    return _no_type(f"card {card}: {choice}", "The types have exactly these names; AWS covers functions and services.")


def _no_type(got: str, cause: str) -> Diagnosis:
    return Diagnosis(
        id="not-a-choice",
        expected=f"a list of six of {', '.join(TYPES)}",
        got=got,
        cause=cause,
        next_look='the table "Which integration for which job?" in lesson 05',
    )


def _wrong(card: str, choice: str, finding: str, cause: str) -> Diagnosis:
    return Diagnosis(
        id=finding,
        expected=f"card {card}, {JOBS[CARDS.index(card)]}: another type",
        got=choice,
        cause=cause,
        next_look=f"card {card}, and the table in lesson 05",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
