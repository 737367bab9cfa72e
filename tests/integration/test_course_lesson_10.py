"""Lesson 10's checks: what a cache keeps, for whom, and who may have it renewed."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PASS, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

API = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5"
BOTH = ["execute-api:Invoke", "execute-api:InvalidateCache"]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("10")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert len(made.cleanup().left) == 0


HITS = ["miss", "hit", "miss", "hit", "miss", "miss"]


def _but(call: int) -> list[str]:
    """The right prediction, but for one request."""
    said = list(HITS)
    said[call] = "hit" if said[call] == "miss" else "miss"
    return said


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (HITS, PASS, "passed"),
        (["HIT"], FAIL, "not-a-prediction"),
        (_but(0), FAIL, "first-is-a-miss"),
        (_but(1), FAIL, "page-is-not-in-the-key"),
        (_but(2), FAIL, "species-is-in-the-key"),
        (_but(3), FAIL, "nobody-is-in-the-key"),
        (_but(4), FAIL, "post-is-not-cached"),
        (_but(5), FAIL, "entries-expire"),
    ],
)
def test_hits_are_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 10, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ("GBDFAC", PASS, "passed"),
        ("GBDFAEC", FAIL, "the-function-sleeps"),
        ("BGDFAC", FAIL, "which-method"),
        ("GDBFAC", FAIL, "whose-bucket"),
        ("GBFDAC", FAIL, "throttled-first"),
        ("GBDAFC", FAIL, "cache-is-guarded"),
        ("GBDFCA", FAIL, "mapped-anew"),
        ("GBDF", FAIL, "step-missing"),
    ],
)
def test_the_way_of_a_hit(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 10, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def caching(
    *,
    hits: bool = True,
    keys: bool = True,
    expires: bool = True,
    early: bool = False,
    renews: bool = False,
    keeps_again: bool = True,
    zero: bool = True,
) -> Callable[..., list[str]]:
    """A cache; each option is one way to get it wrong."""

    def cache(ttl: float, requests: Sequence[tuple[float, str]]) -> list[str]:
        kept: dict[str, float] = {}
        said = []
        for now, asked in requests:
            key = asked if keys else "one"
            limit = ttl - 5 if early else ttl
            young = key in kept and (not expires or now - kept[key] < limit or (not zero and ttl == 0))
            said.append("hit" if young and hits else "miss")
            if (not young and (keeps_again or key not in kept)) or (young and renews):
                kept[key] = now
        return said

    return cache


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (caching(), PASS, "passed"),
        ({}, FAIL, "not-a-function"),
        (lambda *_: "hit", FAIL, "not-a-list"),
        (caching(hits=False), FAIL, "never-hits"),
        (caching(keys=False), FAIL, "one-entry-for-all"),
        (caching(expires=False), FAIL, "never-expires"),
        (caching(early=True), FAIL, "expires-too-early"),
        (caching(renews=True), FAIL, "hits-make-it-younger"),
        (caching(keeps_again=False), FAIL, "not-kept-again"),
        (caching(zero=False), FAIL, "zero-is-off"),
    ],
)
def test_a_cache_is_judged_case_by_case(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 10, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


def keyed(*parameters: str, deploy: bool = True, **stage: str) -> Callable[[Any, dict[str, str]], None]:
    """A function that makes parameters part of the key and changes settings of the stage."""

    def change(apigateway: Any, where: dict[str, str]) -> None:
        for name in parameters:
            declare = [{"op": "add", "path": f"/requestParameters/{name}", "value": "false"}]
            apigateway.update_method(**where, patchOperations=declare)
            key = [{"op": "add", "path": f"/cacheKeyParameters/{name}"}]
            apigateway.update_integration(**where, patchOperations=key)
        if deploy:
            apigateway.create_deployment(restApiId=where["restApiId"], stageName="dev")
        paths = {
            "cluster": "/cacheClusterEnabled",
            "ttl": "/*/*/caching/ttlInSeconds",
            "caching": "/*/*/caching/enabled",
        }
        operations = [{"op": "replace", "path": paths[name], "value": value} for name, value in stage.items()]
        if operations:
            apigateway.update_stage(restApiId=where["restApiId"], stageName="dev", patchOperations=operations)

    return change


def broken(apigateway: Any, where: dict[str, str]) -> None:
    """A MOCK in the place of the function."""
    apigateway.put_integration(**where, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    apigateway.create_deployment(restApiId=where["restApiId"], stageName="dev")


SHOP = "method.request.header.X-Shop"


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (keyed(SHOP), PASS, "passed"),
        ("X-Shop", FAIL, "not-a-function"),
        (broken, FAIL, "broken"),
        (lambda *_: None, FAIL, "still-leaks"),
        (keyed(SHOP, deploy=False), FAIL, "still-leaks"),
        (keyed("method.request.header.Accept"), FAIL, "still-leaks"),
        (keyed(cluster="false"), FAIL, "cache-is-off"),
        (keyed(caching="false"), FAIL, "cache-is-off"),
    ],
)
def test_a_leak_is_judged_by_what_each_shop_reads(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 10, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


SPECIES = "method.request.querystring.species"
PAGE = "method.request.querystring.page"


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (keyed(SPECIES, cluster="true", ttl="60"), PASS, "passed"),
        (60, FAIL, "not-a-function"),
        (keyed(SPECIES, ttl="60"), FAIL, "no-cluster"),
        (keyed(SPECIES, cluster="true", ttl="0"), FAIL, "not-cached"),
        (keyed(cluster="true", ttl="60"), FAIL, "cats-are-dogs"),
        (keyed(SPECIES, deploy=False, cluster="true", ttl="60"), FAIL, "cats-are-dogs"),
        (keyed(SPECIES, PAGE, cluster="true", ttl="60"), FAIL, "key-too-wide"),
        (keyed(SPECIES, cluster="true"), FAIL, "another-time-to-live"),
        (keyed(SPECIES, cluster="true", ttl="600"), FAIL, "another-time-to-live"),
    ],
)
def test_a_cached_method_is_judged_by_its_backend(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 10, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def allowing(actions: Any = BOTH, resource: str = "dev/GET/pets*") -> dict[str, Any]:
    """A policy of one statement."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": f"{API}/{resource}"}
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (allowing(), PASS, "passed"),
        ("policy", FAIL, "not-a-policy"),
        ({"Statement": [{"Effect": "Maybe"}]}, FAIL, "not-a-policy"),
        (allowing(BOTH[1]), FAIL, "may-not-read"),
        (allowing(BOTH[0]), FAIL, "may-not-refresh"),
        (allowing(resource="dev/GET/pets"), FAIL, "not-one-pet"),
        (allowing(resource="*/GET/pets*"), FAIL, "refreshes-prod"),
        (allowing(resource="dev/GET/*"), FAIL, "refreshes-orders"),
        (allowing(resource="dev/*/pets*"), FAIL, "writes-pets"),
    ],
)
def test_a_policy_is_judged_by_what_it_allows(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 10, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
