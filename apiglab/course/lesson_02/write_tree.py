"""Lesson 02, exercise 5: write an API's tree from its specification."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.api_state import (
    ApiState,
    integration_wrong,
    method_missing,
    no_such_api,
    resource_missing,
    stage_missing,
)
from apiglab.course.attempt import not_an_id
from apiglab.course.build import STAGE, Route, a_function, apis_removed
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, partial, passed
from apiglab.course.lesson_02.pets_api import answer_route
from apiglab.course.live import ask, not_ok
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome

STAFF = "/staff/{proxy+}"
SPECIFICATION: tuple[Route, ...] = (("GET", "/pets"), ("POST", "/pets"), ("GET", "/pets/{petId}"), ("ANY", STAFF))
REQUESTS = (
    ("GET", "/pets", "/pets"),
    ("POST", "/pets", "/pets"),
    ("GET", "/pets/2", "/pets/{petId}"),
    ("PUT", "/staff/rota/monday", STAFF),
)
"""A verb, a path, and the resource that must answer it."""
REFUSED = (("DELETE", "/pets"), ("POST", "/pets/2"), ("GET", "/staff"))
"""Requests that the specification does not know."""


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function build the API, or take the id of one that is built; look at it and call it."""
    if not callable(attempt):
        return _judged(lab, attempt)
    apis = lab.client("apigateway")
    with a_function(lab, answer_route) as function_arn, apis_removed(apis):
        return _judged(lab, attempt(apis, lab.client("lambda"), function_arn))


def _judged(lab: Any, api_id: Any) -> Outcome:
    if api_id is TODO:
        return not_attempted()
    if finding := not_an_id(api_id, "your REST API"):
        return failed(finding)
    state = ApiState.read(lab, api_id)
    if state is None:
        return failed(no_such_api(api_id))
    if finding := first(_near_misses(state)):
        return failed(finding)
    missing = [finding for route in SPECIFICATION if (finding := _route_missing(state, *route))]
    if missing:
        done = len(SPECIFICATION) - len(missing)
        return partial(done, len(SPECIFICATION), missing[0]) if done else failed(missing[0])
    if finding := stage_missing(state, STAGE) or first(_behaviour(lab, state)):
        return failed(finding)
    return passed(
        "Four routes answer, each through its own resource, and three requests outside the specification are refused.",
        "ANY on a greedy resource lets through verbs you never thought of. Is that what /staff should do?",
    )


def _near_misses(state: ApiState) -> Iterator[Diagnosis | None]:
    yield _not_greedy(state)
    yield _other_parameter(state)
    yield _too_much(state)


def _not_greedy(state: ApiState) -> Diagnosis | None:
    path = next((path for path in state.methods if path.startswith("/staff/{") and "+" not in path), None)
    if path is None:
        return None
    return Diagnosis(
        id="not-greedy",
        expected=STAFF,
        got=path,
        cause="Without the plus a path parameter takes exactly one segment: /staff/rota, but not /staff/rota/monday.",
        next_look="what stands before the closing brace",
    )


def _other_parameter(state: ApiState) -> Diagnosis | None:
    path = next((path for path in state.methods if path.startswith("/pets/{") and path != "/pets/{petId}"), None)
    if path is None:
        return None
    return Diagnosis(
        id="parameter-name",
        expected="/pets/{petId}",
        got=path,
        cause="The name in the braces is the key under which the handler finds the value.",
        next_look="pathPart, letter by letter",
    )


def _too_much(state: ApiState) -> Diagnosis | None:
    for path, wanted in (("/pets", {"GET", "POST"}), ("/pets/{petId}", {"GET"})):
        more = sorted(set(state.methods.get(path, {})) - wanted - {"OPTIONS"})
        if more:
            return Diagnosis(
                id="answers-too-much",
                expected=f"{' and '.join(sorted(wanted))} on {path}",
                got=f"{', '.join(more)} as well",
                cause="A route that nobody specified is a route that nobody tests or guards.",
                next_look=f"the verbs of {path}",
            )
    return None


def _route_missing(state: ApiState, verb: str, path: str) -> Diagnosis | None:
    checks = (resource_missing(state, path), method_missing(state, path, verb))
    return first(checks) or integration_wrong(state, path, verb)


def _behaviour(lab: Any, state: ApiState) -> Iterator[Diagnosis | None]:
    for verb, path, resource in REQUESTS:
        yield not_ok(lab, state, (verb, resource), path)
        yield _elsewhere(ask(lab, verb, lab.url(state.api_id, STAGE, path)), f"{verb} {path}", resource)
    for verb, path in REFUSED:
        yield _let_through(ask(lab, verb, lab.url(state.api_id, STAGE, path)), f"{verb} {path}")


def _elsewhere(answer: Exchange, asked: str, resource: str) -> Diagnosis | None:
    try:
        told = answer.json()
    except ValueError:
        return None  # a function of the learner's own need not tell
    came = told.get("resource", resource) if isinstance(told, dict) else resource
    if came == resource:
        return None
    return Diagnosis(
        id="other-resource",
        expected=f"{resource} to answer {asked}",
        got=str(came),
        cause="Another resource fits this path too, and API Gateway found it the better fit.",
        next_look="which is more specific: a plain segment, {one} or {all+}?",
    )


def _let_through(answer: Exchange, asked: str) -> Diagnosis | None:
    if answer.status == 403:
        return None
    return Diagnosis(
        id="answers-too-much",
        expected=f"403 for {asked}, which is not in the specification",
        got=answer.status_line,
        cause="A route that nobody specified is a route that nobody tests or guards.",
        next_look="methods ANY, and greedy resources high up in the tree",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
