"""Lesson 12a, exercise 4: a policy that lets nobody in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12a.guarded import User, a_user, call, pets_api
from apiglab.lab.exercises import TODO, Outcome


def broken_policy(api_arn: str) -> dict[str, Any]:
    """The policy as a colleague wrote it, for the ARN of an API: three slips."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "apigateway:Invoke",
                "Resource": f"{api_arn}/GET/dev/pets",
            },
            {"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": f"{api_arn}/*"},
        ],
    }


def judge(lab: Any, attempt: Any) -> Outcome:
    """Give the learner's policy to a user, and let the user call."""
    if finding := not_a_function(attempt, "mended_policy"):
        return failed(finding)
    with pets_api(lab) as made:
        api_arn = f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{made.api_id}"
        policy = attempt(api_arn)
        if policy is TODO:
            return not_attempted()
        if finding := _no_policy(policy):
            return failed(finding)
        with a_user(lab, policy) as user:
            finding = first(_findings(lab, made.api_id, user, policy))
    if finding:
        return failed(finding)
    return passed(
        "Ann reads the pets of dev, and nothing else.",
        "apigateway:… are the actions of the control plane, execute-api:… those of whoever calls an API.",
    )


def _no_policy(policy: Any) -> Diagnosis | None:
    if isinstance(policy, dict) and policy.get("Statement"):
        return None
    return Diagnosis(
        id="not-a-policy",
        expected='a policy: {"Version": "2012-10-17", "Statement": […]}',
        got=str(policy)[:120],
        cause="Return the whole document, as a dict.",
        next_look="the return at the end of your function",
    )


def _findings(lab: Any, api_id: str, user: User, policy: dict[str, Any]) -> Iterator[Diagnosis | None]:
    yield _still_out(call(lab, api_id, user, wanted=200).status, policy)
    for finding, verb, stage, rule in (
        ("writes-too", "POST", "dev", "Ann is to read. POST is another verb, and part of the ARN."),
        ("prod-too", "GET", "prod", "Ann works on dev. The stage is part of the ARN."),
    ):
        status = call(lab, api_id, user, wanted=403, verb=verb, stage=stage).status
        if status != 403:
            yield Diagnosis(
                id=finding,
                expected=f"403 for {verb} /{stage}/pets",
                got=str(status),
                cause=rule,
                next_look="stars in Resource: each allows more than you see",
            )


def _still_out(status: int, policy: dict[str, Any]) -> Diagnosis | None:
    if status == 200:
        return None
    text = str(policy)
    finding, cause = "resource-does-not-fit", "The ARN of the statement is not that of the request: stage, verb, path."
    if "'Deny'" in text:
        finding, cause = "deny-wins", "There is still a Deny that is about this request, and it wins over every Allow."
    elif "apigateway:" in text:
        finding, cause = "wrong-service", "apigateway:… is about making APIs. Calling one is execute-api:Invoke."
    return Diagnosis(
        id=finding,
        expected="200 for GET /dev/pets, signed by Ann",
        got=str(status),
        cause=cause,
        next_look="arn:aws:execute-api:{region}:{account}:{api}/{stage}/{verb}/{path}",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
