"""Lesson 12b, exercise 5: put an authorizer before a method."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.build import STAGE, a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12b.tokens_api import TwoPaths, a_tokens_api
from apiglab.course.live import ask
from apiglab.lab.exchange import Exchange
from apiglab.lab.exercises import TODO, Outcome


def doorkeeper(event: Any, _context: Any) -> Any:
    """Lets the token open-please in."""
    if event["authorizationToken"] != "open-please":
        raise Exception("Unauthorized")  # noqa: TRY002  the word is what API Gateway reads
    stage = "/".join(event["methodArn"].split("/")[:2])
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"{stage}/*"}
    return {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function guard a method, and call it."""
    if finding := not_a_function(attempt, "attach"):
        return failed(finding)
    with a_function(lab, doorkeeper) as function_arn, a_tokens_api(lab) as made:
        lab.client("lambda").add_permission(
            FunctionName=function_arn,
            StatementId="authorizers",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:{lab.region}:{lab.account_id}:{made.api_id}/authorizers/*",
        )
        if attempt(lab.client("apigateway"), made.where[0], function_arn) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made))
    if finding:
        return failed(finding)
    return passed(
        "The function decides about /pets, by the header X-Token, and its answers are kept for a minute.",
        "/owners is as open as before: each method names its own authorizer.",
    )


def _findings(lab: Any, made: TwoPaths) -> Iterator[Diagnosis | None]:
    apis = lab.client("apigateway")
    yield _no_authorizer(apis.get_authorizers(restApiId=made.api_id)["items"])
    yield _still_open(_ask(lab, made, None, wanted=401))
    yield _wrong_header(_ask(lab, made, "open-please", wanted=200))
    yield _lets_strangers_in(_ask(lab, made, "let-me-in", wanted=401))
    yield _another_ttl(apis.get_authorizers(restApiId=made.api_id)["items"])


def _ask(lab: Any, made: TwoPaths, token: str | None, *, wanted: int) -> Exchange:
    headers = {} if token is None else {"X-Token": token}
    url = lab.url(made.api_id, STAGE, "/pets")
    return ask(lab, "GET", url, headers=headers, until=lambda answer: answer.status == wanted)


def _no_authorizer(items: list[dict[str, Any]]) -> Diagnosis | None:
    if [item for item in items if item["type"] in ("TOKEN", "REQUEST")]:
        return None
    return Diagnosis(
        id="no-authorizer",
        expected="a Lambda authorizer of the API",
        got="none",
        cause="The method can only name an authorizer that the API has.",
        next_look="create_authorizer",
    )


def _still_open(answer: Exchange) -> Diagnosis | None:
    if answer.status == 401:
        return None
    return Diagnosis(
        id="still-open" if answer.ok else "no-401",
        expected="401 for GET /dev/pets without a token",
        got=answer.status_line,
        cause="The method does not name the authorizer yet, or the change is not deployed."
        if answer.ok
        else "Without its identity source API Gateway says 401: the source is another one.",
        next_look="/authorizationType CUSTOM and /authorizerId in update_method; then create_deployment",
    )


def _wrong_header(answer: Exchange) -> Diagnosis | None:
    if answer.ok:
        return None
    finding, cause = "another-source", "The token is looked for elsewhere than in the header X-Token."
    if answer.status == 500:
        finding, cause = "function-not-called", "API Gateway could not call the function: its URI is another one."
    return Diagnosis(
        id=finding,
        expected="200 for GET /dev/pets with X-Token: open-please",
        got=f"{answer.status_line}: {answer.text}",
        cause=cause,
        next_look="identitySource: method.request.header.…; authorizerUri: as the uri of a Lambda integration",
    )


def _lets_strangers_in(answer: Exchange) -> Diagnosis | None:
    if answer.status == 401:
        return None
    return Diagnosis(
        id="strangers-get-in",
        expected="401 for another token",
        got=answer.status_line,
        cause="An answer for one token is used for another.",
        next_look="the identity source, by which answers are kept",
    )


def _another_ttl(items: list[dict[str, Any]]) -> Diagnosis | None:
    found = [item.get("authorizerResultTtlInSeconds", 300) for item in items]
    if found == [60]:
        return None
    return Diagnosis(
        id="another-time-to-live",
        expected="one authorizer whose answers are kept for 60 seconds",
        got=f"{found} seconds",
        cause="Without a time to live of its own an answer is kept for five minutes.",
        next_look="authorizerResultTtlInSeconds",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
