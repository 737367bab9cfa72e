"""A distribution of one's own: what is part of the key, how long an answer is kept, what the origin gets to see."""

from collections.abc import Mapping
from typing import Any

import pytest

from apiglab.lab.distribution import CacheRule, Distribution
from apiglab.lab.http_backend_calls import BackendRequest
from apiglab.model.http import Headers


class World:
    """An origin that counts, and a clock that is moved by hand."""

    def __init__(self, *rules: CacheRule, status: int = 200, cache_control: str = "") -> None:
        self.now = 0.0
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.status = status
        self.headers = Headers([("Cache-Control", cache_control)] if cache_control else [])
        self.distribution = Distribution(self.origin, rules, now=lambda: self.now)

    def origin(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, Headers, bytes]:
        """Answer with the number of the call."""
        self.asked.append((f"{method} {path}", dict(headers)))
        return self.status, self.headers, str(len(self.asked)).encode()

    def get(self, path: str = "/pets", method: str = "GET", **more: Any) -> tuple[bytes, str]:
        """The body, and what X-Cache says."""
        headers = Headers(more.get("headers", {}).items())
        request = BackendRequest(method=method, path=path, query=more.get("query", {}), headers=headers)
        _, body, answered = self.distribution.answer(request)
        return body, answered["X-Cache"].partition(" ")[0]


def test_an_answer_is_kept_until_its_time_is_over() -> None:
    """By the rule where the answer says nothing."""
    world = World(CacheRule(ttl=60))

    first, again = world.get(), world.get()
    world.now = 60
    later = world.get()

    assert (first, again, later) == ((b"1", "Miss"), (b"1", "Hit"), (b"2", "Miss"))
    assert repr(world.distribution) == "distribution: 1 hits, 2 misses"


@pytest.mark.parametrize(
    ("rule", "cache_control", "kept"),
    [
        (CacheRule(), "max-age=5", 5),
        (CacheRule(), "max-age=5, s-maxage=9", 9),
        (CacheRule(min_ttl=30), "max-age=5", 30),
        (CacheRule(max_ttl=3), "max-age=5", 3),
        (CacheRule(), "no-store", 0),
        (CacheRule(), "private, max-age=5", 0),
        (CacheRule(min_ttl=7), "no-cache", 7),
        (CacheRule(ttl=0), "", 0),
    ],
)
def test_the_answer_s_own_word_counts_within_the_rule_s_limits(
    rule: CacheRule, cache_control: str, kept: float
) -> None:
    """Least and most are the rule's."""
    world = World(rule, cache_control=cache_control)
    world.get()

    world.now = kept - 0.5
    before = world.get()[1]
    world.now += 1

    assert (before if kept else "Hit", world.get()[1]) == ("Hit", "Miss")


def test_the_key_is_what_the_rule_names() -> None:
    """Query and headers that are not in it neither tell answers apart nor reach the origin."""
    world = World(CacheRule(query=["page"], headers=["Accept-Language"], forward=["Authorization"]))
    world.get(query={"page": "1", "utm": "x"}, headers={"Accept-Language": "de", "X-Other": "1", "Authorization": "a"})

    same = world.get(query={"page": "1", "utm": "y"}, headers={"accept-language": "de", "Authorization": "b"})
    other = world.get(query={"page": "2"}, headers={"Accept-Language": "de"})
    language = world.get(query={"page": "1"}, headers={"Accept-Language": "fr"})

    assert (same[1], other[1], language[1]) == ("Hit", "Miss", "Miss")
    assert world.asked[0] == (
        "GET /pets?page=1",
        {"Accept-Language": "de", "Authorization": "a", "User-Agent": "Amazon CloudFront"},
    )


def test_only_reads_are_kept_and_errors_for_a_moment() -> None:
    """What changes something goes to the origin each time."""
    world, failing = World(), World(status=404)

    assert [world.get(method="POST")[1] for _ in range(2)] == ["Miss", "Miss"]
    failing.get()
    assert failing.get()[1] == "Hit"
    failing.now = 10
    assert failing.get()[1] == "Error"


def test_each_path_has_its_rule_and_can_be_forgotten() -> None:
    """The first rule that fits counts."""
    world = World(CacheRule(path="/live/*", ttl=0), CacheRule())

    assert [world.get("/live/x")[1], world.get("/live/x")[1], world.get("/a")[1], world.get("/a")[1]] == [
        "Miss",
        "Miss",
        "Miss",
        "Hit",
    ]
    assert (world.distribution.invalidate("/a*"), world.get("/a")[1]) == (1, "Miss")
