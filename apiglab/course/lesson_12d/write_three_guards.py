"""Lesson 12d, exercise 5: one API with three guards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_12c.customers import sign_in
from apiglab.course.lesson_12d.three_guards import TOKEN, Guards, call, three_guards
from apiglab.lab.exercises import TODO, Outcome


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function guard an open API, and call it as nobody and as three callers."""
    if finding := not_a_function(attempt, "guard_all"):
        return failed(finding)
    with three_guards(lab) as made:
        authorizers = {"function": made.function_authorizer, "pool": made.pool_authorizer}
        if attempt(lab.client("apigateway"), made.where, authorizers) is TODO:
            return not_attempted()
        finding = first(_findings(lab, made))
    if finding:
        return failed(finding)
    return passed(
        "Each path has a guard of its own, and each caller gets in at one.",
        "what of these three decides by what the caller may do, and not only by who it is?",
    )


def _findings(lab: Any, made: Guards) -> Iterator[Diagnosis | None]:
    for path, status in (("/stock", 403), ("/partner", 401), ("/mine", 401)):
        yield _nobody(path, status, call(lab, made, path, wanted=status).status)
    proofs: dict[str, dict[str, Any]] = {
        "/stock": {"auth": made.user.key},
        "/partner": {"headers": {"Authorization": TOKEN}},
        "/mine": {"auth": sign_in(lab, made.pool)},
    }
    for path, proof in proofs.items():
        yield _is_out(path, call(lab, made, path, wanted=200, **proof).status)


def _nobody(path: str, wanted: int, status: int) -> Diagnosis | None:
    if status == wanted:
        return None
    open_ = status == 200
    return Diagnosis(
        id="still-open" if open_ else "another-guard",
        expected=f"{wanted} for GET {path} from nobody",
        got=str(status),
        cause="No guard is there, or the change is not deployed."
        if open_
        else "Another guard is there: IAM refuses nobody with 403, the other two with 401.",
        next_look=f"/authorizationType and /authorizerId of GET {path}; then create_deployment",
    )


def _is_out(path: str, status: int) -> Diagnosis | None:
    if status == 200:
        return None
    return Diagnosis(
        id="caller-is-out",
        expected=f"200 for GET {path} from its caller",
        got=str(status),
        cause="The guard is of another kind than the caller's proof: a function's token is no pool's token.",
        next_look=f"which authorizer GET {path} names",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
