"""Quotas by day, week and month."""

import asyncio
from datetime import UTC, date, datetime

import pytest

from apiglab.gateway.quota import Day, Quota, UsageCounters
from apiglab.gateway.token_buckets import Limit
from apiglab.model.usage import QuotaSettings
from tests.usage_builders import Keyed


def at(text: str) -> float:
    """Seconds since the epoch at a time of day in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def a_quota(limit: int = 10, *, period: str = "DAY", offset: int = 0, since: str = "2026-11-01T00:00") -> Quota:
    """A quota that a plan got at some time."""
    return Quota(QuotaSettings(limit=limit, period=period, offset=offset), at(since))


async def test_a_spent_quota_is_a_429_of_its_own() -> None:
    """Told before any bucket is looked at. fact: quota.before-throttling"""
    pets = Keyed(quota=QuotaSettings(limit=2, period="DAY"), throttle=Limit(0.0, 2))
    statuses = await pets.ask_often(2)

    response = await pets.served.ask("GET", "/pets", headers={"x-api-key": "a-key-of-at-least-20-characters"})

    assert statuses == [200, 200]
    assert (response.status, response.body, response.headers.get("x-amzn-ErrorType")) == (
        429,
        b'{"message":"Limit Exceeded"}',
        "LimitExceededException",
    )
    assert pets.served.journey()["reason"] == "throttling.quota"


async def test_the_journey_counts_down() -> None:
    """What the key has left after this request. fact: quota.counted"""
    pets = Keyed(quota=QuotaSettings(limit=5, period="MONTH"))

    await pets.ask_often(2)

    assert pets.step("Throttling")["detail"]["quota"] == {"limit": 5, "period": "MONTH", "remaining": 3}


async def test_a_throttled_request_is_not_counted() -> None:
    """fact: throttling.all-or-none"""
    pets = Keyed(quota=QuotaSettings(limit=5, period="DAY"), throttle=Limit(1.0, 1))
    await pets.ask_often(4)
    pets.clock.advance(1.0)

    await pets.ask()

    assert pets.step("Throttling")["detail"]["quota"]["remaining"] == 3


async def test_a_thousand_pass_and_no_more() -> None:
    """However many ask at the same time. fact: quota.counted"""
    pets = Keyed(quota=QuotaSettings(limit=1000, period="DAY"))

    statuses = await asyncio.gather(*(pets.ask() for _ in range(1200)))

    assert (statuses.count(200), statuses.count(429)) == (1000, 200)


@pytest.mark.parametrize(
    ("period", "last", "first_of_next"),
    [
        ("DAY", "2026-11-27T23:59:59", "2026-11-28T00:00:00"),
        ("WEEK", "2026-11-28T23:59:59", "2026-11-29T00:00:00"),
        ("MONTH", "2026-11-30T23:59:59", "2026-12-01T00:00:00"),
        ("MONTH", "2026-12-31T23:59:59", "2027-01-01T00:00:00"),
    ],
)
def test_a_period_ends_at_midnight_utc(period: str, last: str, first_of_next: str) -> None:
    """A week's on Saturday. fact: quota.periods"""
    counters, quota = UsageCounters(), a_quota(period=period)
    counters.count("p", "k", quota, at("2026-11-27T00:00:00") if period != "MONTH" else at(last))

    assert [counters.remaining("p", "k", quota, at(when)) for when in (last, first_of_next)] == [9, 10]


def test_the_first_period_lacks_the_offset() -> None:
    """The one in which the plan got its quota. fact: quota.offset"""
    counters, quota = UsageCounters(), a_quota(10, offset=4, period="WEEK", since="2026-11-25T12:00")

    left = [counters.remaining("p", "k", quota, at(when)) for when in ("2026-11-26T00:00", "2026-11-29T00:00")]

    assert left == [6, 10]


def test_an_extension_holds_for_the_period() -> None:
    """Counted from there; the next one is as ever. fact: quota.extension"""
    counters, quota, now = UsageCounters(), a_quota(2), at("2026-11-27T10:00")
    for _ in range(2):
        counters.count("p", "k", quota, now)

    counters.grant("p", "k", quota, now, 5)
    extended = counters.remaining("p", "k", quota, now)
    counters.count("p", "k", quota, now)

    assert (extended, counters.remaining("p", "k", quota, now)) == (5, 4)
    assert counters.remaining("p", "k", quota, at("2026-11-28T00:00")) == 2


def test_a_changed_limit_holds_at_once() -> None:
    """What was used stays used; nobody owes anything. fact: quota.counted"""
    counters, now = UsageCounters(), at("2026-11-27T10:00")
    for _ in range(5):
        counters.count("p", "k", a_quota(10), now)

    assert [counters.remaining("p", "k", a_quota(limit), now) for limit in (20, 3)] == [15, 0]


def test_usage_by_day() -> None:
    """Used and remaining, from the first day asked for to the last. fact: quota.usage-by-day"""
    counters, quota = UsageCounters(), a_quota(10, period="WEEK", since="2026-11-01T00:00")
    for day, times in (("2026-11-23T08:00", 1), ("2026-11-25T08:00", 2), ("2026-11-29T08:00", 3)):
        for _ in range(times):
            counters.count("p", "k", quota, at(day))

    days = counters.days("p", "k", quota, date(2026, 11, 24), date(2026, 11, 30))

    assert days == [Day(0, 9), Day(2, 7), Day(0, 7), Day(0, 7), Day(0, 7), Day(3, 7), Day(0, 7)]
    assert counters.days("p", "nobody", quota, date(2026, 11, 24), date(2026, 11, 24)) == [Day(0, 10)]


def test_days_are_kept_for_a_year() -> None:
    """The oldest go first: memory stays bounded."""
    counters, quota = UsageCounters(), a_quota()
    for day in range(400):
        counters.count("p", "k", quota, at("2026-01-01T00:00") + day * 86_400)

    kept = counters.days("p", "k", quota, date(2026, 1, 1), date(2027, 2, 4))

    assert sum(day.used for day in kept) == 366


def test_forgetting_a_plan_or_one_of_its_keys() -> None:
    """The others keep what they used."""
    counters, quota, now = UsageCounters(), a_quota(), at("2026-11-27T10:00")
    for plan, key in (("p", "k"), ("p", "l"), ("q", "k")):
        counters.count(plan, key, quota, now)

    counters.forget("p", "k")
    one = [counters.remaining(plan, key, quota, now) for plan, key in (("p", "k"), ("p", "l"), ("q", "k"))]
    counters.forget("p")

    assert (one, counters.remaining("p", "l", quota, now), counters.remaining("q", "k", quota, now)) == (
        [10, 9, 9],
        10,
        9,
    )
