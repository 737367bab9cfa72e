"""Lesson 04, exercise 6: choose a version by a header."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiglab.course.attempt import not_a_function
from apiglab.course.diagnosis import Diagnosis, first
from apiglab.course.exercise import CourseExercise, failed, not_attempted, passed
from apiglab.course.lesson_04.versions import STAGE, Domain, a_domain, call, told
from apiglab.lab.exercises import TODO, Outcome

_CASES: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("nobody-gets-v2", {"X-Version": "2"}, "v2", "Who asks for version 2 gets it."),
    ("exact-only", {"X-Version": "2.1"}, "v2", "2.1 is a version 2, too: a star at the end of the value."),
    ("all-get-v2", {}, "v1", "Who asks for nothing stays with v1, by the mapping that is there already."),
    ("all-get-v2", {"X-Version": "1"}, "v1", "Who asks for version 1 gets v1."),
)


def judge(lab: Any, attempt: Any) -> Outcome:
    """Let the learner's function add a rule, and call with several headers."""
    if finding := not_a_function(attempt, "by_header"):
        return failed(finding)
    with a_domain(lab, "v1", "v2") as domain:
        lab.client("apigateway").create_base_path_mapping(
            domainName=domain.name, restApiId=domain.apis["v1"], stage=STAGE
        )
        if attempt(lab.client("apigatewayv2"), domain.name, domain.apis["v2"]) is TODO:
            return not_attempted()
        finding = first(_findings(lab, domain))
    if finding:
        return failed(finding)
    return passed(
        "One path, and the header says which version: rules are asked first, then the mappings.",
        "what of this does a link in a browser show, and what a cache that knows the path alone?",
    )


def _findings(lab: Any, domain: Domain) -> Iterator[Diagnosis | None]:
    for finding, headers, wanted, cause in _CASES:
        said = told(call(lab, domain, "/pets", **headers))
        if said != wanted:
            yield Diagnosis(
                id="no-mappings-any-more" if said == "403" and wanted == "v1" else finding,
                expected=f"{wanted} from GET /pets with {headers or 'no header'}",
                got=said,
                cause=cause,
                next_look="the domain's RoutingMode: ROUTING_RULE_THEN_API_MAPPING; the rule's ValueGlob",
            )


EXERCISE = CourseExercise(judge=judge, words=Path(__file__).with_suffix(".md"))
