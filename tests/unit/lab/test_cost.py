"""A bill: what so much use costs on AWS, part by part, and what of a load is charged at all."""

from typing import Any

import pytest

from apiglab.lab.cost import Usage, bill, usage, usage_by_journeys, usage_of_load
from apiglab.lab.errors import LabError
from apiglab.lab.journey import Journey
from apiglab.lab.load_result import LoadResult
from apiglab.lab.prices import Prices
from tests.unit.lab.load_builders import a_measured, a_result

TABLE = {
    "date": "2026-11-27",
    "region": "us-east-1",
    "cache": {"0.5": 0.02},
    "used": {
        "request": {"usd": 3.5, "per": 1_000_000},
        "http_request": {"usd": 1.0, "per": 1_000_000},
        "function_call": {"usd": 0.2, "per": 1_000_000},
        "gb_second": {"usd": 0.00002, "per": 1},
        "gb_out": {"usd": 0.09, "per": 1},
    },
}


def ended(*endings: tuple[int, str | None]) -> LoadResult:
    """The result of a load whose requests ended so."""
    return a_result(a_measured(started=n / 10, status=status, error=error) for n, (status, error) in enumerate(endings))


def test_each_part_of_a_use_is_a_line() -> None:
    """With its price, and one sum."""
    used = Usage(
        requests=2_000_000,
        not_charged=10,
        function_calls=1_000_000,
        function_gb_seconds=50_000,
        authorizer_calls=100_000,
        authorizer_gb_seconds=1_000,
        gb_out=10,
        cache_gb="0.5",
        cache_hours=100,
    )

    made = bill(used, TABLE)

    assert [(part.what, part.amount, part.price, round(part.usd, 6)) for part in made.parts] == [
        ("requests", "2,000,000", "$3.50 a million", 7.0),
        ("requests that were refused", "10", "not charged", 0.0),
        ("functions: calls", "1,000,000", "$0.20 a million", 0.2),
        ("functions: GB-seconds", "50,000", "$0.00002 each", 1.0),
        ("authorizers: calls", "100,000", "$0.20 a million", 0.02),
        ("authorizers: GB-seconds", "1,000", "$0.00002 each", 0.02),
        ("transfer: GB", "10", "$0.09 each", 0.9),
        ("cache of 0.5 GB: hours", "100", "$0.02 each", 2.0),
    ]
    assert round(made.total, 6) == 11.14
    *_, total, note = repr(made).splitlines()
    assert total.split() == ["together", "$11.14"]
    assert note == "List prices of 2026-11-27 in us-east-1, without free tiers and volume discounts."


def test_the_lab_s_own_table_has_every_price_with_its_source() -> None:
    """A price without a source would be marked; there is none."""
    table = Prices().table

    assert bill(Usage(requests=1_000_000), table).total == 3.5
    assert bill(Usage(http_requests=1_000_000), table).total == 1.0
    assert {name: bool(price["source"]) for name, price in table["used"].items()} == dict.fromkeys(table["used"], True)


@pytest.mark.parametrize(
    ("amounts", "what"),
    [
        ({"calls": 1}, "nothing is called calls"),
        ({"requests": -1}, "requests is -1"),
        ({"gb_out": float("nan")}, "gb_out is nan"),
    ],
)
def test_a_use_that_cannot_be_is_refused(amounts: dict[str, Any], what: str) -> None:
    """An unknown name, less than nothing, no number."""
    with pytest.raises(LabError) as refused:
        usage(**amounts)

    assert refused.value.what == what


def test_a_cache_has_one_of_the_sizes() -> None:
    """The refusal names them."""
    with pytest.raises(LabError, match=r"0\.5"):
        bill(Usage(cache_gb="7", cache_hours=1), TABLE)


def test_what_was_refused_is_not_charged() -> None:
    """But what failed validation is, and so is a backend's own 403. fact: cost.not-charged"""
    endings = [
        (200, None),
        (400, "BadRequestException"),
        (403, None),
        (403, "ForbiddenException"),
        (429, "TooManyRequestsException"),
        (401, "UnauthorizedException"),
        (0, "no connection"),
    ]

    used = usage_of_load(ended(*endings))

    assert used == Usage(requests=3, not_charged=4)


def journey(*steps: dict[str, Any], body: str = "") -> Journey:
    """A journey of these steps."""
    known = {"request_id": "1", "api_id": "a", "stage": "dev", "method": "GET", "path": "/", "status": 200}
    record = {**known, "seconds": 0.1, "steps": list(steps), "response": {"headers": [["A", "b"]], "body": body}}
    return Journey.from_json(record)


def test_journeys_tell_of_functions_and_of_bytes() -> None:
    """What some of a load's requests tell is taken for all of them. fact: cost.billed-milliseconds"""
    function = {"phase": "Integration", "outcome": "passed", "detail": {"handler_seconds": 0.0101}}
    asked = {"phase": "Authorization", "outcome": "passed", "detail": {"cached": False, "authorizer_seconds": 0.02}}
    kept = {"phase": "Authorization", "outcome": "passed", "detail": {"cached": True, "authorizer_seconds": 0.0}}
    pool = {"phase": "Authorization", "outcome": "passed", "detail": {"cached": False}}
    told = [journey(asked, function, body="x" * 994), journey(kept, function, body="x" * 994), journey(pool)]

    used = usage_by_journeys(ended(*[(200, None)] * 30), told, 0.5)

    assert (used.requests, used.function_calls, used.authorizer_calls) == (30, 20, 10)
    assert round(used.function_gb_seconds, 6) == 0.11
    assert round(used.authorizer_gb_seconds, 6) == 0.1
    assert round(used.gb_out * 1e9) == 10 * (1_000 + 1_000 + 6)
