"""Lesson 03's checks: stages with variables, canaries, and what becomes of them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PASS, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("03")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert len(made.cleanup().left) == 0


RIGHT = ["2", "1", "1", "2", "both", "2"]


def _but(number: int) -> list[str]:
    """The right prediction, but for one question."""
    return [*RIGHT[:number], "1" if RIGHT[number] != "1" else "2", *RIGHT[number + 1 :]]


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (RIGHT, PASS, "passed"),
        ("2", FAIL, "not-a-prediction"),
        (_but(0), FAIL, "dev-has-its-own"),
        (_but(1), FAIL, "prod-has-its-own"),
        (_but(2), FAIL, "edits-wait"),
        (_but(3), FAIL, "variables-do-not-wait"),
        (_but(4), FAIL, "canary-is-a-share"),
        (_but(5), FAIL, "promotion-is-for-all"),
    ],
)
def test_releases_are_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 03, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ("BDCGAE", PASS, "passed"),
        ("BDCGAEF", FAIL, "arms-are-drawn"),
        ("DBCGAE", FAIL, "dev-comes-first"),
        ("BCDGAE", FAIL, "compare-what"),
        ("BDGCAE", FAIL, "look-before-more"),
        ("BDCAGE", FAIL, "promote-at-last"),
        ("BDCGEA", FAIL, "copy-before-you-remove"),
        ("BD", FAIL, "step-missing"),
    ],
)
def test_a_careful_release(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 03, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def pointing(name: str = "{prefix}:${{stageVariables.release}}", stages: tuple[str, ...] = ("dev", "prod")) -> Any:
    """A function that changes the integration's uri; each option is one way to do it differently."""

    def call_by_variable(apigateway: Any, where: dict[str, str], prefix: str) -> None:
        region = prefix.split(":")[3]
        function = name.format(prefix=prefix)
        uri = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function}/invocations"
        apigateway.update_integration(**where, patchOperations=[{"op": "replace", "path": "/uri", "value": uri}])
        for stage in stages:
            apigateway.create_deployment(restApiId=where["restApiId"], stageName=stage)

    return call_by_variable


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (pointing(), PASS, "passed"),
        ("uri", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "no-variable"),
        (pointing(stages=("prod",)), FAIL, "stage-not-deployed"),
        (pointing("{prefix}:x-${{stageVariables.release}}"), FAIL, "no-such-function"),
    ],
)
def test_a_variable_is_judged_by_both_stages(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 03, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


def patching(*operations: dict[str, str]) -> Callable[..., None]:
    """A function that patches prod; ``{two}`` in a value is release 2."""

    def patch(apigateway: Any, api_id: str, release_2: str = "") -> None:
        filled = [{name: each.replace("{two}", release_2) for name, each in one.items()} for one in operations]
        apigateway.update_stage(restApiId=api_id, stageName="prod", patchOperations=filled)

    return patch


def setting(path: str, value: str) -> dict[str, str]:
    """One operation on the canary."""
    return {"op": "replace", "path": f"/canarySettings/{path}", "value": value}


SHARE, OVERRIDE = setting("percentTraffic", "20"), setting("stageVariableOverrides/release", "{two}")
FOR_ALL = {"op": "replace", "path": "/variables/release", "value": "{two}"}
GONE = {"op": "remove", "path": "/canarySettings"}


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (patching(SHARE, OVERRIDE), PASS, "passed"),
        (20, FAIL, "not-a-function"),
        (patching(FOR_ALL), FAIL, "changed-for-all"),
        (patching(GONE), FAIL, "no-canary"),
        (patching(OVERRIDE), FAIL, "another-share"),
        (patching(setting("percentTraffic", "2"), OVERRIDE), FAIL, "another-share"),
        (patching(SHARE), FAIL, "nothing-new"),
    ],
)
def test_a_canary_is_judged_by_its_share(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 03, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


DEPLOYMENT = {"op": "copy", "from": "/canarySettings/deploymentId", "path": "/deploymentId"}
VARIABLES = {"op": "copy", "from": "/canarySettings/stageVariableOverrides", "path": "/variables"}


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (patching(DEPLOYMENT, VARIABLES, GONE), PASS, "passed"),
        ("promote", FAIL, "not-a-function"),
        (patching(GONE), FAIL, "rolled-back"),
        (patching(DEPLOYMENT, GONE), FAIL, "rolled-back"),
        (patching(DEPLOYMENT, VARIABLES), FAIL, "still-a-canary"),
        (patching(VARIABLES, GONE), FAIL, "another-deployment"),
    ],
)
def test_a_promotion_is_judged_by_what_everybody_gets(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 03, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def deciding(
    *,
    least: int = 100,
    margin: float = 0.01,
    errors: int = 10,
    rates: bool = True,
    compares: bool = True,
    first: str = "errors",
    guards: bool = True,
) -> Callable[[tuple[int, int], tuple[int, int]], str]:
    """A rule; each option is one way to get it wrong."""

    def decide(stage: tuple[int, int], canary: tuple[int, int]) -> str:
        def rate(arm: tuple[int, int]) -> float:
            if not rates:
                return float(arm[1])
            if not guards and not arm[0]:
                return 1.0 if arm is stage else 0.0
            return arm[1] / arm[0] if arm[0] else 0.0

        bad = rate(canary) > (rate(stage) if compares else 0.0) + margin and canary[1] >= errors
        if not guards and not stage[0]:
            return "wait"
        few = canary[0] < least
        if first == "errors":
            return "roll back" if bad else "wait" if few else "promote"
        return "wait" if few else "roll back" if bad else "promote"

    return decide


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (deciding(), PASS, "passed"),
        ("wait", FAIL, "not-a-function"),
        (lambda *_: "later", FAIL, "another-word"),
        (deciding(least=10), FAIL, "decides-too-soon"),
        (deciding(least=500), FAIL, "waits-too-long"),
        (lambda *_: "wait", FAIL, "waits-too-long"),
        (deciding(margin=1.0), FAIL, "misses-errors"),
        (deciding(margin=0.0), FAIL, "too-strict"),
        (deciding(rates=False), FAIL, "counts-instead-of-rates"),
        (deciding(guards=False), FAIL, "divides-by-nothing"),
        (deciding(first="patience"), FAIL, "errors-first"),
    ],
)
def test_a_decision_is_judged_case_by_case(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 03, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
