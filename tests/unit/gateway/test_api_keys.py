"""API keys at the gateway."""

import json

import pytest

from apiglab.gateway.caller import Caller
from tests.gateway_builders import a_lambda_proxy, a_method, serve
from tests.usage_builders import KEY, Keyed

FORBIDDEN = (403, b'{"message":"Forbidden"}', "ForbiddenException")


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "api_key.missing"),
        ({"x-api-key": ""}, "api_key.missing"),
        ({"x-api-key": "nobody's-key-of-30-characters!"}, "api_key.unknown"),
        ({"x-api-key": "k1"}, "api_key.unknown"),
        ({"x-api-key": "the-disabled-key-of-this-api"}, "api_key.disabled"),
        ({"x-api-key": "the-key-that-is-in-no-plan"}, "api_key.not_in_plan"),
        ({"x-api-key": "the-key-of-another-stages-plan"}, "api_key.not_in_plan"),
    ],
)
async def test_a_key_that_opens_nothing(headers: dict[str, str], reason: str) -> None:
    """The same 403, whatever the reason, which is told by the journey alone. fact: api-keys.refused"""
    pets = Keyed()
    pets.let("k2", "the-disabled-key-of-this-api", enabled=False)
    pets.let("k3", "the-key-that-is-in-no-plan", plans=())
    pets.let("k4", "the-key-of-another-stages-plan", plans=("gone",))

    response = await pets.served.ask("GET", "/pets", headers=headers)

    assert (response.status, response.body, response.headers.get("x-amzn-ErrorType")) == FORBIDDEN
    assert pets.served.journey()["reason"] == reason


async def test_a_plan_opens_the_stages_that_it_contains() -> None:
    """Not another of the same API. fact: api-keys.refused"""
    pets = Keyed(stages=(("abcde12345", "prod"), ("other", "dev")))

    refused = await pets.ask()
    pets.plan(stages=(("abcde12345", "dev"),))

    assert (refused, await pets.ask()) == (403, 200)


async def test_the_journey_names_the_key_and_keeps_its_value() -> None:
    """Ids, not secrets. fact: api-keys.only-where-required"""
    pets = Keyed()

    await pets.ask()

    assert pets.step("API key")["detail"] == {"api_key_id": "k1", "usage_plan_id": "p1", "key_source": "HEADER"}


async def test_a_method_that_wants_no_key_ignores_it() -> None:
    """A wrong one does not matter. fact: api-keys.only-where-required"""
    pets = Keyed()

    assert [await pets.ask(value, "POST") for value in (None, "wrong")] == [200, 200]
    assert pets.step("API key")["outcome"] == "skipped"


async def test_the_function_is_told_the_key() -> None:
    """In requestContext.identity. fact: api-keys.source"""
    pets = serve({"/": [a_method("GET", a_lambda_proxy(), api_key_required=True)]})
    Keyed(served=pets)

    await pets.ask("GET", "/", headers={"X-API-KEY": KEY})

    identity = json.loads(pets.backends.calls[0]["payload"])["requestContext"]["identity"]
    assert (identity["apiKey"], identity["apiKeyId"]) == (KEY, "k1")


async def test_an_authorizer_may_name_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """With apiKeySource AUTHORIZER the header does not count. fact: api-keys.source"""
    pets = serve({"/": [a_method("GET", api_key_required=True)]}, api_key_source="AUTHORIZER")
    Keyed(served=pets)
    by_header = await pets.ask("GET", "/", headers={"x-api-key": KEY})
    named = Caller("CUSTOM", reason="authorization.lambda", usage_identifier_key=KEY)

    async def let_in(*_: object) -> Caller:
        return named

    monkeypatch.setattr("apiglab.gateway.authorization._ask_guard", let_in)
    by_authorizer = await pets.ask("GET", "/")

    assert (by_header.status, by_authorizer.status) == (403, 200)
