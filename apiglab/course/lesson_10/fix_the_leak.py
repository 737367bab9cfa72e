"""Lesson 10, exercise 4: one shop reads another's orders."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.build import a_function, make_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_10.counted import Counted, a_counted_api, counted_api, get
from apiglab.lab.exercises import TODO, Outcome

PATH = "/orders"
ASKED: list[str] = []


def orders_of(event: Any, _context: Any) -> Any:
    """A shop's own orders; the shop is named by the header X-Shop."""
    headers = {name.lower(): value for name, value in (event["headers"] or {}).items()}
    ASKED.append(headers.get("x-shop", "nobody"))
    return {"statusCode": 200, "body": json.dumps({"orders of": ASKED[-1], "asked": len(ASKED)})}


def hand_over(lab: Any) -> Counted:
    """The leaking API, to look at; it stays until ``lab.cleanup()``."""
    return counted_api(lab.client("apigateway"), lab, make_function(lab, orders_of), PATH, cached=True)


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function mend a fresh copy, and call it as two shops."""
    if finding := not_a_function(attempt, "stop_the_leak"):
        return failed(finding)
    with a_function(lab, orders_of) as function_arn, a_counted_api(lab, function_arn, PATH, cached=True) as made:
        if attempt(lab.client("apigateway"), made.where) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made.api_id))
    if finding:
        return failed(finding)
    return passed(
        "Each shop has its own entry, and still has it from the cache.",
        "a header is only what a client says. With an authorizer the key should be what the authorizer found out.",
    )


def _findings(lab: Any, api_id: str) -> Iterator[Diagnosis | None]:
    north = get(lab, api_id, PATH, shop="north")
    yield _broken(north)
    south = get(lab, api_id, PATH, shop="south", until=lambda said: said.get("orders of") == "south")
    yield _leaks(south)
    again = get(lab, api_id, PATH, shop="north")
    yield _not_cached(north, again)


def _broken(north: dict[str, Any]) -> Diagnosis | None:
    if north.get("orders of") == "north":
        return None
    return Diagnosis(
        id="broken",
        expected="200 and the orders of north",
        got=str(north),
        cause="The method does not reach its function any more.",
        next_look="the type and the uri of the integration, if you put it anew",
    )


def _leaks(south: dict[str, Any]) -> Diagnosis | None:
    if south.get("orders of") == "south":
        return None
    return Diagnosis(
        id="still-leaks",
        expected="the orders of south for south",
        got=f"the orders of {south.get('orders of')}",
        cause="The header is no part of the cache's key yet, or the change was not deployed.",
        next_look="cacheKeyParameters of the integration: method.request.header.X-Shop; then deploy",
    )


def _not_cached(before: dict[str, Any], after: dict[str, Any]) -> Diagnosis | None:
    if before == after:
        return None
    return Diagnosis(
        id="cache-is-off",
        expected="north's second answer from the cache",
        got="the function was asked again",
        cause="Without the cache nothing leaks, and nothing is saved. The key is what has to change.",
        next_look="the cache cluster of the stage, and the settings of the method",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
