"""Lesson 02, exercise 6, a stretch: bring the last good release back without deploying."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apiglab.course.api_state import ApiState, no_such_api, stage_missing
from apiglab.course.build import STAGE, fresh_name, resource_at
from apiglab.course.diagnosis import Diagnosis
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import ask
from apiglab.lab.exercises import TODO, Outcome

GOOD, BAD = "release 1: the list of pets", "release 2: an empty list by mistake"
"""The two deployments' descriptions: the only thing that tells people which is which."""


@dataclass(frozen=True, slots=True)
class Releases:
    """An API that was deployed twice, and the ids of both deployments."""

    api_id: str
    good: str
    bad: str


def two_releases(lab: Any) -> Releases:
    """An API whose dev stage serves its second release, a bad one; its methods need no function."""
    apis = lab.client("apigateway")
    api_id: str = apis.create_rest_api(name=fresh_name("releases"))["id"]
    where = {"restApiId": api_id, "resourceId": resource_at(apis, api_id, "/pets"), "httpMethod": "GET"}
    apis.put_method(**where, authorizationType="NONE")
    template = {"application/json": '{"statusCode": 200}'}
    apis.put_integration(**where, type="MOCK", requestTemplates=template)
    apis.put_method_response(**where, statusCode="200")
    ids = []
    for description, names in ((GOOD, ["Mona", "Otto"]), (BAD, [])):
        body = {"application/json": json.dumps(names)}
        apis.put_integration_response(**where, statusCode="200", responseTemplates=body)
        ids.append(apis.create_deployment(restApiId=api_id, stageName=STAGE, description=description)["id"])
    return Releases(api_id, *ids)


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function roll a fresh copy back, or judge the API of that id, rolled back by hand."""
    if callable(attempt):
        with _a_copy(lab) as api_id:
            return _judged(lab, api_id, answer=attempt(lab.client("apigateway"), api_id))
    if not isinstance(attempt, str) or ApiState.read(lab, attempt) is None:
        return failed(no_such_api(str(attempt)))
    return _judged(lab, attempt, answer=None)


@contextmanager
def _a_copy(lab: Any) -> Iterator[str]:
    api_id = two_releases(lab).api_id
    try:
        yield api_id
    finally:
        lab.client("apigateway").delete_rest_api(restApiId=api_id)


def _judged(lab: Any, api_id: str, *, answer: Any) -> Outcome:
    state = ApiState.read(lab, api_id)
    if state is None:
        return failed(no_such_api(api_id))
    if finding := stage_missing(state, STAGE):
        return failed(finding)
    described = {
        item["id"]: item.get("description", "no description")
        for item in lab.client("apigateway").get_deployments(restApiId=api_id)["items"]
    }
    serves = described[state.stages[STAGE]]
    if serves == BAD and answer is TODO:
        return not_attempted()
    if serves != GOOD:
        return failed(_wrong_release(serves, count=len(described)))
    content = ask(lab, "GET", lab.url(api_id, STAGE, "/pets"), until=lambda exchange: exchange.text != "[]").text
    if content == "[]":
        return failed(_wrong_release(serves, count=len(described)))
    return passed(
        "dev points at release 1 again: one update_stage, no deployment, and clients see the pets.",
        "the draft still holds the mistake. The next create_deployment brings it back unless you mend it first.",
    )


def _wrong_release(serves: str, *, count: int) -> Diagnosis:
    if count > len((GOOD, BAD)):
        return Diagnosis(
            id="deployed-the-mistake-again",
            expected=f"dev at {GOOD!r}",
            got=f"a third deployment: {serves}",
            cause="create_deployment takes a snapshot of the draft, and the draft holds the mistake.",
            next_look="which of the deployments you already have is the good one: get_deployments",
        )
    return Diagnosis(
        id="still-the-bad-release",
        expected=f"dev at {GOOD!r}",
        got=f"dev at {serves!r}",
        cause="The stage still points where it pointed.",
        next_look='update_stage with a patch of "/deploymentId"',
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
