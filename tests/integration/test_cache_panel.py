"""The cache lab on a running AWS: the counts move under load, a leak is seen, entries grow old."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from apiglab import Lab
from tests.integration.lab_server import a_user

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

ON = [
    {"op": "replace", "path": "/cacheClusterEnabled", "value": "true"},
    {"op": "replace", "path": "/*/*/caching/ttlInSeconds", "value": "60"},
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A lab on a server of its own."""
    with a_user(tmp_path_factory.mktemp("lab")):
        made = Lab("10")
        yield made
        assert len(made.cleanup().left) == 0


@pytest.fixture
def url(lab: Lab) -> str:
    """GET /dev/pets, cached for a minute under no key at all."""
    api = lab.rest_api("paws-cached")
    api.resource("/pets").method("GET").mock(["Mona"])
    deployed: str = api.deploy("dev") + "pets"
    lab.client("apigateway").update_stage(restApiId=api.id, stageName="dev", patchOperations=ON)
    return deployed


def background() -> Any:
    """Wait for what was pressed last."""
    [thread for thread in threading.enumerate() if thread.name == "CacheLab"][-1].join(30)


def test_the_counts_move_under_load(lab: Lab, url: str) -> None:
    """One request asks the backend, the others are answered; none is lost."""
    panel = lab.cache_lab(url, rate=50, seconds=2)
    pictures: list[str] = []
    panel._live.observe(lambda change: pictures.append(change["new"]), names="value")
    panel._start.click()
    background()

    assert panel.result is not None
    assert panel.result.status_counts == {200: 100}
    assert panel.history.told() == "99 answered by the cache, 1 asked of the backend."
    assert len(pictures) >= 5
    assert "Hits and misses over time. 99 answered by the cache" in pictures[-1]
    assert repr(lab.cached(url)).startswith("The cache answered 99 of 100 requests (99%), the backend 1; 1 entry.")
    panel.close()


def test_two_users_share_an_entry_and_it_grows_old(lab: Lab, url: str) -> None:
    """The key has no user in it. After its time the backend is asked again; a flush empties the cache."""
    panel = lab.cache_lab(url)
    said = []
    for user in ("ann", "bob"):
        panel._typed.value = f"X-User: {user}"
        panel.send()
        said.append(panel._said.value)
    lab.clock.advance(seconds=30)
    aged = lab.cached(url).newest[0]
    lab.clock.advance(seconds=30)
    panel.send()
    said.append(panel._said.value)
    panel.flush()

    assert [word in text for word, text in zip(("Miss:", "Hit:", "Miss:"), said, strict=True)] == [True] * 3
    assert (30 <= aged.age_seconds < 40, 20 < aged.seconds_left <= 30, aged.hits) == (True, True, 1)
    assert "no key: every request has this entry" in aged.key_text
    assert lab.cached(url).newest == ()
    panel.close()
