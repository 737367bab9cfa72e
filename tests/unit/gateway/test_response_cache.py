"""What a stage's cache has room for."""

from apiglab.gateway.endpoint import EndpointResponse
from apiglab.gateway.response_cache import SHOWN, ResponseCaches, StageCache, make_entry
from apiglab.model.http import Headers


def an_entry(size: int, since: float = 0.0, ttl: int = 300) -> object:
    """An entry whose body has this size."""
    return make_entry(EndpointResponse(200, b"x" * size), since, ttl)


def test_the_least_recently_used_goes_first() -> None:
    """fact: caching.room"""
    cache = StageCache(room=3 * 600)
    for key in ("a", "b", "c"):
        cache.keep(key, an_entry(100))
    cache.find("a", 1.0)

    cache.keep("d", an_entry(100))

    assert [key for key in "abcd" if cache.find(key, 1.0)] == ["a", "c", "d"]
    assert (len(cache), cache.taken) == (3, 1800)


def test_an_entry_takes_its_headers_too() -> None:
    """And something for itself. fact: caching.room"""
    answer = EndpointResponse(200, b"x" * 10, headers=Headers([("Name", "value")]))

    assert make_entry(answer, 0.0, 1).size == 500 + 10 + 9


def test_room_is_taken_once_for_a_key() -> None:
    """A fresh answer stands in place of the old one; an expired one takes nothing."""
    cache = StageCache(room=10_000)
    cache.keep("a", an_entry(100))
    cache.keep("a", an_entry(200))
    replaced = cache.taken

    assert (replaced, cache.find("a", 300.0), cache.taken, len(cache)) == (700, None, 0, 0)


def test_a_hundred_thousand_entries_stay_within_their_room() -> None:
    """However many keys clients think of. fact: caching.room"""
    cache = ResponseCaches().of("api", "dev", "0.5")

    for number in range(100_000):
        cache.keep(number, an_entry(10))

    assert (cache.taken <= cache.room, cache.room, len(cache)) == (True, 8 * 1024 * 1024, cache.room // 510)


def test_sizes() -> None:
    """fact: caching.room"""
    caches = ResponseCaches()

    rooms = [caches.of("api", f"stage {size}", size).room // 1024**2 for size in (None, "1.6", "13.5", "237")]

    assert rooms == [8, 25, 216, 256]


def test_a_cache_tells_what_it_did_and_holds() -> None:
    """The last used first, without what is over, and without the answers themselves."""
    caches = ResponseCaches()
    cache = caches.of("api", "dev", "0.5")
    keys = [("d1", "res", "GET", (("method.request.querystring.type", kind),)) for kind in ("dog", "cat", "old")]
    cache.find(keys[0], 0.0)
    for key, ttl in zip(keys, (60, 60, 5), strict=True):
        cache.keep(key, make_entry(EndpointResponse(200, b"answer"), 0.0, ttl))
    cache.find(keys[0], 10.0)

    told = caches.describe("api", "dev", 10.0)

    entry = {"deployment_id": "d1", "namespace": "res", "method": "GET", "age_seconds": 10.0, "seconds_left": 50.0}
    assert told == {
        "hits": 1,
        "misses": 1,
        "entries": 3,
        "room": cache.room,
        "room_taken": 3 * 506,
        "newest": [
            {**entry, "key": [["method.request.querystring.type", "dog"]], "hits": 1, "bytes": 6},
            {**entry, "key": [["method.request.querystring.type", "cat"]], "hits": 0, "bytes": 6},
        ],
    }


def test_a_cache_that_was_flushed_begins_anew() -> None:
    """Its counts too. fact: caching.flush"""
    caches = ResponseCaches()
    caches.of("api", "dev", None).find("key", 0.0)
    caches.flush("api", "dev")

    assert caches.describe("api", "dev", 0.0) == {
        "hits": 0, "misses": 0, "entries": 0, "room": 0, "room_taken": 0, "newest": [],
    }  # fmt: skip


def test_only_the_newest_of_many_entries_are_told() -> None:
    """Whoever looks ten times a second must not walk over a hundred thousand."""
    cache = StageCache(room=10**9)
    for number in range(SHOWN + 1):
        cache.keep(("d1", "res", "GET", (("n", number),)), an_entry(1))

    newest = cache.describe(1.0)["newest"]

    assert [entry["key"][0][1] for entry in newest] == list(range(SHOWN, 0, -1))
