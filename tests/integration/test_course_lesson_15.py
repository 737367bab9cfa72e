"""Lesson 15's checks: what is charged, what it comes to, and what makes it less."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.course.lesson_15.decide_what_saves import CHOICES
from apiglab.course.lesson_15.fix_the_count import by_status
from apiglab.course.lesson_15.predict_what_is_charged import CHARGED
from apiglab.course.lesson_15.stretch_tiers import TIERS
from apiglab.course.lesson_15.write_the_break_even import hits
from apiglab.lab.cost import FREE
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PARTIAL, PASS, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("15")
        yield made
        assert len(made.cleanup().left) == 0


def _but(request: int) -> list[bool]:
    """The right prediction, but for one request."""
    return [*CHARGED[:request], not CHARGED[request], *CHARGED[request + 1 :]]


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ([True, False, False, False, True, False, True, True], PASS, "passed"),
        ([200, 403], FAIL, "not-a-prediction"),
        (_but(0), FAIL, "an-answer"),
        (_but(1), FAIL, "no-route"),
        (_but(2), FAIL, "no-key"),
        (_but(3), FAIL, "throttled"),
        (_but(4), FAIL, "validated"),
        (_but(5), FAIL, "not-authorized"),
        (_but(6), FAIL, "backend-failed"),
        (_but(7), FAIL, "from-the-cache"),
    ],
)
def test_what_is_charged_is_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 15, exercise 1."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


EFFECT = {letter: change.word for letter, change in CHOICES.situations.items()}


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (EFFECT, PASS, "passed"),
        (["MORE"], FAIL, "not-choices"),
        ({**EFFECT, "A": "CHEAPER"}, FAIL, "not-choices"),
        *[
            ({**EFFECT, letter: "SAME" if change.word != "SAME" else "MORE"}, PARTIAL, change.finding)
            for letter, change in CHOICES.situations.items()
        ],
    ],
)
def test_what_saves_is_decided(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 15, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (lambda hourly, seconds, gb, _: hits(hourly, seconds, gb), PASS, "passed"),
        (100, FAIL, "not-a-function"),
        (lambda *_: "many", FAIL, "calls-are-spared"),
        (lambda hourly, *_: hits(hourly, 0.0, 0.0), FAIL, "time-is-spared"),
        (lambda hourly, seconds, *_: hits(hourly, seconds, 0.125), FAIL, "memory-counts"),
        (lambda _hourly, seconds, gb, _: hits(0.02, seconds, gb), FAIL, "sizes-differ"),
    ],
)
def test_a_break_even_is_judged_by_numbers(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 15, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


def counting(free: frozenset[str] = FREE, *, own: bool = True) -> Callable[[Any], int]:
    """A function that counts; each option is one way to get it wrong."""

    def charged(endings: Any) -> int:
        return sum(error not in free and (own or status not in (403, 429)) for status, error in endings)

    return charged


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (counting(), PASS, "passed"),
        ([], FAIL, "not-a-function"),
        (lambda _: 1, FAIL, "successes"),
        (by_status, FAIL, "backend-errors"),
        (counting(FREE | {"BadRequestException"}), FAIL, "validation"),
        (counting(FREE - {"LimitExceededException"}), FAIL, "turned-away"),
        (counting(own=False), FAIL, "a-backends-own"),
        (lambda endings: counting()(endings) or (0 if endings else 1), FAIL, "nothing"),
    ],
)
def test_a_count_is_judged_by_endings(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 15, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


def months(*, days: float = 730 / 24, kilo: float = 1e6, hours: float = 730, idle: bool = True) -> Any:
    """A function that reckons months; each option is one way to get it wrong."""

    def month(price: Any, per_second: float, kilobytes: float, cache_gb: str | None) -> float:
        requests = per_second * days * 24 * 3600
        amounts: dict[str, Any] = {"requests": requests, "gb_out": requests * kilobytes / kilo}
        if cache_gb and (idle or per_second):
            amounts |= {"cache_gb": cache_gb, "cache_hours": hours}
        return float(price(**amounts).total)

    return month


@pytest.mark.parametrize(
    ("wrong", "verdict", "diagnosis"),
    [
        ({}, PASS, "passed"),
        ({"days": 30}, FAIL, "requests"),
        ({"kilo": 1e9}, FAIL, "transfer"),
        ({"hours": 24}, FAIL, "cache"),
        ({"idle": False}, FAIL, "idle"),
    ],
)
def test_a_month_is_judged_by_numbers(lab: apiglab.Lab, wrong: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 15, exercise 5."""
    assert outcome_of(lab, "e5", months(**wrong)) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [(apiglab.TODO, NOT, "blank"), (todo, NOT, "blank"), (33.45, FAIL, "not-a-function")],
)
def test_a_month_that_is_none(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 15, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def summing(*, open_end: bool = True, edge: int = 0, base: float = 0.0) -> Callable[..., float]:
    """A function that sums tiers; each option is one way to get it wrong."""

    def tiered(requests: float, tiers: Any) -> float:
        left, dollars = requests, base if requests == 0 else 0.0
        for size, price in tiers:
            taken = left if size is None and open_end else min(left, (size or 0) - edge)
            dollars += taken / 1e6 * price
            left -= taken
        return dollars

    return tiered


def at_the_last_price(requests: float, _tiers: Any) -> float:
    """All of them at the price of the tier that they reach."""
    return requests / 1e6 * (3.5 if requests <= 333_000_000 else 2.8)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (summing(), PASS, "passed"),
        (TIERS, FAIL, "not-a-function"),
        (lambda *_: 0.0, FAIL, "first-tier"),
        (summing(edge=1_000_000), FAIL, "edge-of-a-tier"),
        (at_the_last_price, FAIL, "each-at-its-own"),
        (summing(open_end=False), FAIL, "the-rest"),
        (summing(base=1.0), FAIL, "nothing"),
    ],
)
def test_tiers_are_judged_by_numbers(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 15, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)


def test_a_cache_is_billed_for_as_long_as_the_load_took(lab: apiglab.Lab) -> None:
    """And what it answered called no function, but once."""

    def pets(_event: Any, _context: Any) -> Any:
        return {"statusCode": 200, "body": "pets"}

    lab.create_function("kept", pets)
    api = lab.rest_api("kept")
    api.resource("/pets").method("GET").lambda_proxy("kept")
    api.deploy("dev")
    stage = {"/cacheClusterEnabled": "true", "/cacheClusterSize": "0.5", "/*/*/caching/enabled": "true"}
    lab.client("apigateway").update_stage(
        restApiId=api.id,
        stageName="dev",
        patchOperations=[{"op": "replace", "path": path, "value": value} for path, value in stage.items()],
    )
    url = lab.url(api.id, "dev", "/pets")
    lab.send("GET", url)

    bill = lab.cost(lab.load("GET", url, requests=300, rate=300))

    assert [part.what for part in bill.parts] == ["requests", "transfer: GB", "cache of 0.5 GB: hours"]
    assert bill.note.endswith("Functions, authorizers and bytes as 300 of 300 requests tell.")


def test_a_load_is_billed_with_what_its_journeys_tell(lab: apiglab.Lab) -> None:
    """Calls of the function and bytes; those who came without a key are not charged. fact: cost.not-charged"""

    def pets(_event: Any, _context: Any) -> Any:
        return {"statusCode": 200, "body": "x" * 1000}

    lab.create_function("bill", pets)
    api = lab.rest_api("bill")
    api.resource("/pets").method("GET").lambda_proxy("bill")
    api.deploy("dev")

    result = lab.load("GET", lab.url(api.id, "dev", "/pets"), requests=10, rate=50)
    nowhere = lab.load("GET", lab.url(api.id, "dev", "/nowhere"), requests=5, rate=50)

    told = {part.what: part.amount for part in lab.cost(result).parts}
    assert (told["requests"], told["functions: calls"]) == ("10", "10")
    assert set(told) == {"requests", "functions: calls", "functions: GB-seconds", "transfer: GB"}
    assert [(part.what, part.amount) for part in nowhere.cost.parts] == [
        ("requests", "0"),
        ("requests that were refused", "5"),
    ]
