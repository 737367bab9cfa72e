"""Lesson 02, exercise 4: a 403 that has nothing to do with authorization."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from apiglab.course.api_state import ApiState, integration_wrong, method_missing, no_such_api, resource_missing
from apiglab.course.attempt import not_an_id
from apiglab.course.build import STAGE, a_function, add_route, fresh_name, make_function, permit, resource_at
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_02.pets_api import answer_pets
from apiglab.course.live import ask, not_ok, ok
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome, Verdict

LIST, ONE = "/pets", "/pets/{petId}"


def colleague_s_api(lab: Any, function_arn: str) -> str:
    """The API as a colleague left it: GET /dev/pets works, GET /dev/pets/2 answers 403."""
    apis = lab.client("apigateway")
    api_id: str = apis.create_rest_api(name=fresh_name("pets"), endpointConfiguration={"types": ["REGIONAL"]})["id"]
    add_route(lab, api_id, "GET", LIST, function_arn)
    resource_at(apis, api_id, ONE)
    permit(lab, function_arn, api_id)
    apis.create_deployment(restApiId=api_id, stageName=STAGE)
    return api_id


def hand_over(lab: Any) -> tuple[str, str]:
    """The colleague's API with a function behind it, to look at: the API's id and the function's ARN."""
    function_arn = make_function(lab, answer_pets)
    return colleague_s_api(lab, function_arn), function_arn


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function mend a fresh copy of the API, or judge the one of that id, mended by hand."""
    if not callable(attempt):
        return _judged(lab, attempt, answer=None)
    with a_function(lab, answer_pets) as function_arn, _a_copy(lab, function_arn) as api_id:
        return _judged(lab, api_id, answer=attempt(lab.client("apigateway"), api_id, function_arn))


@contextmanager
def _a_copy(lab: Any, function_arn: str) -> Iterator[str]:
    api_id = colleague_s_api(lab, function_arn)
    try:
        yield api_id
    finally:
        lab.client("apigateway").delete_rest_api(restApiId=api_id)


def _judged(lab: Any, api_id: Any, *, answer: Any) -> Outcome:
    if finding := not_an_id(api_id, "the API you mended"):
        return failed(finding)
    state = ApiState.read(lab, api_id)
    if state is None:
        return failed(no_such_api(api_id))
    if _untouched(state):
        return not_attempted() if answer is TODO else _unchanged()
    if finding := first(_state_findings(state)) or first(_behaviour(lab, state)):
        return failed(finding)
    return passed(
        "The route exists and is deployed: GET /dev/pets/2 answers 200, and GET /dev/pets still does.",
        "a gateway response can give unknown routes an honest 404. Lesson 07 does that.",
    )


def _untouched(state: ApiState) -> bool:
    wanted = {LIST: {"GET"}, ONE: set(), "/": set()}
    open_to_all = all(not _is_guarded(state, path, verb) for path in state.methods for verb in state.methods[path])
    return {path: set(verbs) for path, verbs in state.methods.items()} == wanted and open_to_all


def _unchanged() -> Outcome:
    return Outcome(
        kind=Verdict.FAIL,
        diagnosis_id="nothing-changed",
        message="The API has the same resources and methods as before, so the same request gets the same answer.",
        expected=f"a method on {ONE}",
        got="the API as your colleague left it",
        next_look="lab.explain on the 403: in which phase did the request end?",
    )


def _state_findings(state: ApiState) -> Iterator[Diagnosis | None]:
    yield _took_it_for_auth(state)
    yield resource_missing(state, ONE)
    yield method_missing(state, ONE, "GET")
    yield integration_wrong(state, ONE, "GET")


def _is_guarded(state: ApiState, path: str, verb: str) -> bool:
    method = state.methods[path][verb]
    return bool(method.get("authorizationType", "NONE") != "NONE" or method.get("apiKeyRequired"))


def _took_it_for_auth(state: ApiState) -> Diagnosis | None:
    for path in state.methods:
        for verb in state.methods[path]:
            if _is_guarded(state, path, verb):
                return Diagnosis(
                    id="took-it-for-auth",
                    expected="methods that need no authorization, as before",
                    got=f"{verb} {path} now wants credentials or an API key",
                    cause='"Missing Authentication Token" is what API Gateway says to any route it does not know.',
                    next_look="the reason in lab.explain, not the words of the message",
                )
    return None


def _behaviour(lab: Any, state: ApiState) -> Iterator[Diagnosis | None]:
    yield not_ok(lab, state, ("GET", ONE), f"{LIST}/2")
    yield _list_is_broken(ask(lab, "GET", lab.url(state.api_id, STAGE, LIST), until=ok))


def _list_is_broken(answer: Exchange) -> Diagnosis | None:
    if answer.ok:
        return None
    return Diagnosis(
        id="broke-the-list",
        expected="200 from GET /dev/pets, as before",
        got=f"{answer.status_line}: {answer.text}",
        cause="Mending one route cost another.",
        next_look="the methods of /pets before and after your change",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
