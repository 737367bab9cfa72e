"""Throttling at every level."""

import pytest

from apiglab.gateway.token_buckets import Limit
from apiglab.model.frozen import FrozenMap
from apiglab.model.rest import ThrottleSettings
from apiglab.model.stage import MethodSetting, Stage
from tests.gateway_builders import API_ID, a_stage
from tests.usage_builders import Keyed

WIDE = Limit(1000.0, 1000)


def stage_with(**settings: tuple[float, int]) -> Stage:
    """A stage with these rates and bursts: ``all`` or ``get_pets``."""
    keys = {"all": "*/*", "get_pets": "pets/GET", "escaped": "~1pets/GET"}
    return a_stage(
        method_settings=FrozenMap(
            {
                keys[name]: MethodSetting(throttling_rate_limit=rate, throttling_burst_limit=burst)
                for name, (rate, burst) in settings.items()
            }
        )
    )


async def test_a_bucket_lets_its_burst_through_and_then_its_rate() -> None:
    """Three at once, then one for each half second. fact: throttling.exact"""
    pets = Keyed(throttle=Limit(2.0, 3))

    at_once = await pets.ask_often(5)
    pets.clock.advance(0.5)
    later = await pets.ask_often(2)
    pets.clock.advance(3600)

    assert (at_once, later, await pets.ask_often(4)) == (
        [200, 200, 200, 429, 429],
        [200, 429],
        [200, 200, 200, 429],
    )


async def test_what_a_refused_client_reads() -> None:
    """AWS's words; the level is in the journey. fact: throttling.exact"""
    pets = Keyed(throttle=Limit(0.5, 1))
    await pets.ask()

    response = await pets.served.ask("GET", "/pets", headers={"x-api-key": "a-key-of-at-least-20-characters"})

    assert (response.status, response.body, response.headers.get("x-amzn-ErrorType")) == (
        429,
        b'{"message":"Too Many Requests"}',
        "TooManyRequestsException",
    )
    step = pets.step("Throttling")
    assert (step["outcome"], step["reason"]) == ("refused", "throttling.plan")
    assert step["detail"]["levels"][0] == {
        "level": "usage plan",
        "rate_per_second": 0.5,
        "burst": 1,
        "tokens_left": 0.0,
    }


@pytest.mark.parametrize(
    ("plan_method", "plan", "method", "account", "reason"),
    [
        (Limit(0, 0), Limit(0, 0), (0.0, 0), ThrottleSettings(burst_limit=0), "throttling.plan_method"),
        (WIDE, Limit(0, 0), (0.0, 0), ThrottleSettings(burst_limit=0), "throttling.plan"),
        (WIDE, WIDE, (0.0, 0), ThrottleSettings(burst_limit=0), "throttling.method"),
        (WIDE, WIDE, (1.0, 1), ThrottleSettings(burst_limit=0), "throttling.account"),
    ],
)
async def test_the_narrowest_level_that_is_spent_refuses(
    plan_method: Limit, plan: Limit, method: tuple[float, int], account: ThrottleSettings, reason: str
) -> None:
    """fact: throttling.levels, throttling.zero"""
    pets = Keyed(stage_with(get_pets=method), throttle=plan, methods={"/pets/GET": plan_method})
    pets.live.account_limit = Limit(account.rate_limit, account.burst_limit)

    status = await pets.ask()

    assert (status, pets.served.journey()["reason"]) == (429, reason)


async def test_a_refused_request_takes_nothing() -> None:
    """Neither from the levels that would have let it through nor from the quota. fact: throttling.all-or-none"""
    pets = Keyed(stage_with(get_pets=(0.0, 1)), throttle=Limit(0.0, 3))

    await pets.ask_often(5)

    levels = {level["level"]: level["tokens_left"] for level in pets.step("Throttling")["detail"]["levels"]}
    assert levels == {"usage plan": 2.0, "stage, method": 0.0, "account": 4999.0}


@pytest.mark.parametrize("key", ["get_pets", "escaped"])
async def test_a_method_s_own_setting_stands_in_place_of_that_of_all(key: str) -> None:
    """However its key is written. fact: throttling.method-settings, control.method-setting-keys"""
    pets = Keyed(stage_with(all=(0.0, 0), **{key: (0.0, 2)}))

    assert (await pets.ask_often(3), await pets.ask(None, "POST")) == ([200, 200, 429], 429)


async def test_the_setting_of_all_gives_each_method_a_bucket() -> None:
    """fact: throttling.method-settings"""
    pets = Keyed(stage_with(all=(0.0, 1)))

    assert [await pets.ask(verb=verb) for verb in ("GET", "POST", "GET", "POST")] == [200, 200, 429, 429]


async def test_each_key_has_a_bucket_of_its_own() -> None:
    """One client cannot use up another's. fact: throttling.levels"""
    pets = Keyed(throttle=Limit(0.0, 1))
    pets.let("k2", "another-key-of-the-same-plan")

    assert [await pets.ask(), await pets.ask(), await pets.ask("another-key-of-the-same-plan")] == [200, 429, 200]


async def test_a_changed_limit_holds_at_once() -> None:
    """A smaller burst takes tokens away, a larger one is filled at the rate. fact: throttling.changes-at-once"""
    pets = Keyed(throttle=Limit(1.0, 10))
    await pets.ask()
    pets.plan(throttle=Limit(1.0, 2))
    smaller = await pets.ask_often(3)
    pets.plan(throttle=Limit(4.0, 10))
    larger = await pets.ask()
    pets.clock.advance(1.0)

    assert (smaller, larger, await pets.ask_often(5)) == ([200, 200, 429], 429, [200, 200, 200, 200, 429])


async def test_a_clock_that_is_moved_back_fills_nothing() -> None:
    """And what follows fills as ever. fact: throttling.clock"""
    pets = Keyed(throttle=Limit(1.0, 1))
    pets.clock.advance(100)
    await pets.ask()
    pets.clock.reset()
    back = await pets.ask()
    pets.clock.advance(1.0)

    assert (back, await pets.ask()) == (429, 200)


async def test_the_account_s_limit_alone_is_no_step_of_the_journey() -> None:
    """It counts all the same. fact: throttling.levels"""
    pets = Keyed()
    pets.live.account_limit = Limit(0.0, 1)

    statuses = [await pets.ask(None, "POST") for _ in range(2)]

    assert statuses == [200, 429]
    assert [step["outcome"] for step in pets.served.plane.journal.recent(limit=2)[1]["steps"]][5] == "skipped"


async def test_a_method_without_a_key_has_no_limit_of_a_plan() -> None:
    """fact: api-keys.only-where-required"""
    pets = Keyed(throttle=Limit(0.0, 0), methods={"/pets/POST": Limit(0.0, 0)})

    assert await pets.ask(verb="POST") == 200


async def test_what_never_reaches_the_limits_takes_no_token() -> None:
    """A request without a good key; one whose path is not there. fact: throttling.where"""
    pets = Keyed(throttle=Limit(0.0, 1))
    await pets.ask("wrong")
    await pets.served.ask("GET", "/nothing")

    assert await pets.ask() == 200


async def test_clearing_fills_every_bucket() -> None:
    """As a server that was just started."""
    pets = Keyed(throttle=Limit(0.0, 1))
    await pets.ask_often(2)

    pets.served.plane.clear()

    assert await pets.ask() == 200


async def test_the_account_s_bucket_is_shared_by_its_apis() -> None:
    """What one API uses another lacks. fact: throttling.levels"""
    pets = Keyed()
    pets.live.account_limit = Limit(0.0, 1)
    pets.live.buckets.level(("123456789012", "us-east-1"), Limit(0.0, 1), pets.clock.now())
    pets.live.buckets.take(("123456789012", "us-east-1"))

    assert (await pets.ask(verb="POST"), pets.served.journey()["api_id"]) == (429, API_ID)
