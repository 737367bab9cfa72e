"""Lesson 04, exercise 4: a domain name whose clients get the wrong version."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_04.versions import STAGE, Domain, a_domain, call, told
from apiglab.lab.exercises import TODO, Outcome


def misrouted(apis: Any, domain: Domain) -> None:
    """As a colleague left it after moving to v2: the default moved, and v1 with it."""
    for base_path, version in (("v1", "v2"), ("v2", "v2"), ("(none)", "v1")):
        apis.create_base_path_mapping(
            domainName=domain.name, basePath=base_path, restApiId=domain.apis[version], stage=STAGE
        )


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function mend the mappings, and call each path."""
    if finding := not_a_function(attempt, "mend"):
        return failed(finding)
    apis = lab.client("apigateway")
    with a_domain(lab, "v1", "v2") as domain:
        misrouted(apis, domain)
        if attempt(apis, domain.name, dict(domain.apis)) is TODO:
            return not_attempted()
        finding = first(_findings(lab, domain))
    if finding:
        return failed(finding)
    return passed(
        "Each version at its name, and the new one for those who ask for none.",
        "which of the three would you never point elsewhere, and why?",
    )


def _findings(lab: Any, domain: Domain) -> Iterator[Diagnosis | None]:
    yield _answers(lab, domain, "/v1/pets", "v1", "v1-is-not-v1", "Who asks for v1 was promised v1.")
    yield _answers(lab, domain, "/v2/pets", "v2", "v2-is-not-v2", "v2 was right: leave it as it was.")
    yield _answers(lab, domain, "/pets", "v2", "old-default", "Who asks for no version should get the new one.")


def _answers(lab: Any, domain: Domain, path: str, wanted: str, finding: str, cause: str) -> Diagnosis | None:
    said = told(call(lab, domain, path))
    if said == wanted:
        return None
    return Diagnosis(
        id=finding,
        expected=f"{wanted} from GET {path}",
        got=said,
        cause=cause,
        next_look="get_base_path_mappings, then update_base_path_mapping with /restapiId",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
