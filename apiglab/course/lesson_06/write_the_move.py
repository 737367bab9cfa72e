"""Lesson 06, exercise 5: make a public API private."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_06.open_apis import Endpoint, a_vpc_endpoint, an_open_api, call
from apiglab.lab.exercises import TODO, Outcome


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function move an API, and call it from outside and through two endpoints."""
    if finding := not_a_function(attempt, "make_private"):
        return failed(finding)
    with an_open_api(lab) as api_id, a_vpc_endpoint(lab) as ours, a_vpc_endpoint(lab) as other:
        if attempt(lab.client("apigateway"), api_id, ours.id) is TODO:
            return not_attempted()
        finding = first(_findings(lab, api_id, ours, other))
    if finding:
        return failed(finding)
    return passed(
        "From outside nobody, through your VPC endpoint everybody, through another one nobody.",
        "who of your callers has to change something, and what?",
    )


def _findings(lab: Any, api_id: str, ours: Endpoint, other: Endpoint) -> Iterator[Diagnosis | None]:
    kind = lab.client("apigateway").get_rest_api(restApiId=api_id)["endpointConfiguration"]["types"]
    yield _not_private(kind)
    yield _still_public(call(lab, api_id, wanted=403).status)
    if lab.backend.kind != "local":
        return  # from outside a VPC nobody can try the rest
    yield _nobody(call(lab, api_id, caller=lab.caller(vpce=ours.id), wanted=200).status)
    yield _anybody(call(lab, api_id, caller=lab.caller(vpce=other.id), wanted=403).status)


def _not_private(kind: list[str]) -> Diagnosis | None:
    if kind == ["PRIVATE"]:
        return None
    return Diagnosis(
        id="not-private",
        expected="the endpoint type PRIVATE",
        got=", ".join(kind),
        cause="The type of the API is still the old one.",
        next_look="update_rest_api with /endpointConfiguration/types/REGIONAL",
    )


def _still_public(status: int) -> Diagnosis | None:
    if status != 200:
        return None
    return Diagnosis(
        id="still-public",
        expected="no 200 for GET /dev/ from outside",
        got=str(status),
        cause="The API is private as you edit it; what is deployed is still public.",
        next_look="create_deployment, as the last step",
    )


def _nobody(status: int) -> Diagnosis | None:
    if status == 200:
        return None
    return Diagnosis(
        id="nobody-gets-in",
        expected="200 for GET /dev/ through your VPC endpoint",
        got=str(status),
        cause="No statement of the policy lets it in.",
        next_look="an Allow for Principal * and execute-api:Invoke on execute-api:/*, with a condition that holds",
    )


def _anybody(status: int) -> Diagnosis | None:
    if status == 403:
        return None
    return Diagnosis(
        id="every-endpoint",
        expected="403 for GET /dev/ through another VPC endpoint",
        got=str(status),
        cause="The policy lets every VPC endpoint in, whoever has it.",
        next_look="aws:SourceVpce in a condition of the policy",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
