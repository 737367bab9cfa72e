"""The functions under test, the same for every server that runs them."""

import time
from typing import Any

_calls = 0


def hello(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer at once."""
    return {"statusCode": 200, "headers": {"Content-Type": "text/plain"}, "body": "hello"}


def count(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Say how many calls this worker has answered: 1 means that it was started for this one."""
    global _calls  # a warm worker keeps its module's state, which is what this shows
    _calls += 1
    return {"statusCode": 200, "body": str(_calls)}


def slow(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Take 100 ms, as a handler does that waits for a database."""
    time.sleep(0.1)
    return {"statusCode": 200, "body": "slow"}
