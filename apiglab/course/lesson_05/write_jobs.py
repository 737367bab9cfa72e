"""Lesson 05, exercise 5: start a workflow without a function, and tell how it is going."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.api_state import ApiState, method_missing, no_such_api, resource_missing, stage_missing
from apiglab.course.attempt import not_an_id
from apiglab.course.build import STAGE, apis_removed
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.live import ask
from apiglab.course.service_api import error_answer, not_a_service_integration, told, wrong_answer
from apiglab.course.services import GATEWAY, Run, newest_run, patiently, standing_role, standing_workflow
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome

JOBS, JOB = "/jobs", "/jobs/{id}"
DEFINITION = {
    "StartAt": "CheckPapers",
    "States": {
        "CheckPapers": {"Type": "Wait", "Seconds": 1, "Next": "Done"},
        "Done": {"Type": "Pass", "Result": {"papers": "in order"}, "End": True},
    },
}
INPUTS = ({"pet": 2}, {"pet": 2, "note": 'she said "now"'}, {"pet": 2, "note": "Otto's basket"})
"""Each harder on a template than the one before."""
STATES = ("RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE")


def workflow(lab: Any) -> tuple[str, str]:
    """The workflow of this exercise and a role to start and watch it as: two ARNs."""
    role = standing_role(lab, "gateway-workflow", GATEWAY, "states:StartExecution", "states:DescribeExecution")
    return standing_workflow(lab, "papers", DEFINITION), role


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
    if finding := first(_state_findings(state)) or first(_behaviour(lab, api_id)):
        return failed(finding)
    return passed(
        "202 and an id at once, the work elsewhere, its state on request, 404 for what is no job: and no function.",
        "whoever knows an id may ask. Lesson 12 shows how to let only its owner.",
    )


def _state_findings(state: ApiState) -> Iterator[Diagnosis | None]:
    for verb, path, action in (("POST", JOBS, "StartExecution"), ("GET", JOB, "DescribeExecution")):
        yield resource_missing(state, path)
        yield method_missing(state, path, verb)
        yield not_a_service_integration(state, path, verb, f"states:action/{action}")
    yield stage_missing(state, STAGE)


def _behaviour(lab: Any, api_id: str) -> Iterator[Diagnosis | None]:
    url, machine_arn = lab.url(api_id, STAGE, JOBS), workflow(lab)[0]
    job = ""
    for content in INPUTS:
        before = newest_run(lab, machine_arn)
        answer = ask(lab, "POST", url, until=lambda exchange: exchange.status != 500, json=content)
        run = newest_run(lab, machine_arn)
        yield error_answer(answer, f"POST {JOBS}", "202 and a job's id")
        yield _not_started(answer, content) if run is None or run == before else _other_input(content, run)
        yield _no_id(answer)
        yield _not_202(answer)
        yield _arn_as_id(answer)
        job = str(_job(answer))
    yield from _watching(lab, f"{url}/", job)


def _job(answer: Exchange) -> Any:
    content = told(answer)
    return content.get("job") if isinstance(content, dict) else None


def _not_started(answer: Exchange, content: Any) -> Diagnosis:
    expected = f"an execution of the workflow for {content}"
    if content == INPUTS[1]:
        finding, look = "input-not-escaped", "$util.escapeJavaScript in lesson 05, part 4"
        cause = "The input is JSON inside a JSON string: what is escaped in it already has to be escaped once more."
    elif content == INPUTS[2]:
        finding, look = "apostrophe-breaks-it", "what follows escapeJavaScript in lesson 05, part 4"
        cause = "escapeJavaScript makes \\' of an apostrophe, and that is no escape in JSON."
    else:
        finding, look = "nothing-started", "what Step Functions says: take the response template away for a moment"
        cause = (
            "Step Functions refused the call, whatever the client was told. Is the input text inside the JSON, escaped?"
        )
    return wrong_answer(finding, expected, answer, cause, look)


def _no_id(answer: Exchange) -> Diagnosis | None:
    if _job(answer):
        return None
    return wrong_answer(
        "no-job-id",
        '{"job": "…"} from POST /jobs',
        answer,
        "The workflow runs, and the client does not learn by which name to ask for it.",
        "responseTemplates of POST /jobs",
    )


def _not_202(answer: Exchange) -> Diagnosis | None:
    if answer.status == 202:
        return None
    return wrong_answer(
        "not-202",
        "202 Accepted",
        answer,
        "The work has begun, it is not done: that is what 202 says.",
        "statusCode in put_method_response and put_integration_response",
    )


def _arn_as_id(answer: Exchange) -> Diagnosis | None:
    if ":" not in str(_job(answer)):
        return None
    return wrong_answer(
        "arn-as-id",
        "an id without the account, the Region and the workflow's name",
        answer,
        "An ARN tells every client how your account looks inside.",
        "the execution's name: you may choose it, such as $context.requestId",
    )


def _other_input(wanted: Any, run: Run) -> Diagnosis | None:
    if run.given == wanted:
        return None
    return Diagnosis(
        id="input-lost",
        expected=f"an execution whose input is {wanted}",
        got=shown(run.given),
        cause="The workflow was started with something else than the client's body.",
        next_look='"input" in the request template of POST /jobs',
    )


def _watching(lab: Any, jobs_url: str, job: str) -> Iterator[Diagnosis | None]:
    def look() -> Exchange:
        return ask(lab, "GET", jobs_url + job)

    now = look()
    yield error_answer(now, f"GET {JOB}", "200 and the job's status")
    yield _untold(now)
    yield _insides(now)
    end = patiently(look, lambda seen: told(seen).get("status") != "RUNNING", seconds=15)
    yield _untold(end)
    yield _unknown(ask(lab, "GET", f"{jobs_url}no-such-job"))


def _untold(answer: Exchange) -> Diagnosis | None:
    content = told(answer)
    if answer.status == 200 and isinstance(content, dict) and content.get("status") in STATES:
        return None
    return wrong_answer(
        "status-not-told",
        '200 and {"status": "RUNNING"}, later {"status": "SUCCEEDED"}, from GET /jobs/{id}',
        answer,
        "Either DescribeExecution was asked for another execution, or the response template does not tell.",
        "executionArn in the request template: arn:aws:states:{region}:{account}:execution:{workflow}:{name}",
    )


def _insides(answer: Exchange) -> Diagnosis | None:
    if "arn:aws" not in answer.text:
        return None
    return wrong_answer(
        "tells-your-insides",
        "the status, and no ARN",
        answer,
        "Without a response template the client gets all that Step Functions says.",
        "responseTemplates of GET /jobs/{id}",
    )


def _unknown(answer: Exchange) -> Diagnosis | None:
    if answer.status == 404:
        return None
    return wrong_answer(
        "unknown-is-no-404",
        "404 for a job that does not exist",
        answer,
        "Step Functions answers 400 ExecutionDoesNotExist, and no response of yours picks that up.",
        'an integration response with selectionPattern "400"',
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
