"""Lesson 12a, exercise 5: guard a method, and let one user in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12a.guarded import Guarded, User, a_user, call, pets_api
from apiglab.lab.exercises import TODO, Outcome


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function guard an open API, and call it as two users and as nobody."""
    if finding := not_a_function(attempt, "guard"):
        return failed(finding)
    with pets_api(lab, "NONE") as made, a_user(lab) as ann, a_user(lab) as ben:
        if attempt(lab.client("apigateway"), lab.client("iam"), made.where, ann.name) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made, ann, ben))
    if finding:
        return failed(finding)
    return passed(
        "Nobody without a signature, and of those who sign only Ann.",
        "POST /pets is as open as before: each method has a guard of its own.",
    )


def _findings(lab: Any, made: Guarded, ann: User, ben: User) -> Iterator[Diagnosis | None]:
    yield _open(call(lab, made.api_id, None, wanted=403).status)
    yield _ann_is_out(lab, call(lab, made.api_id, ann, wanted=200).status, ann)
    yield _ben_is_in(call(lab, made.api_id, ben, wanted=403).status)


def _open(status: int) -> Diagnosis | None:
    if status == 403:
        return None
    return Diagnosis(
        id="still-open",
        expected="403 for GET /dev/pets without a signature",
        got=str(status),
        cause="The method asks nobody who they are, or the change is not deployed.",
        next_look="/authorizationType in update_method; then create_deployment",
    )


def _ann_is_out(lab: Any, status: int, ann: User) -> Diagnosis | None:
    if status == 200:
        return None
    has_policy = bool(lab.client("iam").list_user_policies(UserName=ann.name)["PolicyNames"])
    cause = "She has a policy, and it does not allow this request." if has_policy else "Nothing allows her to call."
    return Diagnosis(
        id="policy-does-not-fit" if has_policy else "no-policy",
        expected="200 for GET /dev/pets, signed by Ann",
        got=str(status),
        cause=cause,
        next_look="put_user_policy, and its Action and Resource",
    )


def _ben_is_in(status: int) -> Diagnosis | None:
    if status == 403:
        return None
    return Diagnosis(
        id="everybody-who-signs",
        expected="403 for GET /dev/pets, signed by Ben",
        got=str(status),
        cause="Ben has no policy, and gets in all the same: something allows every caller.",
        next_look="the API's resource policy, and whose policy you changed",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
