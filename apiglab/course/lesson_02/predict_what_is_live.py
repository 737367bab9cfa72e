"""Lesson 02, exercise 1: predict which version clients get, change by change."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, passed
from apiglab.lab.exercises import Outcome

HAPPENED = ["v1", "v2", "v3", "v1"]
"""A changed integration, a deployment, new code in the function, the stage set back. The integration tests do it."""


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Compare the prediction with what happens."""
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "A stage serves a snapshot of the API's configuration. A function's code is not in it: it is live at once.",
        "rolling a stage back brings no old code back. Function versions do, and lesson 03 uses them.",
    )


def _findings(attempt: Any) -> Iterator[Diagnosis | None]:
    yield _not_four(attempt)
    said = [str(one) for one in attempt]
    yield _saving_is_live(said)
    yield _deploying_does_nothing(said)
    yield _code_needs_a_deployment(said)
    yield _stage_cannot_go_back(said)


def _not_four(attempt: Any) -> Diagnosis | None:
    if isinstance(attempt, list | tuple) and len(attempt) == len(HAPPENED):
        return None
    return Diagnosis(
        id="not-a-prediction",
        expected='a list of four answers, such as ["v1", "v1", "v2", "v3"]',
        got=shown(attempt),
        cause="One entry for each call, in the order of the calls.",
        next_look="how many calls the question lists",
    )


def _saving_is_live(said: list[str]) -> Diagnosis | None:
    if said[0] == HAPPENED[0]:
        return None
    return Diagnosis(
        id="saving-is-live",
        expected="what clients got before the change, for call 1",
        got=f"call 1: {said[0]}",
        cause="put_integration changes the draft. The stage goes on serving the snapshot it points at.",
        next_look='lesson 02, part 3: "changed, but not deployed"',
    )


def _deploying_does_nothing(said: list[str]) -> Diagnosis | None:
    if said[1] == HAPPENED[1]:
        return None
    return Diagnosis(
        id="deployment-is-live",
        expected="the draft as it was when it was deployed, for call 2",
        got=f"call 2: {said[1]}",
        cause="create_deployment takes a new snapshot and, with stageName, points the stage at it.",
        next_look="what create_deployment does with its stageName",
    )


def _code_needs_a_deployment(said: list[str]) -> Diagnosis | None:
    if said[2] == HAPPENED[2]:
        return None
    return Diagnosis(
        id="code-needs-a-deployment",
        expected="what the function's newest code answers, for call 3",
        got=f"call 3: {said[2]}",
        cause="The snapshot holds the function's ARN, not its code. Lambda runs the code it has now.",
        next_look="what an integration keeps of a function",
    )


def _stage_cannot_go_back(said: list[str]) -> Diagnosis | None:
    if said[3] == HAPPENED[3]:
        return None
    return Diagnosis(
        id="stage-cannot-go-back",
        expected="what the first deployment calls, for call 4",
        got=f"call 4: {said[3]}",
        cause="A stage is a name that points at a deployment, and it can point at an older one.",
        next_look="which function's ARN the first deployment holds, and whether that function was changed",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
