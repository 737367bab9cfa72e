"""Lesson 09's checks: buckets, keys and plans on a running AWS, and a client with manners."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_09 import predict_twelve_calls as twelve
from apiglab.course.lesson_09.fix_forbidden_key import Sold
from apiglab.course.lesson_09.write_a_bucket import expected
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PASS, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("09")
        yield made
        apis = made.client("apigateway")
        kept = apis.get_api_keys()["items"], apis.get_usage_plans()["items"], apis.get_rest_apis()["items"]
        assert kept == ([], [], [])
        assert len(made.cleanup().left) == 0


# Exercise 1


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ([6, 8, 10], PASS, "passed"),
        ([10, 8, 6], PASS, "passed"),
        ("6 8 10", FAIL, "not-a-prediction"),
        ([], FAIL, "nothing-is-refused"),
        ([8, 10], FAIL, "burst-is-five"),
        ([3, 4, 5, 6, 8, 10], FAIL, "burst-passes"),
        ([6, 7, 8, 9, 10], FAIL, "refills-between"),
        ([6, 8], FAIL, "one-token-one-call"),
        ([6, 8, 10, 12], FAIL, "silence-fills"),
    ],
)
def test_the_twelve_calls(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 09, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


def test_the_prediction_is_what_a_bucket_does() -> None:
    """The answer is computed, and by the same rule as the gateway's."""
    passed = expected(twelve.RATE, twelve.BURST, twelve.TIMES)

    assert [number for number, is_passed in enumerate(passed, 1) if not is_passed] == twelve.REFUSED


# Exercise 2


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ("DCGBEHA", PASS, "passed"),
        ("DCGBEHAF", FAIL, "a-key-is-no-password"),
        ("CDGBEHA", FAIL, "authorization-comes-first"),
        ("DGCBEHA", FAIL, "whose-quota"),
        ("DCBGEHA", FAIL, "quota-before-rate"),
        ("DCGEBHA", FAIL, "narrow-first"),
        ("DCGBHEA", FAIL, "client-before-stage"),
        ("DCGBEAH", FAIL, "account-is-last"),
        ("DCGBEH", FAIL, "step-missing"),
        (7, FAIL, "not-an-order"),
    ],
)
def test_the_order_of_the_limits(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 09, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


# Exercise 3


def bucket(
    *,
    full: bool = True,
    limit: bool = True,
    fills: bool = True,
    whole: bool = True,
    overflows: bool = False,
    refused_take: bool = False,
) -> Callable[..., list[bool]]:
    """A bucket; each option is one way to get it wrong."""

    def made(rate: float, burst: int, times: Sequence[float]) -> list[bool]:
        tokens, before, passed = float(burst) if full else 0.0, 0.0, []
        for now in times:
            gained = (now - before) * rate if fills else 0.0
            tokens += gained if whole else int(gained)
            if not overflows:
                tokens = min(tokens, burst)
            before = now
            passes = tokens >= 1 or not limit
            passed.append(passes)
            if passes or refused_take:
                tokens -= 1
        return passed

    return made


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (bucket(), PASS, "passed"),
        ([True], FAIL, "not-a-function"),
        (lambda *_: True, FAIL, "not-a-list"),
        (bucket(full=False), FAIL, "starts-empty"),
        (bucket(limit=False), FAIL, "never-refuses"),
        (bucket(fills=False), FAIL, "never-fills"),
        (bucket(whole=False), FAIL, "counts-whole-tokens"),
        (bucket(overflows=True), FAIL, "overflows"),
        (bucket(refused_take=True), FAIL, "refused-calls-take"),
    ],
)
def test_a_bucket_is_judged_case_by_case(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 09, exercise 3."""
    found = outcome_of(lab, "e3", attempt)

    assert found == (verdict, diagnosis) or (diagnosis == "refused-calls-take" and found[0] is FAIL)


# Exercise 4


def opening(
    *, stage: str | None = "dev", enabled: bool = True, key_required: bool = True, rate: str | None = None
) -> Callable[[Any, Sold], None]:
    """A function that opens the door; each option is one way to do it differently."""

    def open_the_door(apigateway: Any, shop: Sold) -> None:
        operations = []
        if stage:
            operations.append({"op": "add", "path": "/apiStages", "value": f"{shop.api_id}:{stage}"})
        if rate:
            operations.append({"op": "replace", "path": "/throttle/rateLimit", "value": rate})
        apigateway.update_usage_plan(usagePlanId=shop.plan_id, patchOperations=operations)
        if enabled:
            switch = [{"op": "replace", "path": "/enabled", "value": "true"}]
            apigateway.update_api_key(apiKey=shop.key_id, patchOperations=switch)
        if not key_required:
            items = apigateway.get_resources(restApiId=shop.api_id)["items"]
            where = {"restApiId": shop.api_id, "httpMethod": "GET"}
            where["resourceId"] = next(item["id"] for item in items if item["path"] == "/pets")
            off = [{"op": "replace", "path": "/apiKeyRequired", "value": "false"}]
            apigateway.update_method(**where, patchOperations=off)
            apigateway.create_deployment(restApiId=shop.api_id, stageName="dev")

    return open_the_door


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (opening(), PASS, "passed"),
        ("open", FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "nothing-changed"),
        (opening(stage=None), FAIL, "plan-without-stage"),
        (opening(enabled=False), FAIL, "key-is-off"),
        (opening(key_required=False), FAIL, "open-to-all"),
        (opening(rate="5"), FAIL, "lost-the-limits"),
    ],
)
def test_a_door_is_judged_by_who_gets_in(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 09, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


# Exercise 5


def selling(
    *,
    limit: int | None = 3,
    period: str = "MONTH",
    enabled: bool = True,
    joins: bool = True,
    burst: int | None = None,
    returns: str = "value",
    shared: bool = False,
) -> Callable[[Any, str, str], Any]:
    """A function that sells trials; each option is one way to do it differently."""
    sold: list[Any] = []

    def sell_trial(apigateway: Any, api_id: str, shop: str) -> Any:
        if shared and sold and sold[0] == api_id:
            return sold[1]
        more: dict[str, Any] = {} if limit is None else {"quota": {"limit": limit, "period": period}}
        if burst is not None:
            more["throttle"] = {"rateLimit": 0.001, "burstLimit": burst}
        plan = apigateway.create_usage_plan(
            name=f"trial-{shop}", apiStages=[{"apiId": api_id, "stage": "dev"}], **more
        )["id"]
        key = apigateway.create_api_key(name=shop, enabled=enabled)
        if joins:
            apigateway.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
        sold[:] = [api_id, key["value"]]
        return key[returns] if returns != "all" else key

    return sell_trial


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (selling(), PASS, "passed"),
        (3, FAIL, "not-a-function"),
        (selling(returns="id"), FAIL, "returned-no-value"),
        (selling(returns="all"), FAIL, "returned-no-value"),
        (lambda *_: None, FAIL, "returned-no-value"),
        (selling(enabled=False), FAIL, "opens-nothing"),
        (selling(joins=False), FAIL, "opens-nothing"),
        (selling(limit=0), FAIL, "nothing-to-spend"),
        (selling(limit=2), FAIL, "ends-too-early"),
        (selling(burst=1), FAIL, "ends-too-early"),
        (selling(limit=None), FAIL, "never-ends"),
        (selling(limit=None, burst=3), FAIL, "throttle-instead-of-quota"),
        (selling(shared=True), FAIL, "one-key-for-all"),
        (selling(period="DAY"), FAIL, "another-period"),
    ],
)
def test_a_trial_is_judged_by_using_it_up(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 09, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


# Exercise 6


def backing_off(
    *,
    tries: int = 5,
    retried: tuple[int, ...] = (429,),
    waits: Callable[[random.Random, int], float | None] = lambda chance, attempt: chance.uniform(0, 0.5 * 2**attempt),
    at_the_end: bool = False,
    returns: Callable[[int], Any] = lambda status: status,
) -> Callable[..., Any]:
    """A client that backs off; each option is one way to do it differently."""

    def patient(call: Any, sleep: Any, chance: random.Random) -> Any:
        status = 0
        for attempt in range(tries):
            status = call()
            if status not in retried:
                break
            seconds = waits(chance, attempt)
            if seconds is not None and (attempt < tries - 1 or at_the_end):
                sleep(seconds)
        return returns(status)

    return patient


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (backing_off(), PASS, "passed"),
        ("later", FAIL, "not-a-function"),
        (backing_off(retried=(200, 429)), FAIL, "asks-again-for-nothing"),
        (backing_off(returns=lambda _: None), FAIL, "loses-the-answer"),
        (backing_off(tries=1), FAIL, "gives-up-at-once"),
        (backing_off(waits=lambda *_: None), FAIL, "does-not-wait"),
        (backing_off(waits=lambda *_: -1.0), FAIL, "waits-backwards"),
        (backing_off(retried=(400, 429)), FAIL, "retries-what-stays-wrong"),
        (backing_off(tries=50), FAIL, "never-ends"),
        (backing_off(at_the_end=True), FAIL, "waits-for-nothing"),
        (backing_off(waits=lambda _, attempt: 0.5 * 2**attempt), FAIL, "no-jitter"),
        (backing_off(waits=lambda chance, _: chance.uniform(0, 1)), FAIL, "does-not-back-off"),
        (backing_off(waits=lambda chance, attempt: chance.uniform(0, 5 * 2**attempt)), FAIL, "waits-too-long"),
    ],
)
def test_a_client_is_judged_by_its_waits(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 09, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
