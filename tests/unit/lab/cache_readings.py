"""Looks into a cache that nobody has."""

from typing import Any

from apiglab.lab.cache_reading import CacheReading

TYPE = "method.request.querystring.type"


def an_entry(*key: tuple[str, Any], **more: Any) -> dict[str, Any]:
    """An entry ten seconds old that answered three requests, as the server tells of it."""
    entry = {"deployment_id": "d1", "namespace": "res", "method": "GET", "age_seconds": 10.0, "seconds_left": 50.0}
    return {**entry, "hits": 3, "bytes": 20, "key": [list(pair) for pair in key], **more}


def a_reading(*entries: dict[str, Any], hits: int = 3, misses: int = 1, **more: Any) -> CacheReading:
    """A look into a cache that holds these entries."""
    told = {"hits": hits, "misses": misses, "entries": len(entries), "room": 1000, "room_taken": 100 * len(entries)}
    return CacheReading.from_json({**told, "newest": entries, **more})
