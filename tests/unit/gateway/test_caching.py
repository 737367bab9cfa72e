"""The stage's response cache, seen by how often the backend is asked."""

import asyncio
from typing import Any

import pytest

from apiglab.gateway.deployment import compile_deployment
from apiglab.model.frozen import FrozenMap
from apiglab.model.http import HttpRequest
from apiglab.model.stage import CanarySettings, MethodSetting
from tests.cache_builders import Cached, a_cached_stage, a_keyed_proxy
from tests.gateway_builders import a_lambda_proxy, a_method, a_stage, an_api, serve


async def test_the_backend_is_asked_once() -> None:
    """And the second answer is the first's. fact: caching.what-is-kept"""
    pets = Cached()
    pets.answer(200, "hello", **{"X-Name": "1"})

    first = await pets.ask()
    pets.answer(200, "changed")
    second = await pets.ask()

    assert (pets.asked, second.status, second.body, second.headers.get("X-Name")) == (1, 200, b"hello", "1")
    assert first.headers.get("x-amzn-RequestId") != second.headers.get("x-amzn-RequestId")


async def test_an_entry_lives_as_long_as_the_method_says() -> None:
    """Five minutes by default. fact: caching.methods"""
    pets = Cached()
    await pets.ask()
    pets.clock.advance(299.9)
    await pets.ask()
    before = pets.asked
    pets.clock.advance(0.1)
    await pets.ask()

    assert (before, pets.asked) == (1, 2)


async def test_the_journey_tells_hit_and_miss() -> None:
    """With the key, the age and what is left. fact: caching.key"""
    pets = Cached(None, a_method("GET", a_keyed_proxy("method.request.querystring.type")))
    await pets.ask(query="type=dog")
    miss = pets.step()
    pets.clock.advance(60)
    await pets.ask(query="type=dog")
    hit = pets.step()

    assert (miss["reason"], miss["detail"]["note"]) == ("caching.miss", "the backend's answer is kept for 300 s")
    assert (hit["reason"], hit["detail"]["key"], hit["detail"]["age_seconds"], hit["detail"]["seconds_left"]) == (
        "caching.hit",
        [["method.request.querystring.type", "dog"]],
        60.0,
        240.0,
    )
    assert "Integration" not in {step["phase"] for step in pets.served.journey()["steps"]}


async def test_only_what_is_in_the_key_tells_requests_apart() -> None:
    """The well-known leak: another user gets what the first one got. fact: caching.key"""
    pets = Cached(None, a_method("GET", a_keyed_proxy("method.request.querystring.type")))
    pets.answer(200, "for ann")
    await pets.ask(query="type=dog", headers={"Authorization": "ann"})
    pets.answer(200, "for bob")

    same = await pets.ask(query="type=dog&department=B", headers={"Authorization": "bob"})
    other = await pets.ask(query="type=cat", headers={"Authorization": "bob"})

    assert (same.body, other.body, pets.asked) == (b"for ann", b"for bob", 2)


async def test_every_kind_of_key_parameter() -> None:
    """Path, header, query string with several values, and what is mapped into the integration's request.

    fact: caching.key
    """
    names = {
        "method.request.path.id": ("/pets/{id}", "/pets/1", "", {}, "/pets/2", "", {}),
        "method.request.header.X-User": ("/pets", "/pets", "", {"x-user": "a"}, "/pets", "", {"X-USER": "b"}),
        "method.request.multivaluequerystring.t": ("/pets", "/pets", "t=1&t=2", {}, "/pets", "t=1", {}),
        "integration.request.header.who": ("/pets", "/pets", "", {"X-User": "a"}, "/pets", "", {"X-User": "b"}),
    }
    for name, (path, first, query, headers, other, other_query, other_headers) in names.items():
        integration = a_keyed_proxy(name, **{"header.who": "method.request.header.X-User"})
        pets = Cached(None, a_method("GET", integration), path=path)
        for _ in range(2):
            await pets.ask(path=first, query=query, headers=headers)
        once = pets.asked
        await pets.ask(path=other, query=other_query, headers=other_headers)

        assert (name, once, pets.asked) == (name, 1, 2)


async def test_resources_of_one_namespace_share_their_entries() -> None:
    """Two paths, one answer. fact: caching.key"""
    method = a_method("GET", a_keyed_proxy(namespace="shared"))
    pets = serve({"/pets": [method], "/animals": [method]}, stage=a_cached_stage())

    for path in ("/pets", "/animals"):
        await pets.ask("GET", path)

    assert len(pets.backends.calls) == 1


@pytest.mark.parametrize(
    ("settings", "verb", "asked"),
    [
        ({}, "GET", 1),
        ({}, "POST", 2),
        ({"*/*": MethodSetting()}, "POST", 2),
        ({"pets/POST": MethodSetting()}, "POST", 1),
        ({"pets/POST": MethodSetting(caching_enabled=False)}, "POST", 2),
        ({"*/*": MethodSetting(caching_enabled=False)}, "GET", 2),
        ({"*/*": MethodSetting(caching_enabled=False), "pets/GET": MethodSetting()}, "GET", 1),
        ({"*/*": MethodSetting(), "pets/GET": MethodSetting(cache_ttl_in_seconds=0)}, "GET", 2),
    ],
)
async def test_which_methods_are_cached(settings: dict[str, MethodSetting], verb: str, asked: int) -> None:
    """GET, and others by settings of their own. fact: caching.methods"""
    pets = Cached(a_cached_stage(settings))

    for _ in range(2):
        await pets.ask(verb)

    assert pets.asked == asked


async def test_a_stage_without_a_cluster_caches_nothing() -> None:
    """Whatever its settings say. fact: caching.cluster"""
    pets = Cached(a_stage(method_settings=FrozenMap({"*/*": MethodSetting()})))

    for _ in range(2):
        await pets.ask()

    assert (pets.asked, pets.step()["outcome"]) == (2, "skipped")


@pytest.mark.parametrize(
    ("status", "size", "asked", "note"),
    [
        (201, 10, 1, "kept for"),
        (404, 10, 2, "status 404"),
        (500, 10, 2, "status 500"),
        (302, 10, 2, "status 302"),
        (200, 1_048_577, 2, "bytes is not kept"),
    ],
)
async def test_what_is_kept(status: int, size: int, asked: int, note: str) -> None:
    """Good answers of at most a mebibyte. fact: caching.what-is-kept, caching.largest"""
    pets = Cached()
    pets.answer(status, "x" * size)
    await pets.ask()
    said = pets.step()["detail"]["note"]
    second = await pets.ask()

    assert (pets.asked, note in said, len(second.body)) == (asked, True, size)


async def test_what_the_journey_cuts_the_cache_keeps_whole() -> None:
    """An answer longer than a journey shows. fact: caching.what-is-kept"""
    pets = Cached()
    pets.answer(200, "x" * 200_000)

    bodies = [len((await pets.ask()).body) for _ in range(3)]

    assert (bodies, pets.asked) == ([200_000] * 3, 1)


async def test_a_refusal_is_not_kept() -> None:
    """A function that fails is asked again. fact: caching.what-is-kept"""
    pets = Cached()
    pets.served.backends.answer = b'"no proxy answer"'
    bad = await pets.ask()
    pets.answer(200)

    assert (bad.status, (await pets.ask()).status) == (502, 200)


@pytest.mark.parametrize(("shares", "asked"), [(True, 2), (False, 3)])
async def test_a_canary_has_entries_of_its_own_or_none(shares: bool, asked: int) -> None:
    """fact: caching.canary"""
    api = an_api({"/pets": [a_method("GET", a_lambda_proxy())]})
    canary = CanarySettings(percent_traffic=100.0, deployment_id="dep456", use_stage_cache=shares)
    pets = Cached(a_cached_stage())
    await pets.ask()
    stage = a_cached_stage(canary_settings=canary)
    pets.served.plane.registry.publish(compile_deployment(api, "dep123"), stage, compile_deployment(api, "dep456"))

    for _ in range(2):
        await pets.ask()

    assert pets.asked == asked


async def test_what_is_on_its_way_when_the_cache_is_flushed_is_not_kept() -> None:
    """fact: caching.flush"""
    pets = Cached()
    go_on = asyncio.Event()
    invoke = pets.served.backends.invoke_lambda

    async def slowly(*args: Any, **kwargs: Any) -> Any:
        await go_on.wait()
        return await invoke(*args, **kwargs)

    pets.served.backends.invoke_lambda = slowly  # type: ignore[method-assign]  # for this test only
    first = asyncio.create_task(pets.ask())
    await asyncio.sleep(0)
    pets.served.plane.live.responses.flush("abcde12345", "dev")
    go_on.set()
    await first
    await pets.ask()

    assert pets.asked == 2


async def test_clearing_forgets_every_entry() -> None:
    """As a server that was just started."""
    pets = Cached()
    await pets.ask()

    pets.served.plane.clear()
    await pets.ask()

    assert pets.asked == 2


async def test_a_test_invocation_is_never_cached() -> None:
    """TestInvokeMethod asks the backend. fact: test-invoke.unguarded"""
    pets = Cached()
    served = pets.served.plane.registry.find("abcde12345", "dev")
    assert served is not None
    for _ in range(2):
        await pets.served.plane.test_invoke(served, HttpRequest("GET", "/pets"))

    assert pets.asked == 2
