"""Lesson 04, exercise 5: put versions below one domain name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_04.versions import Domain, a_domain, call, told
from apiglab.lab.exercises import TODO, Outcome

_WANTED = (("/v1/pets", "v1"), ("/v2/pets", "v2"), ("/v2/beta/pets", "beta"), ("/pets", "403"))


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function map three APIs, and call each path."""
    if finding := not_a_function(attempt, "map_versions"):
        return failed(finding)
    with a_domain(lab, "v1", "v2", "beta") as domain:
        said = attempt(lab.client("apigateway"), lab.client("apigatewayv2"), domain.name, dict(domain.apis))
        if said is TODO:
            return not_attempted()
        finding = first(_findings(lab, domain))
    if finding:
        return failed(finding)
    return passed(
        "Three versions below one name, and nothing for those who ask for none.",
        "would you rather have a default, or have clients say what they want?",
    )


def _findings(lab: Any, domain: Domain) -> Iterator[Diagnosis | None]:
    for path, wanted in _WANTED:
        said = told(call(lab, domain, path))
        if said != wanted:
            yield _differs(path, wanted, said)


def _differs(path: str, wanted: str, said: str) -> Diagnosis:
    finding, cause = "not-mapped", "Nothing leads from this path to an API."
    if wanted == "403":
        finding, cause = "has-a-default", "There is a mapping without a base path: here nobody asked for one."
    elif said == "403" and path.startswith("/v2/beta/"):
        finding, cause = "several-names", "A base path of several names is apigatewayv2's: v1 has no slash in it."
    elif said != "403":
        finding, cause = "another-version", "The base path leads to another version."
    return Diagnosis(
        id=finding,
        expected=f"{wanted} from GET {path}",
        got=said,
        cause=cause,
        next_look="create_base_path_mapping of apigateway, create_api_mapping of apigatewayv2",
    )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
