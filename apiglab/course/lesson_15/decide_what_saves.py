"""Lesson 15, exercise 2: decide which change makes the bill smaller."""

from pathlib import Path
from typing import Any

from apiglab.course.choices import Choices, Situation
from apiglab.course.exercise import CourseExercise, passed
from apiglab.lab.exercises import Outcome

CHOICES = Choices(
    situations={
        "A": Situation("MORE", "a-cache-by-the-hour", "A cache costs by the hour, and spares one call an hour."),
        "B": Situation(
            "LESS", "kept-answers", "Kept answers are calls of the authorizer's function that are not made."
        ),
        "C": Situation("LESS", "limits-limit-the-bill", "What is throttled is not charged."),
        "D": Situation("SAME", "endpoint-types", "The types of endpoint have one price for a request."),
        "E": Situation("LESS", "http-apis", "A request to an HTTP API costs less than a third."),
        "F": Situation(
            "MORE", "logs-cost", "Each line of a log is paid for when it is taken in, and as long as it is kept."
        ),
    },
    words=("LESS", "SAME", "MORE"),
    form='a dict with the letters A to F, each "LESS", "SAME" or "MORE"',
    each="Each change takes one of the three.",
    kind="word",
    next_look="what is paid for it: requests, calls, hours, lines?",
)


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Judge the choices; the first that does not fit is told."""
    return CHOICES.judge(attempt) or passed(
        "By the request, by the call, by the hour: a change counts where something is paid by it.",
        "which of these would you do first, and what would you measure before?",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
