"""Lesson 05, exercise 6, a stretch: run an Express workflow and wait for its end."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.api_state import ApiState, method_missing, no_such_api, resource_missing, stage_missing
from apiglab.course.attempt import not_an_id
from apiglab.course.build import STAGE, apis_removed
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import ask
from apiglab.course.service_api import error_answer, not_a_service_integration, told, wrong_answer
from apiglab.course.services import GATEWAY, standing_role, standing_workflow
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome

FEES = "/fees"
FEE = {"fee": 90}
DEFINITION = {
    "StartAt": "Species",
    "States": {
        "Species": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.species", "StringEquals": "cat", "Next": "Cat"}],
            "Default": "Unknown",
        },
        "Cat": {"Type": "Pass", "Result": FEE, "End": True},
        "Unknown": {"Type": "Fail", "Error": "UnknownSpecies", "Cause": "no fee is known for this species"},
    },
}


def workflow(lab: Any) -> tuple[str, str]:
    """The Express workflow of this exercise and a role to run it as: two ARNs."""
    role = standing_role(lab, "gateway-express", GATEWAY, "states:StartSyncExecution")
    return standing_workflow(lab, "fees", DEFINITION, express=True), role


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function build the API, or take the id of one that is built; look at it and call it."""
    if not callable(attempt):
        return _judged(lab, attempt)
    apis = lab.client("apigateway")
    with apis_removed(apis):
        return _judged(lab, attempt(apis, *workflow(lab)))


def _judged(lab: Any, api_id: Any) -> Outcome:
    if api_id is TODO:
        return not_attempted()
    if finding := not_an_id(api_id, "your REST API"):
        return failed(finding)
    state = ApiState.read(lab, api_id)
    if state is None:
        return failed(no_such_api(api_id))
    if finding := first(_state_findings(state)) or first(_behaviour(lab, lab.url(api_id, STAGE, FEES))):
        return failed(finding)
    return passed(
        "The client gets the workflow's output, and an error of the workflow's is one of the API's.",
        "it waits 29 seconds at most. What may take longer starts now and is asked for later, as in e5.",
    )


def _state_findings(state: ApiState) -> Iterator[Diagnosis | None]:
    yield resource_missing(state, FEES)
    yield method_missing(state, FEES, "POST")
    yield _does_not_wait(str(state.integration("POST", FEES).get("uri", "")))
    yield not_a_service_integration(state, FEES, "POST", "states:action/StartSyncExecution")
    yield stage_missing(state, STAGE)


def _does_not_wait(uri: str) -> Diagnosis | None:
    if not uri.endswith("/StartExecution"):
        return None
    return Diagnosis(
        id="does-not-wait",
        expected="an action that answers when the workflow has ended",
        got=uri,
        cause="StartExecution answers as soon as the workflow has begun.",
        next_look="the action for Express workflows that has Sync in its name",
    )


def _behaviour(lab: Any, url: str) -> Iterator[Diagnosis | None]:
    known = ask(lab, "POST", url, until=lambda exchange: exchange.status != 500, json={"species": "cat"})
    yield error_answer(known, f"POST {FEES}", f"200 and {FEE}")
    yield _not_the_output(known)
    unknown = ask(lab, "POST", url, json={"species": "dragon"})
    yield error_answer(unknown, f"POST {FEES}", "422 for a species that the workflow does not know")
    yield _failure_is_success(unknown)


def _not_the_output(answer: Exchange) -> Diagnosis | None:
    content = told(answer)
    if (answer.status, content) == (200, FEE):
        return None
    if isinstance(content, dict) and "executionArn" in content:
        finding = "answers-the-envelope"
        cause = "That is all that Step Functions says of the run. The client wants what the workflow said: its output."
    elif isinstance(content, str) and "fee" in content:
        finding = "output-as-text"
        cause = "output is JSON in a string. $input.json keeps it one; $input.path gives what is in it."
    else:
        finding = "other-answer"
        cause = "Neither the workflow's output nor what Step Functions says of it."
    return wrong_answer(finding, f"200 and {FEE}", answer, cause, "responseTemplates of POST /fees")


def _failure_is_success(answer: Exchange) -> Diagnosis | None:
    if 400 <= answer.status < 500:
        return None
    return wrong_answer(
        "failure-is-200",
        "422 where the workflow fails",
        answer,
        "StartSyncExecution answers 200 also when the run failed; its status says FAILED. No pattern sees that.",
        "$context.responseOverride.status, in an #if of the response template",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
