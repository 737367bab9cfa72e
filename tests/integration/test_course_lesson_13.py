"""Lesson 13's checks: what logs and metrics tell, and to whom."""

import math
import statistics
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import apiglab
from apiglab.course.execute import own_local_aws
from apiglab.lab.exercises import Verdict
from tests.integration.course_verdicts import FAIL, NOT, PASS, outcome_of, todo

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def lab() -> Iterator[apiglab.Lab]:
    """A lab on a local AWS that only these tests use."""
    with own_local_aws():
        made = apiglab.Lab("13")
        yield made
        assert made.client("apigateway").get_rest_apis()["items"] == []
        assert made.client("logs").describe_log_groups()["logGroups"] == []
        assert made.client("apigateway").get_account().get("cloudwatchRoleArn", "") == ""
        assert len(made.cleanup().left) == 0


COUNTED = ["none", "4XX", "4XX", "5XX", "4XX", "5XX"]


def _but(call: int) -> list[str]:
    """The right prediction, but for one request."""
    said = list(COUNTED)
    said[call] = "none" if said[call] != "none" else "4XX"
    return said


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (COUNTED, PASS, "passed"),
        (["None", "4xx", "4XXError", "5xx", "4xx", "5XXError"], PASS, "passed"),
        ("4XX", FAIL, "not-a-prediction"),
        (_but(0), FAIL, "success-is-no-error"),
        (_but(1), FAIL, "unknown-paths-count"),
        (_but(2), FAIL, "the-functions-404-counts"),
        (_but(3), FAIL, "a-crash-is-5xx"),
        (_but(4), FAIL, "a-refusal-is-4xx"),
        (_but(5), FAIL, "a-broken-guard-is-5xx"),
    ],
)
def test_metrics_are_predicted(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 13, exercise 1. The lesson's notebook sends such requests."""
    assert outcome_of(lab, "e1", attempt) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ("BEAFD", PASS, "passed"),
        ("BEACFD", FAIL, "no-deployment"),
        ("EBAFD", FAIL, "which-role"),
        ("BAEFD", FAIL, "role-first"),
        ("BEFAD", FAIL, "logged-too-late"),
        ("BEADF", FAIL, "nothing-to-read"),
        ("BEAF", FAIL, "step-missing"),
    ],
)
def test_the_way_to_a_log(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 13, exercise 2."""
    assert outcome_of(lab, "e2", attempt) == (verdict, diagnosis)


def reading(**wrong: str) -> Callable[[dict[str, Any]], str]:
    """A right reading, but for what one kind of failure is called."""

    def who_failed(line: dict[str, Any]) -> str:
        if line["status"] < 400:
            return wrong.get("nobody", "nobody")
        if line["authorizer"] not in ("-", "200"):
            return wrong.get(f"authorizer_{line['authorizer']}", "authorizer")
        if line["integration"] != "-":
            return wrong.get("integration" if line["lambda"] != "-" else "timeout", "integration")
        if line["function"] != "-":
            return wrong.get(f"function_{line['function']}", "function")
        return wrong.get(line["error"], "gateway")

    return who_failed


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (reading(), PASS, "passed"),
        ("gateway", FAIL, "not-a-function"),
        (reading(nobody="function"), FAIL, "a-success"),
        (reading(MISSING_AUTHENTICATION_TOKEN="authorizer"), FAIL, "unknown-path"),
        (reading(authorizer_401="gateway"), FAIL, "no-token"),
        (reading(authorizer_403="gateway"), FAIL, "denied"),
        (reading(authorizer_500="integration"), FAIL, "guard-crashed"),
        (reading(integration="function"), FAIL, "function-crashed"),
        (reading(timeout="gateway"), FAIL, "function-timed-out"),
        (reading(function_404="gateway"), FAIL, "function-said-so"),
        (reading(function_500="integration"), FAIL, "function-500"),
        (reading(THROTTLED="authorizer"), FAIL, "throttled"),
    ],
)
def test_lines_are_read(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 13, exercise 3."""
    assert outcome_of(lab, "e3", attempt) == (verdict, diagnosis)


ID = '"id": "$context.requestId"'
MESSAGE = '"error": "$context.error.message"'


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (f'{{{ID}, "status": $context.status, {MESSAGE}}}', PASS, "passed"),
        (404, FAIL, "not-taken"),
        (f'{{"status": $context.status, {MESSAGE}}}', FAIL, "not-taken"),
        (f'{{"id": "$context.extendedRequestId", "status": $context.status, {MESSAGE}}}', FAIL, "no-request-id"),
        (f'{{{ID}, "status": $context.status, "error": $context.error.messageString}}', FAIL, "not-json"),
        ("$context.requestId $context.status", FAIL, "not-json"),
        (f'{{{ID}, "status": "$context.status", {MESSAGE}}}', FAIL, "status-is-a-text"),
        (f'{{{ID}, "status": $context.status}}', FAIL, "no-error"),
    ],
)
def test_a_format_is_judged_by_its_lines(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 13, exercise 4."""
    assert outcome_of(lab, "e4", attempt) == (verdict, diagnosis)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        ('{ ($.status >= 500 || $.ms > 1000) && $.path != "/dev/health" }', PASS, "passed"),
        ('{($.ms>1000||$.status=5*)&&$.path!="/dev/h*"}', PASS, "passed"),
        (500, FAIL, "not-a-pattern"),
        ("500", FAIL, "not-a-pattern"),
        ("{ $.status >= }", FAIL, "not-a-pattern"),
        ("{ $.status >= 200 }", FAIL, "matches-success"),
        ("{ $.status = 500 }", FAIL, "misses-502"),
        ("{ $.status > 500 }", FAIL, "misses-500"),
        ("{ $.status >= 400 }", FAIL, "matches-404"),
        ("{ $.status >= 500 }", FAIL, "misses-slow"),
        ("{ $.status >= 500 || $.ms > 1000 }", FAIL, "matches-health"),
        ('{ $.ms > 1000 || $.status >= 500 && $.path != "/dev/health" }', FAIL, "matches-slow-health"),
    ],
)
def test_a_pattern_is_judged_by_what_it_chooses(
    lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str
) -> None:
    """Lesson 13, exercise 5."""
    assert outcome_of(lab, "e5", attempt) == (verdict, diagnosis)


def percentile(latencies: list[float], rank: float) -> float:
    """The percentile as the exercise defines it."""
    return sorted(latencies)[math.ceil(rank * len(latencies) / 100) - 1]


def at(place: Callable[[list[float], float], float]) -> Callable[[list[float], float], float]:
    """A function that takes the value at a place of the sorted list, as far as it has it."""

    def taken(latencies: list[float], rank: float) -> float:
        return sorted(latencies)[min(max(int(place(latencies, rank)), 0), len(latencies) - 1)]

    return taken


def sorting(latencies: list[float], rank: float) -> float:
    """Right, but for what it does to the caller's list."""
    latencies.sort()
    return percentile(latencies, rank)


@pytest.mark.parametrize(
    ("attempt", "verdict", "diagnosis"),
    [
        (apiglab.TODO, NOT, "blank"),
        (todo, NOT, "blank"),
        (percentile, PASS, "passed"),
        (99, FAIL, "not-a-function"),
        (lambda *_: None, FAIL, "one-value"),
        (lambda latencies, rank: latencies[math.ceil(rank * len(latencies) / 100) - 1], FAIL, "not-sorted"),
        (lambda latencies, rank: max(latencies) if rank == 100 else statistics.mean(latencies), FAIL, "average"),
        (at(lambda latencies, rank: rank * len(latencies) / 100), FAIL, "too-high"),
        (at(lambda latencies, rank: rank * len(latencies) // 100 - 1), FAIL, "too-low"),
        (lambda latencies, rank: percentile(latencies, min(rank, 99)), FAIL, "maximum"),
        (lambda latencies, rank: percentile(latencies, int(rank)), FAIL, "fraction"),
        (sorting, FAIL, "changed-the-list"),
    ],
)
def test_percentiles_are_judged_case_by_case(lab: apiglab.Lab, attempt: Any, verdict: Verdict, diagnosis: str) -> None:
    """Lesson 13, exercise 6."""
    assert outcome_of(lab, "e6", attempt) == (verdict, diagnosis)
