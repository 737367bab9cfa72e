"""Lesson 03, exercise 5: promote a canary."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_03.releases_api import PROD, Releases, count_two, release_of, releases
from apiglab.lab.exercises import TODO, Outcome

FEW = 20


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function promote a fresh canary, and look at prod."""
    if finding := not_a_function(attempt, "promote"):
        return failed(finding)
    with releases(lab) as made:
        apis = lab.client("apigateway")
        canary = {"percentTraffic": 50.0, "stageVariableOverrides": {"release": made.two}}
        new = apis.create_deployment(restApiId=made.api_id, stageName=PROD, canarySettings=canary)["id"]
        if attempt(apis, made.api_id) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made, new))
    if finding:
        return failed(finding)
    return passed(
        "Everybody gets release 2, from the canary's own deployment, and the canary is gone.",
        "no new deployment was made: what was tried is what is served.",
    )


def _findings(lab: Any, made: Releases, new: str) -> Iterator[Diagnosis | None]:
    stage = lab.client("apigateway").get_stage(restApiId=made.api_id, stageName=PROD)
    yield _rolled_back(lab, made, stage)
    yield _still_a_canary(stage)
    yield _another_deployment(stage, new)
    yield _not_for_all(count_two(lab, made.api_id, FEW))


def _rolled_back(lab: Any, made: Releases, stage: dict[str, Any]) -> Diagnosis | None:
    if "canarySettings" in stage or release_of(lab, made.api_id, PROD, wanted=2) == 2:
        return None
    return Diagnosis(
        id="rolled-back",
        expected="release 2 for everybody",
        got="release 1",
        cause="The canary was removed, and what it had was not copied first. That is the way back.",
        next_look="copy: from /canarySettings/stageVariableOverrides to /variables",
    )


def _still_a_canary(stage: dict[str, Any]) -> Diagnosis | None:
    if "canarySettings" not in stage:
        return None
    return Diagnosis(
        id="still-a-canary",
        expected="no canary on prod any more",
        got=f"{stage['canarySettings']['percentTraffic']:g} % to a canary",
        cause="After the copies the canary still has its share, of the same thing.",
        next_look="remove /canarySettings",
    )


def _another_deployment(stage: dict[str, Any], new: str) -> Diagnosis | None:
    if stage["deploymentId"] == new:
        return None
    return Diagnosis(
        id="another-deployment",
        expected="the deployment that the canary served",
        got="another one",
        cause="Only the variables were copied, or a new deployment was made: it was never tried.",
        next_look="copy: from /canarySettings/deploymentId to /deploymentId",
    )


def _not_for_all(seen: int) -> Diagnosis | None:
    if seen == FEW:
        return None
    return Diagnosis(
        id="not-for-all",
        expected=f"release 2 for {FEW} of {FEW} requests",
        got=f"{seen} of {FEW}",
        cause="Some requests still get something else.",
        next_look="variables and canarySettings in get_stage",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
