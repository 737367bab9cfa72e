"""Lesson 12b, exercise 3: write an authorizer's handler."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first, shown
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.lab.exercises import TODO, Outcome
from apiglab.language.policy import ANONYMOUS, AccessRequest, Decision, PolicyError, evaluate, parse_policy

API = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5"
INVOKE = "execute-api:Invoke"


def event(token: str, path: str = "pets", stage: str = "dev") -> dict[str, Any]:
    """What a TOKEN authorizer is asked."""
    return {"type": "TOKEN", "authorizationToken": token, "methodArn": f"{API}/{stage}/GET/{path}"}


def judge(_lab: Any, attempt: Any) -> Outcome:
    """Ask the learner's handler as API Gateway would."""
    if finding := not_a_function(attempt, "authorize"):
        return failed(finding)
    if _answer(attempt, "keeper-ann")[0] is TODO:
        return not_attempted()
    if finding := first(_findings(attempt)):
        return failed(finding)
    return passed(
        "Keepers may, visitors may not, and of strangers the function says Unauthorized.",
        "API Gateway keeps this answer for five minutes. How do you take a keeper's token back before?",
    )


def _answer(handler: Callable[[Any, Any], Any], token: str) -> tuple[Any, Exception | None]:
    try:
        return handler(event(token), None), None
    except Exception as error:  # noqa: BLE001  the learner's own, which is judged
        return None, error


def _findings(handler: Callable[[Any, Any], Any]) -> Iterator[Diagnosis | None]:
    keeper, error = _answer(handler, "keeper-ann")
    yield _failed("keeper-ann", error)
    yield _no_principal(keeper, "ann")
    yield _no_policy(keeper)
    yield _verdict(keeper, "dev/GET/pets", allowed=True, finding="keeper-is-out", rule="A keeper may call the API.")
    yield _verdict(
        keeper,
        "dev/GET/owners",
        allowed=True,
        finding="too-narrow",
        rule="The answer is kept for the whole stage.",
    )
    yield _verdict(keeper, "prod/GET/pets", allowed=False, finding="too-wide", rule="It is not to open another stage.")
    visitor, error = _answer(handler, "visitor-ben")
    yield _failed("visitor-ben", error)
    yield _no_policy(visitor)
    yield _denied(visitor)
    for stranger in ("", "ann", "keeper-", "visitor", "Keeper-ann"):
        answer, error = _answer(handler, stranger)
        yield _not_unauthorized(stranger, answer, error)


def _failed(token: str, error: Exception | None) -> Diagnosis | None:
    if error is None:
        return None
    return Diagnosis(
        id="fails",
        expected=f"a policy for the token {token}",
        got=f"{type(error).__name__}: {error}",
        cause="A handler that fails is a 500 for the client, unless it says Unauthorized.",
        next_look="the names of the event's entries: authorizationToken, methodArn",
    )


def _no_principal(answer: Any, wanted: str) -> Diagnosis | None:
    if isinstance(answer, dict) and answer.get("principalId") == wanted:
        return None
    return Diagnosis(
        id="no-principal",
        expected=f'a dict with "principalId": "{wanted}"',
        got=shown(answer),
        cause="Without a principalId API Gateway does not take the answer.",
        next_look="the token without its first part",
    )


def _no_policy(answer: Any) -> Diagnosis | None:
    try:
        parse_policy(answer["policyDocument"])
    except (PolicyError, KeyError, TypeError) as error:
        return Diagnosis(
            id="no-policy",
            expected='"policyDocument": {"Version": "2012-10-17", "Statement": […]}',
            got=f"{shown(answer)} ({error})",
            cause="The answer needs a policy, with Action, Effect and Resource in each statement.",
            next_look="the handler of lesson 12b, part 1",
        )
    return None


def _decision(answer: Any, what: str) -> Decision:
    policy = parse_policy(answer["policyDocument"])
    return evaluate((policy,), AccessRequest(INVOKE, f"{API}/{what}", {}, ANONYMOUS)).decision


def _verdict(answer: Any, what: str, *, allowed: bool, finding: str, rule: str) -> Diagnosis | None:
    if (_decision(answer, what) is Decision.ALLOW) is allowed:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{what} {'allowed' if allowed else 'not allowed'} for keeper-ann",
        got="not allowed" if allowed else "allowed",
        cause=rule,
        next_look="Resource: the stage's ARN with a star behind it; methodArn has all that you need",
    )


def _denied(answer: Any) -> Diagnosis | None:
    if _decision(answer, "dev/GET/pets") is Decision.DENY:
        return None
    return Diagnosis(
        id="visitor-is-not-denied",
        expected="an explicit Deny for visitor-ben",
        got="no Deny",
        cause="A visitor is known, and may not: say so, and the client reads it.",
        next_look='"Effect": "Deny"',
    )


def _not_unauthorized(token: str, answer: Any, error: Exception | None) -> Diagnosis | None:
    if error is not None and str(error) == "Unauthorized":
        return None
    return Diagnosis(
        id="strangers-get-an-answer" if error is None else "fails-with-other-words",
        expected=f'an exception with the words "Unauthorized" for the token {token!r}',
        got=shown(answer) if error is None else f"{type(error).__name__}: {error}",
        cause="Only the one word Unauthorized becomes a 401; any other error is a 500.",
        next_look='raise Exception("Unauthorized")',
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
