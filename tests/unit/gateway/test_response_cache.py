"""What a stage's cache has room for."""

from apiglab.gateway.endpoint import EndpointResponse
from apiglab.gateway.response_cache import ResponseCaches, StageCache, make_entry
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
