"""Fresh answers in place of cached ones: who may have them, and what the others get."""

import pytest

from apiglab.gateway.caller import Caller
from apiglab.model.stage import MethodSetting
from tests.cache_builders import Cached, a_cached_stage

FRESH = {"Cache-Control": "max-age=0"}


def as_caller(monkeypatch: pytest.MonkeyPatch, *, may: bool) -> None:
    """Let everybody in as a caller that may invalidate, or may not."""

    async def let_in(*_: object) -> Caller:
        return Caller("AWS_IAM", reason="authorization.iam", may=lambda _action: may)

    monkeypatch.setattr("apiglab.gateway.authorization._ask_guard", let_in)


@pytest.mark.parametrize("header", ["max-age=0", "no-transform, Max-Age=0"])
async def test_who_may_gets_a_fresh_answer(monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    """Which is everybody's from then on. fact: caching.invalidation"""
    as_caller(monkeypatch, may=True)
    pets = Cached()
    pets.answer(200, "old")
    await pets.ask()
    pets.answer(200, "new")

    fresh = await pets.ask(headers={"Cache-Control": header})
    reason = pets.step()["reason"]
    after = await pets.ask()

    assert (fresh.body, reason, after.body, pets.asked) == (b"new", "caching.invalidated", b"new", 2)


@pytest.mark.parametrize("header", ["no-cache", "max-age=1", "max-age=00", "no-store"])
async def test_no_other_directive_invalidates(monkeypatch: pytest.MonkeyPatch, header: str) -> None:
    """fact: caching.invalidation"""
    as_caller(monkeypatch, may=True)
    pets = Cached()

    for _ in range(2):
        await pets.ask(headers={"Cache-Control": header})

    assert pets.asked == 1


@pytest.mark.parametrize(
    ("strategy", "status", "warning"),
    [
        ("FAIL_WITH_403", 403, None),
        (
            "SUCCEED_WITH_RESPONSE_HEADER",
            200,
            '199 - "The client is not authorized to invalidate the cache"',
        ),
        ("SUCCEED_WITHOUT_RESPONSE_HEADER", 200, None),
    ],
)
async def test_who_may_not_gets_what_the_strategy_says(strategy: str, status: int, warning: str | None) -> None:
    """fact: caching.strategies, caching.warning"""
    pets = Cached(a_cached_stage({"*/*": MethodSetting(unauthorized_cache_control_header_strategy=strategy)}))
    await pets.ask()

    refused = await pets.ask(headers=FRESH)

    assert (refused.status, refused.headers.get("Warning"), pets.asked) == (status, warning, 1)


async def test_a_stage_may_let_everybody_invalidate() -> None:
    """fact: caching.invalidation"""
    pets = Cached(a_cached_stage({"*/*": MethodSetting(require_authorization_for_cache_control=False)}))

    for _ in range(2):
        await pets.ask(headers=FRESH)

    assert pets.asked == 2
