"""Lesson 09, exercise 4: Forbidden, with the right key."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from apiglab.course.attempt import not_a_function
from apiglab.course.build import STAGE, fresh_name
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_09.keyed_api import call, keyed_api, traffic_removed
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome


class Sold(NamedTuple):
    """What a shop bought, to look at."""

    api_id: str
    plan_id: str
    key_id: str
    key: str
    """Its value."""


def hand_over(lab: Any) -> Sold:
    """A plan that forgot the stage and a key that is switched off, to look at; they stay until ``lab.cleanup()``."""
    return sold_by(lab.client("apigateway"))


def sold_by(apis: Any) -> Sold:
    """The same, all of it made by one client."""
    api_id = keyed_api(apis)
    plan_id = apis.create_usage_plan(name=fresh_name("basic"), throttle={"rateLimit": 100.0, "burstLimit": 50})["id"]
    key = apis.create_api_key(name=fresh_name("shop"), enabled=False)
    apis.create_usage_plan_key(usagePlanId=plan_id, keyId=key["id"], keyType="API_KEY")
    return Sold(api_id, plan_id, key["id"], key["value"])


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function mend a fresh copy, and call it."""
    if finding := not_a_function(attempt, "open_the_door"):
        return failed(finding)
    with traffic_removed(lab) as apis:
        made = sold_by(apis)
        if attempt(apis, made) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made))
    if finding:
        return failed(finding)
    return passed(
        "The key is enabled, and its plan contains the stage: the shop is in, and nobody else.",
        "the client reads the same Forbidden in every one of these cases. The journey tells them apart.",
    )


def _findings(lab: Any, made: Sold) -> Iterator[Diagnosis | None]:
    with_key = call(lab, made.api_id, made.key, wanted=200)
    yield _still_forbidden(lab, made, with_key)
    yield _open_to_all(call(lab, made.api_id, None, wanted=403))
    yield _lost_limits(lab, made)


def _still_forbidden(lab: Any, made: Sold, answer: Exchange) -> Diagnosis | None:
    if answer.ok:
        return None
    apis = lab.client("apigateway")
    stages = apis.get_usage_plan(usagePlanId=made.plan_id).get("apiStages", ())
    opened = any((each["apiId"], each["stage"]) == (made.api_id, STAGE) for each in stages)
    enabled = apis.get_api_key(apiKey=made.key_id)["enabled"]
    finding, cause = "something-else", "The key is enabled and its plan has the stage; something else refuses."
    if not opened and not enabled:
        finding, cause = (
            "nothing-changed",
            "There are two reasons why this key opens nothing, and both are still there.",
        )
    elif not opened:
        finding, cause = "plan-without-stage", "The plan contains no stage of this API, so that its keys open none."
    elif not enabled:
        finding, cause = "key-is-off", "The plan is right now. The key itself is switched off, as new keys are."
    return Diagnosis(
        id=finding,
        expected="200 from GET /dev/pets with the shop's key",
        got=f"{answer.status_line}: {answer.text}",
        cause=cause,
        next_look="get_usage_plan: its apiStages; get_api_key: its enabled",
    )


def _open_to_all(answer: Exchange) -> Diagnosis | None:
    if answer.status == 403:
        return None
    return Diagnosis(
        id="open-to-all",
        expected="403 from GET /dev/pets without a key",
        got=answer.status_line,
        cause="The method asks nobody for a key any more: that opens the door to everybody, and counts nobody.",
        next_look="apiKeyRequired of the method",
    )


def _lost_limits(lab: Any, made: Sold) -> Diagnosis | None:
    throttle = lab.client("apigateway").get_usage_plan(usagePlanId=made.plan_id).get("throttle")
    if throttle is not None and throttle["rateLimit"] == 100.0:
        return None
    return Diagnosis(
        id="lost-the-limits",
        expected="a rate of 100 and a burst of 50, as the shop bought",
        got=str(throttle),
        cause="The plan has other limits than before.",
        next_look="what your patch replaces",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
