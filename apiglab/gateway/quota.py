"""Quotas: how many requests each key of a usage plan has made, and has left, in its day, week or month.

https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from apiglab.model.usage import QuotaSettings

_KEPT_DAYS = 366


class Quota(NamedTuple):
    """A plan's quota, and since when it has one."""

    settings: QuotaSettings
    since: float

    @property
    def limit(self) -> int:
        """Requests in each period."""
        return self.settings.limit or 0


class Day(NamedTuple):
    """What a key used on one day, and had left at its end."""

    used: int
    remaining: int


class _Usage:
    """One key's requests under one plan."""

    __slots__ = ("days", "granted", "period", "used")

    def __init__(self, period: date) -> None:
        self.period = period
        """The first day of the period that ``used`` counts."""
        self.used = 0
        self.granted = 0
        """Requests that UpdateUsage put on top in this period."""
        self.days: dict[date, Day] = {}


class UsageCounters:
    """Every key's requests under every plan that has a quota. fact: quota.counted"""

    def __init__(self) -> None:
        self._usage: dict[tuple[str, str], _Usage] = {}

    def remaining(self, plan_id: str, key_id: str, quota: Quota, now: float) -> int:
        """How many requests the key has left in the period of ``now``."""
        usage = self._in_period(plan_id, key_id, quota, now)
        return max(0, self._allowance(usage, quota) - usage.used)

    def count(self, plan_id: str, key_id: str, quota: Quota, now: float) -> None:
        """Count one request."""
        usage = self._in_period(plan_id, key_id, quota, now)
        usage.used += 1
        self._note(usage, quota, now, used=1)

    def grant(self, plan_id: str, key_id: str, quota: Quota, now: float, remaining: int) -> None:
        """Let the key have ``remaining`` requests in what is left of the period. fact: quota.extension"""
        usage = self._in_period(plan_id, key_id, quota, now)
        usage.granted = 0
        usage.granted = remaining - (self._allowance(usage, quota) - usage.used)
        self._note(usage, quota, now, used=0)

    def days(self, plan_id: str, key_id: str, quota: Quota, first: date, last: date) -> list[Day]:
        """One entry for each day from ``first`` to ``last``. fact: quota.usage-by-day"""
        usage = self._usage.get((plan_id, key_id))
        known: Mapping[date, Day] = usage.days if usage else {}
        before = {_period(quota, day): entry.remaining for day, entry in sorted(known.items()) if day < first}
        found, day = [], first
        while day <= last:
            period = _period(quota, day)
            entry = known.get(day) or Day(0, before.get(period, self._whole(quota, period)))
            before[period] = entry.remaining
            found.append(entry)
            day += timedelta(days=1)
        return found

    def forget(self, plan_id: str, key_id: str | None = None) -> None:
        """Drop what a key used under a plan, or what all of its keys did."""
        gone = [each for each in self._usage if each[0] == plan_id and key_id in (None, each[1])]
        for each in gone:
            del self._usage[each]

    def clear(self) -> None:
        """Forget everything."""
        self._usage.clear()

    def _in_period(self, plan_id: str, key_id: str, quota: Quota, now: float) -> _Usage:
        period = _period(quota, _day(now))
        usage = self._usage.get((plan_id, key_id))
        if usage is None:
            usage = self._usage[plan_id, key_id] = _Usage(period)
        if usage.period != period:
            usage.period, usage.used, usage.granted = period, 0, 0
        return usage

    def _allowance(self, usage: _Usage, quota: Quota) -> int:
        return self._whole(quota, usage.period) + usage.granted

    def _whole(self, quota: Quota, period: date) -> int:
        """A period's requests; in the first one the offset is gone already. fact: quota.offset"""
        first = period == _period(quota, _day(quota.since))
        return max(0, quota.limit - (quota.settings.offset if first else 0))

    def _note(self, usage: _Usage, quota: Quota, now: float, *, used: int) -> None:
        today = _day(now)
        before = usage.days.get(today)
        if before is None and len(usage.days) >= _KEPT_DAYS:
            del usage.days[min(usage.days)]
        so_far = before.used if before else 0
        usage.days[today] = Day(so_far + used, max(0, self._allowance(usage, quota) - usage.used))


def _day(now: float) -> date:
    """Days begin at midnight UTC. fact: quota.periods"""
    return datetime.fromtimestamp(now, UTC).date()


def _period(quota: Quota, day: date) -> date:
    """The first day of the period that ``day`` is in: weeks begin on Sunday. fact: quota.periods"""
    match quota.settings.period:
        case "WEEK":
            return day - timedelta(days=(day.weekday() + 1) % 7)
        case "MONTH":
            return day.replace(day=1)
        case _:
            return day
