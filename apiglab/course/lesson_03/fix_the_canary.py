"""Lesson 03, exercise 4: a canary that nobody sees."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_03.releases_api import CALLS, PROD, Releases, count_two, releases
from apiglab.lab.exercises import TODO, Outcome

SHARE = 20.0
LEAST, MOST = 12, 80
"""Of 200 requests at 20 %: what chance leaves in once in a hundred thousand tries."""


def give_birth(apis: Any, made: Releases) -> None:
    """The canary as a colleague made it: without a share, and with a slip in its variable."""
    apis.create_deployment(
        restApiId=made.api_id,
        stageName=PROD,
        canarySettings={"percentTraffic": 0.0, "stageVariableOverrides": {"relaese": made.two}},
    )


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function mend a fresh canary, and call prod two hundred times."""
    if finding := not_a_function(attempt, "mend_the_canary"):
        return failed(finding)
    with releases(lab) as made:
        apis = lab.client("apigateway")
        give_birth(apis, made)
        if attempt(apis, made.api_id, made.two) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made))
    if finding:
        return failed(finding)
    return passed(
        "About one request in five is answered by release 2.",
        "how many requests do you need to see an error that comes once in a hundred?",
    )


def _findings(lab: Any, made: Releases) -> Iterator[Diagnosis | None]:
    stage = lab.client("apigateway").get_stage(restApiId=made.api_id, stageName=PROD)
    yield _stage_is_changed(stage, made)
    yield _no_canary(stage)
    yield _another_share(stage["canarySettings"])
    yield _no_override(stage["canarySettings"], made)
    yield _not_seen(count_two(lab, made.api_id))


def _stage_is_changed(stage: dict[str, Any], made: Releases) -> Diagnosis | None:
    if stage.get("variables", {}).get("release") == made.one:
        return None
    return Diagnosis(
        id="changed-for-all",
        expected="release 1 for everybody but the canary",
        got=f"the stage's own variables: {stage.get('variables')}",
        cause="The variable of the stage itself was changed: that is no canary, that is a release.",
        next_look="/canarySettings/stageVariableOverrides/… in update_stage",
    )


def _no_canary(stage: dict[str, Any]) -> Diagnosis | None:
    if "canarySettings" in stage:
        return None
    return Diagnosis(
        id="no-canary",
        expected="a canary on prod",
        got="none",
        cause="The canary is gone, or it was promoted.",
        next_look="canarySettings in get_stage",
    )


def _another_share(canary: dict[str, Any]) -> Diagnosis | None:
    if canary["percentTraffic"] == SHARE:
        return None
    return Diagnosis(
        id="another-share",
        expected=f"a share of {SHARE:g} %",
        got=f"{canary['percentTraffic']:g} %",
        cause="percentTraffic is the canary's share of the requests, in percent.",
        next_look="/canarySettings/percentTraffic in update_stage",
    )


def _no_override(canary: dict[str, Any], made: Releases) -> Diagnosis | None:
    overrides = canary.get("stageVariableOverrides") or {}
    if overrides.get("release") == made.two:
        return None
    return Diagnosis(
        id="nothing-new",
        expected="the override release, the name of release 2",
        got=f"{overrides}",
        cause="The canary calls the same function as everybody: its override names another variable.",
        next_look="the spelling of the override's name",
    )


def _not_seen(seen: int) -> Diagnosis | None:
    if LEAST <= seen <= MOST:
        return None
    return Diagnosis(
        id="another-share-is-seen",
        expected=f"release 2 about {CALLS * SHARE / 100:g} times in {CALLS}",
        got=f"{seen} times",
        cause="The settings are right, but the requests are not answered so.",
        next_look="what answers on prod: the integration's uri, and the deployment",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
