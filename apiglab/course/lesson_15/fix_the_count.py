"""Lesson 15, exercise 4: a bill that charges what is free."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_15.number_cases import NumberCase, wrong_number
from apiglab.lab.exercises import TODO, Outcome

Ending = tuple[int, str | None]
"""A status, and the error type that API Gateway gave, if it was API Gateway that answered."""


def by_status(endings: Sequence[Ending]) -> int:
    """As a colleague wrote it: whatever is no error is charged."""
    return sum(status < 400 for status, _ in endings)


CASES = (
    NumberCase("successes", ([(200, None), (201, None)],), 2, "What was answered is charged."),
    NumberCase(
        "backend-errors", ([(500, None), (404, None), (502, "InternalServerErrorException")],), 3,
        "It went to the backend: charged, whatever came of it.",
    ),
    NumberCase("validation", ([(400, "BadRequestException")],), 1, "A body that fails validation is charged."),
    NumberCase(
        "turned-away",
        ([(403, "ForbiddenException"), (429, "TooManyRequestsException"), (401, "UnauthorizedException"),
          (403, "MissingAuthenticationTokenException"), (429, "LimitExceededException"),
          (403, "AccessDeniedException")],),
        0,
        "Not let in, no route, no key, too many: not charged.",
    ),
    NumberCase("a-backends-own", ([(403, None), (429, None)],), 2, "A backend may say 403 or 429 itself: charged."),
    NumberCase("nothing", ([],), 0, "No request, no price."),
)  # fmt: skip


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the learner's counts, case by case."""
    if finding := not_a_function(attempt, "charged"):
        return failed(finding)
    if attempt([]) is TODO:
        return not_attempted()
    if finding := wrong_number(attempt, CASES, "who answered: API Gateway itself, by one of six error types?"):
        return failed(finding)
    return passed(
        "Charged is what was let in; the status alone does not tell.",
        "where in a log would you see the error type of each request?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
