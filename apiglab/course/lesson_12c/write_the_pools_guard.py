"""Lesson 12c, exercise 5: let a user pool guard a method."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12c.customers import Customers, a_pool, call, customers, sign_in
from apiglab.lab.exercises import TODO, Outcome

_PATH = "/mine"


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function guard an open method, and call it as nobody, as a customer and as a stranger."""
    if finding := not_a_function(attempt, "guard"):
        return failed(finding)
    with customers(lab) as made, a_pool(lab) as other:
        if attempt(lab.client("apigateway"), made.where[_PATH], made.pool.arn) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made, sign_in(lab, other)["IdToken"]))
    if finding:
        return failed(finding)
    return passed(
        "Customers of this pool get in with an ID token, and nobody else.",
        "/orders is as open as before: each method names its own authorizer.",
    )


def _findings(lab: Any, made: Customers, stranger: str) -> Iterator[Diagnosis | None]:
    yield _nobody(call(lab, made.api_id, _PATH, None, wanted=401).status)
    yield _customer(call(lab, made.api_id, _PATH, sign_in(lab, made.pool)["IdToken"], wanted=200).status)
    yield _stranger(call(lab, made.api_id, _PATH, stranger, wanted=401).status)


def _nobody(status: int) -> Diagnosis | None:
    if status == 401:
        return None
    open_ = status == 200
    return Diagnosis(
        id="still-open" if open_ else "another-guard",
        expected=f"401 for GET {_PATH} without a token",
        got=str(status),
        cause="The method names no authorizer yet, or the change is not deployed."
        if open_
        else "A user pool's authorizer says 401 to those without a token: another guard is there.",
        next_look="/authorizationType COGNITO_USER_POOLS and /authorizerId in update_method; then create_deployment",
    )


def _customer(status: int) -> Diagnosis | None:
    if status == 200:
        return None
    return Diagnosis(
        id="customers-are-out",
        expected=f"200 for GET {_PATH} with a customer's ID token in Authorization",
        got=str(status),
        cause="The authorizer looks into another header, knows another pool, or wants scopes that an ID token hasn't.",
        next_look="identitySource and providerARNs of create_authorizer",
    )


def _stranger(status: int) -> Diagnosis | None:
    if status == 401:
        return None
    return Diagnosis(
        id="strangers-get-in",
        expected=f"401 for GET {_PATH} with a token of another pool",
        got=str(status),
        cause="Another pool's customers are not yours, however good their tokens are.",
        next_look="providerARNs: it names the pools whose tokens count",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
