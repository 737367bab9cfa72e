"""The claims of a user pool's token, as API Gateway tells them to whoever comes after it: every one a text.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html
"""

import json
from collections.abc import Mapping
from time import gmtime
from typing import Any

_DATES = frozenset({"exp", "iat", "nbf"})
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST = 253_402_300_799
"""The last second of the year 9999."""


def told_claims(claims: Mapping[str, Any]) -> dict[str, str]:
    """``$context.authorizer.claims``. fact: cognito.claims"""
    return {name: _told(name, value) for name, value in claims.items() if value is not None}


def _told(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if name in _DATES and not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value <= _LAST:
        return _java_date(value)
    if isinstance(value, list):
        return ",".join(each if isinstance(each, str) else _json(each) for each in value)
    return _json(value)


def _java_date(seconds: float) -> str:
    """A date as Java prints it: Tue Apr 04 18:39:39 UTC 2023."""
    t = gmtime(seconds)
    time = f"{t.tm_hour:02}:{t.tm_min:02}:{t.tm_sec:02}"
    return f"{_DAYS[t.tm_wday]} {_MONTHS[t.tm_mon - 1]} {t.tm_mday:02} {time} UTC {t.tm_year}"


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
