"""Lesson 04's checks: which version a request reaches, by its path and by its headers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_04.predict_the_mapping import HAPPENED, PATHS
from apiglab.course.lesson_04.versions import a_domain, call
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PASS, but, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("04")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert made.client("apigateway").get_domain_names()["items"] == []
        assert len(made.cleanup().left) == 0


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (HAPPENED, PASS, "passed"),
        (["v1", "v2", "beta", "403", "site", "403"], PASS, "passed"),
        ("v1", FAIL, "not-a-prediction"),
        (but(HAPPENED, 0, "site"), FAIL, "v1"),
        (but(HAPPENED, 1, "beta"), FAIL, "v2"),
        (but(HAPPENED, 2, "v2"), FAIL, "longest-wins"),
        (but(HAPPENED, 3, "v2"), FAIL, "whole-names"),
        (but(HAPPENED, 4, 403), FAIL, "none-takes-the-rest"),
        (but(HAPPENED, 5, "v1"), FAIL, "case-counts"),
    ],
)
def test_a_mapping_is_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 04, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


def test_what_exercise_1_tells_is_what_happens(lab: apiglab.Lab) -> None:
    """Its six paths, asked for. fact: domains.longest-base-path-wins"""
    with a_domain(lab, "v1", "v2", "beta", "site") as domain:
        for base_path, version in (("v1", "v1"), ("v2", "v2"), ("v2/beta", "beta"), ("", "site")):
            lab.client("apigatewayv2").create_api_mapping(
                DomainName=domain.name, ApiId=domain.apis[version], Stage="prod", ApiMappingKey=base_path
            )

        answers = [call(lab, domain, path) for path in PATHS]

    assert [answer.text if answer.ok else answer.status for answer in answers] == HAPPENED
    assert "Missing Authentication Token" in answers[3].text


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ("ABCEDG", PASS, "passed"),
        ("ABCFEDG", FAIL, "breaks-the-old"),
        ("BACEDG", FAIL, "untested"),
        ("ACBEDG", FAIL, "no-way-to-ask-for-it"),
        ("ABECDG", FAIL, "told-too-early"),
        ("ABCDEG", FAIL, "not-told"),
        ("ABCEGD", FAIL, "still-mapped"),
        ("AB", FAIL, "step-missing"),
    ],
)
def test_the_steps_of_a_move(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 04, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def routing(
    *, whole: bool = True, longest: bool = True, site: bool = True, root: bool = True, fold: bool = False
) -> Callable[[Mapping[str, str], str], Any]:
    """A function that routes; each option is one way to get it wrong."""

    def fits(path: str, base: str) -> bool:
        if not base:
            return site
        return f"{path}/".startswith(f"/{base}/") if whole else path.startswith(f"/{base}")

    def route(mappings: Mapping[str, str], path: str) -> Any:
        asked = path.lower() if fold else path
        fitting = [base for base in mappings if fits(asked, base)]
        if not fitting:
            return None
        base = max(fitting, key=len) if longest else min(fitting, key=lambda each: (not each, len(each)))
        left = path[len(base) + 1 :] if base else path
        return mappings[base], left or ("/" if root else "")

    return route


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (routing(), PASS, "passed"),
        ({}, FAIL, "not-a-function"),
        (lambda mappings, path: (mappings["v1"], path), FAIL, "plain"),
        (routing(longest=False), FAIL, "longest-wins"),
        (routing(whole=False), FAIL, "whole-names"),
        (routing(site=False), FAIL, "whole-names"),
        (routing(root=False), FAIL, "nothing-left"),
        (lambda mappings, path: routing()(mappings, path) or ("first", path), FAIL, "nothing-mapped"),
        (routing(fold=True), FAIL, "case-counts"),
    ],
)
def test_a_router_is_judged_case_by_case(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 04, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


def mending(**versions: str) -> Callable[..., Any]:
    """A function that points base paths to versions; ``none`` is the mapping without one."""

    def mend(apis: Any, domain: str, ids: dict[str, str]) -> None:
        for base_path, version in versions.items():
            operations = [{"op": "replace", "path": "/restapiId", "value": ids[version]}]
            name = "(none)" if base_path == "none" else base_path
            apis.update_base_path_mapping(domainName=domain, basePath=name, patchOperations=operations)

    return mend


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (mending(v1="v1", none="v2"), PASS, "passed"),
        ({}, FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "v1-is-not-v1"),
        (mending(v1="v1", v2="v1", none="v2"), FAIL, "v2-is-not-v2"),
        (mending(v1="v1"), FAIL, "old-default"),
    ],
)
def test_a_mended_domain_is_judged_by_its_answers(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 04, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


def mapping(**versions: str) -> Callable[..., Any]:
    """A function that maps versions to base paths; ``none`` is no base path."""

    def map_versions(_apis: Any, apis_v2: Any, domain: str, ids: dict[str, str]) -> None:
        for version, base_path in versions.items():
            apis_v2.create_api_mapping(
                DomainName=domain, ApiId=ids[version.rstrip("_")], Stage="prod", ApiMappingKey=base_path
            )

    return map_versions


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (mapping(v1="v1", v2="v2", beta="v2/beta"), PASS, "passed"),
        ("v1", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "not-mapped"),
        (mapping(v1="v1", v2="v2"), FAIL, "several-names"),
        (mapping(v1="v1", beta="v2/beta"), FAIL, "not-mapped"),
        (mapping(v1="v2", v2="v1", beta="v2/beta"), FAIL, "another-version"),
        (mapping(v1="v1", v2="v2", beta="v2/beta", v2_=""), FAIL, "has-a-default"),
    ],
)
def test_mappings_are_judged_by_their_answers(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 04, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def ruling(
    *, mode: str = "ROUTING_RULE_THEN_API_MAPPING", glob: str = "2*", header: str = "X-Version", everybody: bool = False
) -> Callable[..., Any]:
    """A function that adds a rule; each option is one way to get it wrong."""

    def by_header(apis_v2: Any, domain: str, api_id: str) -> None:
        apis_v2.update_domain_name(DomainName=domain, RoutingMode=mode)
        condition = {"MatchHeaders": {"AnyOf": [{"Header": header, "ValueGlob": glob}]}}
        apis_v2.create_routing_rule(
            DomainName=domain,
            Priority=10,
            Conditions=[] if everybody else [condition],
            Actions=[{"InvokeApi": {"ApiId": api_id, "Stage": "prod"}}],
        )

    return by_header


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (ruling(), PASS, "passed"),
        (None, FAIL, "not-a-function"),
        (ruling(mode="API_MAPPING_ONLY"), FAIL, "nobody-gets-v2"),
        (ruling(header="X-Api"), FAIL, "nobody-gets-v2"),
        (ruling(glob="2"), FAIL, "exact-only"),
        (ruling(everybody=True), FAIL, "all-get-v2"),
        (ruling(mode="ROUTING_RULE_ONLY"), FAIL, "no-mappings-any-more"),
    ],
)
def test_a_rule_is_judged_by_headers(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 04, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
