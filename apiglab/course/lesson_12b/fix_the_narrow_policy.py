"""Lesson 12b, exercise 4: a policy that is too narrow to be kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.build import a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12b.tokens_api import a_tokens_api, attach, call
from apiglab.lab.exercises import TODO, Outcome


def narrow(event: Any, _context: Any) -> Any:
    """As a colleague wrote it: whoever has the token may call what they just called."""
    if event["authorizationToken"] != "open-please":
        raise PermissionError("Unauthorized")
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": event["methodArn"]}
    return {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


def judge(lab: Any, attempt: Any) -> Outcome:
    """Deploy the learner's handler as an authorizer that is cached, and call two paths."""
    if finding := not_a_function(attempt, "mended"):
        return failed(finding)
    if _is_blank(attempt):
        return not_attempted()
    with a_function(lab, attempt) as function_arn, a_tokens_api(lab) as made:
        attach(lab, lab.client("apigateway"), made, function_arn)
        finding = first(_findings(lab, made.api_id))
    if finding:
        return failed(finding)
    return passed(
        "One call of the function opens both paths, for those who have the token.",
        "a narrow policy is right where the time to live is 0. What would that cost?",
    )


def _is_blank(handler: Any) -> bool:
    """Whether it is the handler as it was handed out; what else it does is seen on Lambda."""
    try:
        return (
            handler({"authorizationToken": "open-please", "methodArn": "arn:aws:execute-api:::a/dev/GET/"}, None)
            is TODO
        )
    except Exception:  # noqa: BLE001  the learner's own
        return False


def _findings(lab: Any, api_id: str) -> Iterator[Diagnosis | None]:
    yield _pets(call(lab, api_id, "open-please", wanted=200))
    yield _owners(call(lab, api_id, "open-please", path="/owners", wanted=200))
    yield _stranger(call(lab, api_id, "let-me-in", wanted=401))


def _pets(answer: Any) -> Diagnosis | None:
    if answer.ok:
        return None
    return Diagnosis(
        id="nobody-gets-in",
        expected="200 for GET /dev/pets with the token open-please",
        got=f"{answer.status_line}: {answer.text}",
        cause="The function fails, answers no policy, or its policy does not allow the first path.",
        next_look="lab.explain on such a request",
    )


def _owners(answer: Any) -> Diagnosis | None:
    if answer.ok:
        return None
    return Diagnosis(
        id="still-too-narrow",
        expected="200 for GET /dev/owners with the same token, right after GET /dev/pets",
        got=f"{answer.status_line}: {answer.text}",
        cause="The answer that was made for /pets is kept for the token, and does not allow /owners.",
        next_look="Resource: what the answer must allow while it is kept",
    )


def _stranger(answer: Any) -> Diagnosis | None:
    if answer.status == 401:
        return None
    return Diagnosis(
        id="strangers-get-in",
        expected="401 for another token",
        got=answer.status_line,
        cause="The mended function still has to refuse whom it does not know.",
        next_look='raise Exception("Unauthorized") in the first lines',
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
