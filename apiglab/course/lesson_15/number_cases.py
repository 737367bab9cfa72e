"""A check of a learner's function by numbers: cases with arguments, the number that is wanted, and the rule."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from apiglab.course.diagnosis import Diagnosis, shown


class NumberCase(NamedTuple):
    """One case; the finding is what a wrong answer to it means."""

    finding: str
    arguments: tuple[Any, ...]
    wanted: float
    rule: str


def wrong_number(attempt: Any, cases: Sequence[NumberCase], next_look: str) -> Diagnosis | None:
    """The first case that the learner's function answers wrongly."""
    for case in cases:
        said = attempt(*case.arguments)
        if isinstance(said, int | float) and abs(said - case.wanted) <= 1e-6 * max(1.0, abs(case.wanted)):
            continue
        given = ", ".join(shown(each) for each in case.arguments if not callable(each))
        return Diagnosis(
            id=case.finding,
            expected=f"{case.wanted:,.6g} for {given}",
            got=shown(said),
            cause=case.rule,
            next_look=next_look,
        )
    return None
