"""What a learner hands in: a function, an id, a list; read with care, because anything may come."""

from collections.abc import Callable
from typing import Any

from apiglab.course.diagnosis import Diagnosis, shown


def not_a_function(attempt: Any, name: str) -> Diagnosis | None:
    """Whether the attempt is something else than a function; ``name`` is what the exercise calls it."""
    if callable(attempt):
        return None
    return Diagnosis(
        id="not-a-function",
        expected=f"the function itself: {name}",
        got=shown(attempt),
        cause=f"With brackets Python calls it at once: {name}(…) is its answer, {name} is the function.",
        next_look="the last argument of lab.check",
    )


def not_an_id(value: Any, what: str) -> Diagnosis | None:
    """Whether a learner's code gave something else than the id of ``what``."""
    if isinstance(value, str) and value:
        return None
    cause = "Your function came to its end without a return statement."
    if isinstance(value, dict):
        cause = "boto3 answers a create call with a whole dict; the id is one of its entries."
    return Diagnosis(
        id="returned-no-id",
        expected=f"the id of {what}, a string",
        got=shown(sorted(value)) if isinstance(value, dict) else shown(value),
        cause=cause,
        next_look="the return at the end of your function",
    )


def answers(handler: Callable[[Any, Any], Any], events: list[dict[str, Any]]) -> list[Any]:
    """What the learner's handler returns for each event; what it raises is the learner's to see."""
    return [handler(event, None) for event in events]
