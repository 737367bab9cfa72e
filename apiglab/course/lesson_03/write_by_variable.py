"""Lesson 03, exercise 3: let a stage variable name the function."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.build import STAGE
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_03.releases_api import PROD, Releases, release_of, releases
from apiglab.lab.exercises import TODO, Outcome


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function change a fresh API, and call both of its stages."""
    if finding := not_a_function(attempt, "call_by_variable"):
        return failed(finding)
    with releases(lab, by_variable=False) as made:
        prefix = f"arn:aws:lambda:{lab.region}:{lab.account_id}:function"
        if attempt(lab.client("apigateway"), made.where, prefix) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made))
    if finding:
        return failed(finding)
    return passed(
        "One integration, and each stage calls what its variable names.",
        "each function has to let API Gateway in. Who would do that for release 3?",
    )


def _findings(lab: Any, made: Releases) -> Iterator[Diagnosis | None]:
    uri = lab.client("apigateway").get_integration(**made.where)["uri"]
    yield _no_variable(uri)
    for stage, wanted in ((STAGE, 2), (PROD, 1)):
        yield _another(stage, wanted, release_of(lab, made.api_id, stage, wanted=wanted))


def _no_variable(uri: str) -> Diagnosis | None:
    if "${stageVariables.release}" in uri:
        return None
    return Diagnosis(
        id="no-variable",
        expected="${stageVariables.release} in the integration's uri",
        got=uri,
        cause="The integration still names one function for all stages.",
        next_look="/uri in update_integration",
    )


def _another(stage: str, wanted: int, found: int) -> Diagnosis | None:
    if found == wanted:
        return None
    finding, cause = "stage-not-deployed", f"{stage} still serves a deployment that calls release {found}."
    if found == 0:
        finding, cause = "no-such-function", "What the uri makes of the variable is no function's ARN."
    return Diagnosis(
        id=finding,
        expected=f"release {wanted} from GET /{stage}/pets",
        got=f"release {found}" if found else "an error",
        cause=cause,
        next_look="create_deployment for each stage; the ARN in front of the variable",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
